"""What each column of a list is like, what may be wished for it, and a sensible first guess."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from roost.gather.circles.engine.recognised import FALSE, TRUE
from roost.gather.circles.engine.roster import Roster
from roost.gather.circles.engine.rules import Apart, AtMost, Measure, Past, Roles, Rules
from roost.gather.circles.reads.headers import NAMES, TEAMS, plain
from roost.gather.circles.reads.managing import managers_on
from roost.ground.kit.errors import InputError

# A text column with more different values than this share of the people says who somebody is, not what they are like.
MANY = 0.5
# And a number that differs for nearly everybody is a number they go by.
NEARLY_ALL = 0.9
NOT_MIXED = NAMES | {"id", "timezone"}


class Wish(StrEnum):
    """What may be wished for one column."""

    ASIDE = "aside"
    MIX = "mix"
    ALIKE = "alike"
    SAME = "same"
    AT_MOST = "at_most"
    NOT_ALONE = "not_alone"
    MANAGER = "manager"


@dataclass(frozen=True)
class Column:
    """A column of a list: how many values, how many people have one, and whether these are numbers or yes and no."""

    name: str
    values: int
    known: int
    is_number: bool
    is_flag: bool
    examples: Sequence[str]

    @property
    def wishes(self) -> tuple[Wish, ...]:
        """Give what may be wished for it, or that it names who leads whom; nothing where it is empty."""
        if not self.known:
            return ()
        return tuple(wish for wish in Wish if wish is not Wish.MANAGER or not self.is_flag)


def columns_of(roster: Roster, unseen: Sequence[str] = ()) -> list[Column]:
    """Look at each column that says what people are like or who leads them, in the list's order."""
    return [_column(roster, name) for name in roster.columns if name not in NOT_MIXED and name not in unseen]


def _column(roster: Roster, name: str) -> Column:
    texts = [text for text in roster.texts(name) if text]
    values = sorted(set(texts))
    lower = {value.lower() for value in values}
    is_flag = 0 < len(lower) <= 2 and lower <= TRUE | FALSE and name != "manager"
    is_number = _is_number(roster, name) and not is_flag
    # Of managers it is told how many are on the list; an id of who is gone may be an address.
    return Column(name, len(values), len(texts), is_number, is_flag, [] if name == "manager" else values[:3])


def _is_number(roster: Roster, name: str) -> bool:
    try:
        numbers = roster.numbers(name)
    except InputError:
        return False
    return len(np.unique(numbers[~np.isnan(numbers)])) > 2


def guess(roster: Roster) -> Rules:
    """Give wishes that suit most lists: mix what differs, one of a team at most where that is possible."""
    mix, at_most, roles = [], [], None
    for column in columns_of(roster):
        if column.is_flag:
            if column.name.lower() in {"moderator", "facilitator"}:
                roles = Roles(column.name)
            continue
        if column.name == "manager" or column.values < 2:
            continue
        if column.values > (NEARLY_ALL * column.known if column.is_number else MANY * len(roster)):
            continue
        if plain(column.name) in TEAMS:
            texts = roster.texts(column.name)
            if max(texts.count(one) for one in set(texts) - {""}) * 8 <= len(roster):
                at_most.append(AtMost(column.name, 1))
                continue
        mix.append(measure(column))
    return Rules(
        mix=tuple(mix),
        apart=Apart(managers="direct" if managers_on(roster) else "none", at_most=tuple(at_most)),
        roles=roles,
        past=Past(weight=1.0),
    )


def measure(column: Column, weight: float = 1.0) -> Measure:
    """Give how a column is counted: numbers by their rank, so that one far away does not decide alone."""
    return Measure(column.name, "rank" if column.is_number else "category", weight)


def wish_of(rules: Rules, name: str) -> tuple[Wish, float]:
    """Give what is wished for a column, and how much it counts; `manager` is the one that names who leads whom."""
    if name == "manager":
        return Wish.MANAGER, 1.0
    weights: Mapping[Wish, Mapping[str, float]] = {
        Wish.MIX: {one.column: one.weight for one in rules.mix},
        Wish.ALIKE: {one.column: one.weight for one in rules.alike},
    }
    for wish, found in weights.items():
        if name in found:
            return wish, found[name]
    if name in {one.column for one in rules.apart.at_most}:
        return Wish.AT_MOST, 1.0
    for wish, columns in ((Wish.SAME, rules.same), (Wish.NOT_ALONE, rules.not_alone)):
        if name in columns.columns:
            return wish, 1.0
    return Wish.ASIDE, 1.0
