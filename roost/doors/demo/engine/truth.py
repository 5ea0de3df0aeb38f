"""What is true of the simulated company, and what nobody in it can see: the yardstick for every later estimate.

How a week's results come about. Person i works in team j in week t. What they count of a measure m has a Poisson
distribution with

    log mean = log(usual of m per workday) + log(workdays) + log(season of t)
               + skill_i + growth_i * years + energy_it            the person
               + climate_m * climate_jt + support_m * support_i    the people around them
               + sum over treatments of effect_m * ramp            what somebody did about it

so an effect of 0.18 is a factor of exp(0.18), 20 % more, once its ramp (linear over `ramp_weeks`) is over. Team leaders
sell half as much. A customer rating, every second week, is normal instead: mean 4.0 plus a quarter of the person's line
plus the two lines below it with effects in stars, standard deviation 0.35, clamped to 1..5, one decimal, no season.

    skill    normal(0, 0.25), constant; whoever came lately starts up to 0.15 lower
    growth   per year, normal(0.02, 0.08); whoever came lately grows up to 0.25 faster
    support  normal(0, 1), constant: backing from peers
    energy   by week, AR(1) with 0.85 and sd 0.18
    climate  by week, a team's own level (sd 0.6), its drift (sd 0.5 a year) and AR(1) waves (0.9, sd 0.35); a division
             that gets a new director dips by 0.6 and recovers over 12 weeks

Three treatments, one for each honest verdict:

    early_helping  works. Noor's team does it from the first day, further teams take it up one after the other in an
                   order drawn by lot, Noor's division first; a third of the teams never do. Ideas do not change.
    peer_circles   works a little. Half of those who applied were drawn by lot, the others wait and are comparable.
    sales_course   does nothing at all, and looks as if it did: leaders nominate people after weak weeks, and weak
                   weeks pass by themselves.

`simulate(..., without={"early_helping"})` lives the same year with the same luck and without a treatment, so the true
effect on any number whatever is the difference between two worlds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

RATING = "rating"


@dataclass(frozen=True)
class Measure:
    """How much of something a seller usually counts per workday, and how the people around move it."""

    key: str
    usual: float
    climate: float
    support: float


MEASURES = (
    Measure("early_calls", 4.2, climate=0.04, support=0.0),
    Measure("visits", 1.05, climate=0.05, support=0.0),
    Measure("quick_quotes", 1.0, climate=0.03, support=0.02),
    Measure("new_customers", 0.11, climate=0.08, support=0.04),
    Measure("returns", 0.12, climate=-0.06, support=-0.02),
    Measure("joint_visits", 0.10, climate=0.15, support=0.20),
    Measure("ideas", 0.06, climate=0.25, support=0.10),
    Measure(RATING, 4.0, climate=0.08, support=0.03),
)


@dataclass(frozen=True)
class Treatment:
    """Something done for people or teams from a day on, who it reached, how they were chosen, and what it does.

    `began` and `compared` hold employee ids or teams (`division/name`); `compared` are those who were as likely to
    get it and did not (nobody, where there is no fair comparison). `chosen_on` is when the choice was made.
    """

    key: str
    unit: str
    chosen_by: str
    chosen_on: date
    began: Mapping[str, date]
    compared: tuple[str, ...]
    ramp_weeks: int
    effects: Mapping[str, float]

    def strength(self, unit: str, monday: date) -> float:
        """Give how far the effect has come in a week, from 0 to 1."""
        began = self.began.get(unit)
        if began is None or monday < began:
            return 0.0
        return min(1.0, ((monday - began).days // 7 + 1) / self.ramp_weeks)


@dataclass(frozen=True)
class Traits:
    """What a person brings along; `energy` by week of `Truth.weeks`, `enters_daily` whether scores come day by day."""

    employee_id: str
    skill: float
    growth: float
    support: float
    energy: tuple[float, ...]
    enters_daily: bool


@dataclass(frozen=True)
class Truth:
    """Everything that is true; see the top of this file for how it makes results.

    `climate` is by team (`division/name`) and week of `weeks` (their Mondays), `traits` by employee id.
    """

    weeks: tuple[date, ...]
    measures: tuple[Measure, ...]
    treatments: tuple[Treatment, ...]
    climate: Mapping[str, tuple[float, ...]]
    traits: Mapping[str, Traits]

    def treatment(self, key: str) -> Treatment:
        """Give a treatment by its key; raises StopIteration for none."""
        return next(treatment for treatment in self.treatments if treatment.key == key)

    def document(self) -> dict[str, Any]:
        """Give everything as plain values for JSON: dates in ISO 8601, effects as they stand in the formula."""
        return _plain(asdict(self))  # type: ignore[no-any-return]


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
