"""What a program's rules say, as values: which metrics score, how a team adds them up, and how ties are ranked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Period = Literal["day", "week", "month", "window"]
Team = Literal["sum", "average"]
Over = Literal["roster", "active"]
Ties = Literal["competition", "dense"]

WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PERIODS: tuple[Period, ...] = ("day", "week", "month", "window")
TEAMS: tuple[Team, ...] = ("sum", "average")
OVERS: tuple[Over, ...] = ("roster", "active")
TIES: tuple[Ties, ...] = ("competition", "dense")


@dataclass(frozen=True)
class Season:
    """Say which days the season covers: `starts` inclusive, `ends` exclusive."""

    starts: date
    ends: date


@dataclass(frozen=True)
class Cap:
    """Limit what a person can earn for a metric in one period, in thousandths of a point."""

    points: int
    per: Period


@dataclass(frozen=True)
class Step:
    """Add `points` once a window when the person's summed value is at least `at`, both in thousandths."""

    at: int
    points: int


@dataclass(frozen=True, kw_only=True)
class Metric:
    """Say what one unit of something that people count is worth, and how a team adds its people up.

    `points_per_unit` in thousandths of a point; `over` matters for averages only.
    """

    key: str
    points_per_unit: int
    team: Team
    over: Over = "roster"
    cap: Cap | None = None
    bonus: tuple[Step, ...] = ()
    label: str = ""
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Hold a program's rules; `time_zone` is an IANA name and decides on which day something happened."""

    time_zone: str
    metrics: tuple[Metric, ...]
    week_start: Weekday = "monday"
    season: Season | None = None
    ties: Ties = "competition"
    title: str = ""

    @cached_property
    def zone(self) -> ZoneInfo:
        """Give the program's time zone."""
        return ZoneInfo(self.time_zone)

    @cached_property
    def metric_index(self) -> dict[str, int]:
        """Give each metric's place in `metrics` by its key: statements speak of metrics by that number."""
        return {metric.key: place for place, metric in enumerate(self.metrics)}

    def with_scoring_of(self, other: Rules) -> Rules:
        """Give these rules with the metrics, the start of a week and the ties of others: all that makes points."""
        return replace(self, metrics=other.metrics, week_start=other.week_start, ties=other.ties)

    def scores_as(self, other: Rules) -> bool:
        """Say whether points are made as by other rules."""
        return self.with_scoring_of(other) == self
