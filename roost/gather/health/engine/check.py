"""The quarterly check: eight sentences, each answered from 1 to 5 by whoever likes, and only means remain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from statistics import fmean, pstdev

from roost.ground.kit.errors import InputError
from roost.ground.kit.errors import Words as _
from roost.ground.release.engine import is_told

ITEMS = ("open", "room", "honest", "kept", "depth", "promises", "learning", "mending")
"""By these the sentences of the check are known; `reads/sentences.py` says them."""
LEAST, MOST = 1, 5
FLOOR = 3
"""A mean is told to nobody but those who could answer: from three on it says nothing of one of the others."""
EVERY = timedelta(weeks=12)
OPEN_FOR = timedelta(days=14)
AGAIN_AFTER = timedelta(weeks=4)
"""So soon somebody may ask the circle again; before, there is nothing new to see."""
APART = 1.2
"""From this standard deviation on, those of a circle see it differently; 1 to 5 can be 2 apart at most."""

Answers = Mapping[str, int]


def read_answers(told: Mapping[str, object]) -> dict[str, int]:
    """Read the answers of a form; raises InputError where one is missing or not from 1 to 5."""
    found = {}
    for item in ITEMS:
        text = str(told.get(item, ""))
        if not (text.isascii() and text.isdigit() and LEAST <= int(text) <= MOST):
            raise InputError(_("Answer each sentence with a number from 1 to 5."))
        found[item] = int(text)
    return found


def outcome(answers: Sequence[Answers]) -> dict[str, tuple[float, bool]] | None:
    """Give for each item the mean and whether people see it differently; None where fewer than three answered."""
    if not is_told(len(answers), floor=FLOOR):
        return None
    found = {}
    for item in ITEMS:
        given = [one[item] for one in answers]
        found[item] = (fmean(given), pstdev(given) >= APART)
    return found
