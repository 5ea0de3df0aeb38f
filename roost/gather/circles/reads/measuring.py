"""Measure a plan as the scorer does, without the thousand plans by chance, while somebody waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace

from roost.gather.circles.engine.explaining import Seat as Explained
from roost.gather.circles.engine.explaining import explain
from roost.gather.circles.engine.forming.stating import Ask
from roost.gather.circles.engine.rules import AtMost, Columns, Past, Rules
from roost.gather.circles.engine.scoring.bound import bound_of
from roost.gather.circles.engine.scoring.distances import Table, means_of, over_people, table_of
from roost.gather.circles.engine.scoring.faultline import faultlines_of
from roost.gather.circles.engine.scoring.seating import Seating, seating_of
from roost.gather.circles.engine.scoring.violations import Violation, violations_of
from roost.ground.numerics.compiled import plainly

# Two seconds of plain Python at most: 600 circles of eight, or 40 of twelve.
MOST_SPLITS = 160_000


@dataclass(frozen=True)
class Measured:
    """How good a plan is: over all people, and each circle by its name. `bound` is what no such plan surpasses.

    `diversity` is 0 where nothing is mixed, `likeness` None where nothing is kept close, `faultlines` empty where they
    cannot be told.
    """

    diversity: float
    bound: float
    likeness: float | None
    of_circles: Mapping[str, float]
    faultlines: Mapping[str, float]
    broken: tuple[Violation, ...]

    @property
    def gap(self) -> float | None:
        """Give how far below the bound the diversity lies, at most, as a share; None where nothing is mixed."""
        return 1.0 - self.diversity / self.bound if self.bound > 0 else None

    @property
    def weakest(self) -> str | None:
        """Give the circle that is mixed least; None where nothing is mixed or all are alike."""
        if not self.of_circles or max(self.of_circles.values()) - min(self.of_circles.values()) < 1e-9:
            return None
        return min(self.of_circles, key=lambda name: self.of_circles[name])


def measure_plan(ask: Ask, circles: Sequence[str]) -> Measured:
    """Measure a plan, which names each person's circle in the list's order.

    While it is little work, it is done without the compiler, which a web server need not hold in memory.
    """
    seating = seating_of(circles)
    splits = len(seating.names) << int(seating.sizes.max())
    with plainly() if splits <= MOST_SPLITS else nullcontext():
        return _measured(ask, seating)


def _measured(ask: Ask, seating: Seating) -> Measured:
    table = table_of(ask.roster, ask.rules.mix)
    means = means_of(table, seating.order, seating.starts)
    diversity = over_people(means, seating)
    splits = faultlines_of(table, seating)
    alike = ask.rules.alike
    return Measured(
        diversity=diversity,
        bound=max(diversity, bound_of(table, seating.sizes, diversity)),
        likeness=_over_all(table_of(ask.roster, alike), seating) if alike else None,
        of_circles=dict(zip(seating.names, means.tolist(), strict=True)),
        faultlines={} if splits is None else dict(zip(seating.names, splits.tolist(), strict=True)),
        broken=violations_of(ask.roster, ask.rules, seating, ask.sizes, ask.past)[0],
    )


def explain_changed(ask: Ask, circles: Sequence[str], broken: Sequence[Violation] = ()) -> tuple[Explained, ...]:
    """Explain each seat of a plan changed by hand; of rules that the convener let it break, nothing is said."""
    rules = _kept(ask.rules, {one.rule for one in broken})
    return explain(replace(ask, rules=rules), circles, by_hand=True)


def _over_all(table: Table, seating: Seating) -> float:
    return over_people(means_of(table, seating.order, seating.starts), seating)


def _kept(rules: Rules, broken: set[str]) -> Rules:
    if not broken:
        return rules
    managers = "none" if "apart.managers" in broken else rules.apart.managers
    at_most = tuple(one for one in rules.apart.at_most if _key(one) not in broken)
    pairs = () if "apart.pairs" in broken else rules.apart.pairs
    return replace(
        rules,
        apart=replace(rules.apart, managers=managers, at_most=at_most, pairs=pairs),
        together=replace(rules.together, pairs=()) if "together.pairs" in broken else rules.together,
        hours=None if "hours" in broken else rules.hours,
        same=_columns("same", rules.same, broken),
        not_alone=_columns("not_alone", rules.not_alone, broken),
        roles=None if any(one.startswith("roles") for one in broken) else rules.roles,
        past=Past(rules.past.weight) if "history.never_within_rounds" in broken else rules.past,
    )


def _key(limit: AtMost) -> str:
    return f"apart.at_most:{limit.column}"


def _columns(name: str, columns: Columns, broken: set[str]) -> Columns:
    return replace(columns, columns=tuple(one for one in columns.columns if f"{name}:{one}" not in broken))
