"""Say what to mix, what to keep close and what to keep apart. Format of the document: `circle-files.md`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Kind = Literal["category", "number", "rank"]
Managers = Literal["none", "direct", "chain"]


@dataclass(frozen=True)
class Strength:
    """Say whether a rule must hold or costs `weight` times the share of people concerned in what breaks it."""

    soft: bool = False
    weight: float = 1.0


@dataclass(frozen=True)
class Measure:
    """Count one column in the distance of two people, with a weight of 0 or more."""

    column: str
    kind: Kind = "category"
    weight: float = 1.0


@dataclass(frozen=True)
class AtMost:
    """Let no more than `count` people with the same value of a column sit together."""

    column: str
    count: int = 1


@dataclass(frozen=True)
class Apart:
    """Keep people apart: from their managers, from too many of the same value, and in pairs of ids."""

    managers: Managers = "direct"
    at_most: tuple[AtMost, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    strength: Strength = Strength()


@dataclass(frozen=True)
class Together:
    """Keep pairs of ids in one circle."""

    pairs: tuple[tuple[str, str], ...] = ()
    strength: Strength = Strength()


@dataclass(frozen=True)
class Hours:
    """Ask that all of a circle share `overlap` minutes of their working day, from `start` to `end` in minutes."""

    day: date
    overlap: int
    start: int = 9 * 60
    end: int = 17 * 60
    strength: Strength = Strength()


@dataclass(frozen=True)
class Columns:
    """Name the columns that a rule of one kind looks at."""

    columns: tuple[str, ...] = ()
    strength: Strength = Strength()


@dataclass(frozen=True)
class Spread:
    """Ask that each circle holds its fair share of each value, give or take `slack` people."""

    columns: tuple[str, ...] = ()
    slack: int = 0
    strength: Strength = Strength()


@dataclass(frozen=True)
class Balance:
    """Ask that a circle's mean lies within so many standard deviations of the roster's mean."""

    columns: tuple[str, ...] = ()
    within: float = 0.75
    strength: Strength = Strength()


@dataclass(frozen=True)
class Roles:
    """Ask for at least so many people in each circle whose value of `column` is true."""

    column: str
    at_least: int = 1
    strength: Strength = Strength()


@dataclass(frozen=True)
class Past:
    """Say what it costs to meet again, and within how many rounds it must not happen; 0 rounds: it may."""

    weight: float = 1.0
    decay: float = 0.8
    never_within: int = 0
    soft: bool = False


@dataclass(frozen=True)
class Keep:
    """Name an earlier plan's file, and what each person costs who sits elsewhere.

    Where circles are to stay `level`, whoever joins sits in the smallest circles that keep the rules, whatever the mix.
    """

    plan: str
    cost_per_move: float = 0.002
    level: bool = False


@dataclass(frozen=True)
class Locked:
    """Name the circle in which an id sits."""

    seats: Mapping[str, str] = field(default_factory=dict)
    strength: Strength = Strength()


@dataclass(frozen=True)
class Rules:
    """Hold all rules of one forming; what is left out asks for nothing, except that managers sit apart."""

    mix: tuple[Measure, ...] = ()
    alike: tuple[Measure, ...] = ()
    apart: Apart = Apart()
    together: Together = Together()
    hours: Hours | None = None
    same: Columns = Columns()
    not_alone: Columns = Columns()
    spread: Spread = Spread()
    balance: Balance = Balance()
    roles: Roles | None = None
    past: Past = Past()
    keep: Keep | None = None
    locked: Locked = Locked()
    diversity_slack: float = 0.005


@dataclass(frozen=True)
class Sizes:
    """Bound how many people sit in a circle, both ends included; `free` lets the number of circles vary."""

    least: int
    most: int
    free: bool = False
