"""Read the columns of a roster that mean more than their text: managers, time zones, and what is true of somebody."""

from __future__ import annotations

from zoneinfo import available_timezones

import numpy as np
from numpy.typing import NDArray

from roost.gather.circles.engine.roster import LONGEST_SHOWN, MOST_PROBLEMS, Roster
from roost.ground.kit.errors import InputError, Problem
from roost.ground.kit.errors import Words as _

TRUE = frozenset(("true", "yes", "1", "x"))
FALSE = frozenset(("", "false", "no", "0"))
MOST_OF_A_CHAIN = 6


def managers_of(roster: Roster) -> NDArray[np.int64]:
    """Give the place of each person's manager, -1 for none and for one who is not in the roster.

    Raises InputError that names a chain of managers which leads back to where it began.
    """
    if "manager" not in roster.columns:
        return np.full(len(roster), -1)
    places = (roster.place_of.get(one, -1) for one in roster.columns["manager"])
    above = np.fromiter(places, dtype=np.int64, count=len(roster))
    _refuse_loops(roster, above.tolist())
    return above


def zones_of(roster: Roster) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Give each person's time zone as a place in a list of IANA names, -1 where missing, and that list.

    Raises InputError that names the rows of unknown zones, or says that there is no column `timezone`.
    """
    codes, names = roster.codes("timezone")
    unknown = set(names) - available_timezones()
    rows = [place for place, name in enumerate(roster.columns["timezone"]) if name in unknown]
    words = _("There is no such time zone; zones are named as Europe/Paris.")
    _raise_any(roster, rows, "timezone", words)
    return codes, names


def flags_of(roster: Roster, column: str) -> NDArray[np.bool_]:
    """Say of whom a column is true: TRUE says yes; FALSE, of which an empty cell is one, says no; capitals may differ.

    Raises InputError that names the rows of anything else.
    """
    texts = [text.lower() for text in roster.texts(column)]
    rows = [place for place, text in enumerate(texts) if text not in TRUE and text not in FALSE]
    words = _("This is neither true nor false; write true, yes, 1 or x, or false, no, 0 or nothing.")
    _raise_any(roster, rows, column, words)
    return np.array([text in TRUE for text in texts], dtype=np.bool_)


def _refuse_loops(roster: Roster, above: list[int]) -> None:
    walk_of = [-1] * len(above)
    for start in range(len(above)):
        one = start
        while one >= 0 and walk_of[one] < 0:
            walk_of[one] = start
            one = above[one]
        if one >= 0 and walk_of[one] == start:
            _refuse_loop(roster, above, one)


def _refuse_loop(roster: Roster, above: list[int], one: int) -> None:
    chain = [one]
    while above[chain[-1]] != one:
        chain.append(above[chain[-1]])
    begin = chain.index(min(chain))
    chain = [*chain[begin:], *chain[:begin]]
    names = [roster.ids[place][:LONGEST_SHOWN] for place in chain[:MOST_OF_A_CHAIN]]
    rest = ["…"] if len(chain) > MOST_OF_A_CHAIN else []
    words = _("Managers lead round in a circle: %(chain)s.", chain=" → ".join([*names, *rest, names[0]]))
    raise InputError(Problem(words, roster.rows[chain[0]], "manager", roster.columns["manager"][chain[0]], roster.file))


def _raise_any(roster: Roster, places: list[int], column: str, words: str) -> None:
    cells = roster.columns[column]
    shown = places[:MOST_PROBLEMS]
    if shown:
        raise InputError(
            [Problem(words, roster.rows[place], column, cells[place][:LONGEST_SHOWN], roster.file) for place in shown]
        )
