"""Read and write who sits in which circle, now and in earlier rounds. Format: `circle-files.md`."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from roost.gather.circles.engine.roster import LONGEST_SHOWN, MOST_PROBLEMS, Roster, read_content, table_of
from roost.ground.kit.errors import InputError, Problem
from roost.ground.kit.errors import Words as _

LATEST_ROUND = 10**9
_ROUND = re.compile(r"[+-]?[0-9]{1,10}")
_DIGITS = re.compile(r"([0-9]+)")


@dataclass(frozen=True)
class PastRounds:
    """Hold who sat where before: `rounds[number][id]` is a circle's name; rounds ascend, a higher one is later."""

    rounds: Mapping[int, Mapping[str, str]]

    @property
    def last(self) -> int | None:
        """Give the highest round, None where there was none."""
        return max(self.rounds, default=None)

    def seats(self, roster: Roster) -> list[tuple[int, NDArray[np.int64]]]:
        """Give each round with a number for each person's circle in it, from 0 in name order, -1 for who had none."""
        found = []
        for number, circles in self.rounds.items():
            place = {name: at for at, name in enumerate(circle_order(circles.values()))}
            codes = (place[circles[one]] if one in circles else -1 for one in roster.ids)
            found.append((number, np.fromiter(codes, dtype=np.int64, count=len(roster))))
        return found


def natural_key(name: str) -> tuple[object, ...]:
    """Give a key that sorts Circle 2 before Circle 10, and names that differ only in leading zeros as texts."""
    parts: list[object] = []
    for place, part in enumerate(_DIGITS.split(name)):
        digits = part.lstrip("0")
        parts.append((len(digits), digits) if place % 2 else part)
    return tuple(parts), name


def circle_order(names: Iterable[str]) -> list[str]:
    """Give each name once, in natural order: Circle 2 before Circle 10."""
    return sorted(set(names), key=natural_key)


def read_plan(path: str | Path, roster: Roster) -> tuple[str, ...]:
    """Give each person's circle in the roster's order; raises InputError for an unknown, repeated or missing id."""
    return plan_of(read_content(path), roster, file=str(path))


def plan_of(content: bytes, roster: Roster, *, file: str = "plan") -> tuple[str, ...]:
    """Read a plan from the bytes of a CSV file `id,circle`; raises InputError that names rows."""
    seats: dict[int, str] = {}
    problems: list[Problem] = []
    for row, (one, circle) in _columns_of(content, ("id", "circle"), file):
        place = roster.place_of.get(one)
        shown = one[:LONGEST_SHOWN]
        if place is None:
            problems.append(Problem(_("The roster has no such id."), row, "id", shown, file))
        elif place in seats:
            problems.append(Problem(_("This id has a circle already."), row, "id", shown, file))
        elif not circle:
            problems.append(Problem(_("This id has no circle."), row, "circle", shown, file))
        seats.setdefault(-1 if place is None else place, circle)
    for place in (place for place in range(len(roster)) if place not in seats):
        one, row = roster.ids[place][:LONGEST_SHOWN], roster.rows[place]
        words = _("The id %(id)s has no circle here; the roster names it in row %(row)s.", id=one, row=row)
        problems.append(Problem(words, None, "id", one, file))
    _raise_any(problems)
    return tuple(seats[place] for place in range(len(roster)))


def read_earlier_plan(path: str | Path, roster: Roster) -> tuple[str | None, ...]:
    """Give each person's circle in an earlier plan in the roster's order, None for who joined since.

    Who left since may be in it. Raises InputError for an id that is repeated or has no circle.
    """
    seats: dict[str, str] = {}
    problems: list[Problem] = []
    for row, (one, circle) in _columns_of(read_content(path), ("id", "circle"), str(path)):
        if one in seats or not circle:
            words = _("This id has a circle already.") if one in seats else _("This id has no circle.")
            problems.append(Problem(words, row, "id", one[:LONGEST_SHOWN], str(path)))
        seats[one] = circle
    _raise_any(problems)
    return tuple(seats.get(one) for one in roster.ids)


def plan_text(roster: Roster, circles: Sequence[str]) -> str:
    """Give the text of a plan's file, people in the roster's order."""
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow(("id", "circle"))
    writer.writerows(zip(roster.ids, circles, strict=True))
    return made.getvalue()


def read_past(path: str | Path) -> PastRounds:
    """Read earlier rounds; people who are not in the roster any more may be in them. Raises InputError."""
    return past_of(read_content(path), file=str(path))


def past_of(content: bytes, *, file: str = "history") -> PastRounds:
    """Read earlier rounds from the bytes of a CSV file `id,circle,round`; raises InputError that names rows."""
    rounds: dict[int, dict[str, str]] = {}
    problems: list[Problem] = []
    for row, (one, circle, text) in _columns_of(content, ("id", "circle", "round"), file):
        number = int(text) if _ROUND.fullmatch(text) else None
        shown = one[:LONGEST_SHOWN]
        if not one:
            problems.append(Problem(_("This row has no id."), row, "id", file=file))
        elif not circle:
            problems.append(Problem(_("This id has no circle."), row, "circle", shown, file))
        elif number is None or abs(number) > LATEST_ROUND:
            words = _("A round is a whole number; a higher one is later.")
            problems.append(Problem(words, row, "round", text[:LONGEST_SHOWN], file))
        elif one in rounds.setdefault(number, {}):
            words = _("The id %(id)s has a circle in round %(round)s already.", id=shown, round=number)
            problems.append(Problem(words, row, "id", shown, file))
        else:
            rounds[number][one] = circle
    _raise_any(problems)
    return PastRounds({number: rounds[number] for number in sorted(rounds)})


def _columns_of(content: bytes, names: tuple[str, ...], file: str) -> Iterator[tuple[int, list[str]]]:
    rows = table_of(content, needed=names, file=file)
    header = next(rows)[1]
    places = [header.index(name) for name in names]
    for number, cells in rows:
        yield number, [cells[place] for place in places]


def _raise_any(problems: Sequence[Problem]) -> None:
    if problems:
        raise InputError(problems[:MOST_PROBLEMS])
