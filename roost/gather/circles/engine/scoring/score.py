"""The whole score of a plan, from nothing but the files that say who there is, what is asked for and who sits where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from roost.gather.circles.engine.checking import check_against
from roost.gather.circles.engine.plans import PastRounds
from roost.gather.circles.engine.roster import Roster
from roost.gather.circles.engine.rules import Rules, Sizes
from roost.gather.circles.engine.scoring.bound import bound_of
from roost.gather.circles.engine.scoring.chance import random_median
from roost.gather.circles.engine.scoring.distances import Floats, first_of, means_of, over_people, table_of
from roost.gather.circles.engine.scoring.faultline import faultlines_of
from roost.gather.circles.engine.scoring.hard import hard_rules
from roost.gather.circles.engine.scoring.seating import Seating, seating_of
from roost.gather.circles.engine.scoring.violations import Violation, violations_of


@dataclass(frozen=True)
class Of:
    """Say what was measured of which circle."""

    circle: str
    value: float


@dataclass(frozen=True)
class Score:
    """Hold what `circle-files.md` defines under these names; None where a measure does not apply."""

    people: int
    circles: int
    sizes: tuple[int, ...]
    diversity: float
    likeness: float | None
    worst_circle: Of
    bound: float
    random_median: float
    random_kept: int
    violations: tuple[Violation, ...]
    soft: tuple[Violation, ...]
    faultline: float | None
    worst_faultline: Of | None

    def as_json(self) -> dict[str, object]:
        """Give the answer of `roost circles score --json`."""
        worst = self.worst_faultline
        return {
            "people": self.people,
            "circles": self.circles,
            "sizes": list(self.sizes),
            "diversity": self.diversity,
            "likeness": self.likeness,
            "worst_circle": {"circle": self.worst_circle.circle, "diversity": self.worst_circle.value},
            "bound": self.bound,
            "random_median": self.random_median,
            "random_kept": self.random_kept,
            "violations": [_plain(one) for one in self.violations],
            "soft": [_plain(one) for one in self.soft],
            "faultline": worst
            and {"mean": self.faultline, "worst": {"circle": worst.circle, "faultline": worst.value}},
        }


def score(
    roster: Roster, rules: Rules, plan: Sequence[str], *, sizes: Sizes | None = None, past: PastRounds | None = None
) -> Score:
    """Score a plan, which names each person's circle in the roster's order.

    Raises InputError where the rules ask for what the roster does not say; `sizes` and `past` are checked where given.
    """
    check_against(roster, rules)
    seating = seating_of(plan)
    mix, alike = table_of(roster, rules.mix), table_of(roster, rules.alike)
    means = means_of(mix, seating.order, seating.starts)
    diversity = over_people(means, seating)
    hard, soft = violations_of(roster, rules, seating, sizes, past)
    possible = not any(one.rule == "size" for one in hard) and _has_locked_circles(rules, seating)
    median, kept = random_median(mix, seating, hard_rules(roster, rules, seating, past), possible=possible)
    splits = faultlines_of(mix, seating)
    return Score(
        people=len(roster),
        circles=len(seating.names),
        sizes=tuple(sorted((int(size) for size in seating.sizes), reverse=True)),
        diversity=diversity,
        likeness=over_people(means_of(alike, seating.order, seating.starts), seating) if rules.alike else None,
        worst_circle=_extreme(means, seating, highest=False),
        # A plan that reaches its bound may lie above it by rounding.
        bound=max(diversity, bound_of(mix, seating.sizes, diversity)),
        random_median=median,
        random_kept=kept,
        violations=hard,
        soft=soft,
        faultline=None if splits is None else over_people(splits, seating),
        worst_faultline=None if splits is None else _extreme(splits, seating, highest=True),
    )


def _has_locked_circles(rules: Rules, seating: Seating) -> bool:
    return rules.locked.strength.soft or set(rules.locked.seats.values()) <= set(seating.names)


def _extreme(values: Floats, seating: Seating, *, highest: bool) -> Of:
    place = first_of(values, highest=highest)
    return Of(seating.names[place], float(values[place]))


def _plain(one: Violation) -> dict[str, object]:
    return {"rule": one.rule, "people": list(one.people), "circle": one.circle}
