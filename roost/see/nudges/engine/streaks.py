"""How often in a row something was done, told to nobody but who did it, and forgiving."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from roost.see.nudges.engine.rhythm import Answer

FREE_SKIPS_A_MONTH = 2


def streak_of(answered: Iterable[tuple[date, Answer]]) -> int:
    """Count "did it" in a row, the earliest first; two that passed or were refused in a calendar month do not end it.

    "Not now" counts neither way. One missed occasion does not harm the forming of a habit (Lally and others 2010), so a
    count that fell to nothing over it would tell an untruth; two a month is judgement.
    """
    length = 0
    skipped: Counter[tuple[int, int]] = Counter()
    for day, answer in answered:
        if answer is Answer.DONE:
            length += 1
        elif answer is not Answer.NOT_NOW:
            skipped[day.year, day.month] += 1
            if skipped[day.year, day.month] > FREE_SKIPS_A_MONTH:
                length = 0
    return length
