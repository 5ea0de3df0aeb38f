"""What a circle agrees on about how it meets: a few plain choices, which Roost can read and keeps to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields

from roost.ground.kit.errors import InputError
from roost.ground.kit.errors import Words as _

PLACE = "charter"
"""The place of a circle in which the words stand that it adds itself, sealed."""
GOALS = "goals"
"""The place of a circle in which each says what they want to learn."""


@dataclass(frozen=True)
class Choices:
    """How a circle meets; as it stands here, a circle may take it over.

    `weeks` from one meeting to the next, `minutes` of one; more than `missed` of `of` meetings are too many, where more
    than `late` minutes late count half. The others say whom, what or when by a word of `OFFERED`.
    """

    weeks: int = 3
    minutes: int = 90
    notice: str = "day"
    missed: int = 2
    of: int = 12
    late: int = 10
    phones: str = "meeting"
    outside: str = "nothing"
    breach: str = "moderator"
    moderating: str = "round"


OFFERED: Mapping[str, Sequence[int | str]] = {
    "weeks": (1, 2, 3, 4, 6),
    "minutes": (45, 60, 90, 120, 180),
    "notice": ("hours", "day", "days", "week"),
    "missed": (1, 2, 3, 4),
    "of": (6, 8, 10, 12),
    "late": (5, 10, 15, 20),
    "phones": ("meeting", "away"),
    "outside": ("nothing", "own"),
    "breach": ("moderator", "all"),
    "moderating": ("round", "term"),
}


def read_choices(told: Mapping[str, object]) -> Choices:
    """Read choices as a form sends or a row keeps them; raises InputError for what is missing or not on offer."""
    found = {name: _one_of(name, told.get(name)) for name in OFFERED}
    return Choices(**found)  # type: ignore[arg-type]


def to_document(choices: Choices) -> dict[str, int | str]:
    """Give choices as a row keeps them."""
    return asdict(choices)


def changed(before: Choices, after: Choices) -> frozenset[str]:
    """Name the choices in which two differ."""
    names = (one.name for one in fields(Choices))
    return frozenset(name for name in names if getattr(before, name) != getattr(after, name))


def holds(people: frozenset[int], signed: frozenset[int]) -> bool:
    """Say whether a version holds: each of those who sit in the circle today signed it."""
    return bool(people) and people <= signed


def _one_of(name: str, told: object) -> int | str:
    found = next((one for one in OFFERED[name] if str(one) == str(told)), None)
    if found is None:
        raise InputError(_("Choose one of what is offered in each sentence."))
    return found
