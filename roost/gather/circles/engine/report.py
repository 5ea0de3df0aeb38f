"""Report on circles that were formed: how good they are, how sure that is, and why each person sits where they sit.

All numbers come from the scorer, which knows nothing of how circles are formed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from roost.gather.circles.engine.explaining import Seat, explain
from roost.gather.circles.engine.forming.form import Formed
from roost.gather.circles.engine.forming.stating import Ask
from roost.gather.circles.engine.scoring.score import Score, score
from roost.ground.kit.errors import Words as _

# A value so many standard deviations from the mean decides alone.
_FAR = 6.0


@dataclass(frozen=True)
class Report:
    """Hold a plan's score, what was given up to lower faultlines, a word to each person, and remarks on the roster."""

    score: Score
    faultline_before: float | None
    seats: tuple[Seat, ...]
    remarks: tuple[str, ...]

    @property
    def gap(self) -> float | None:
        """Give how far below the proven bound the diversity lies, at most, as a share; None where nothing is mixed."""
        return 1.0 - self.score.diversity / self.score.bound if self.score.bound > 0 else None

    def as_json(self) -> dict[str, object]:
        """Give the content of `report.json`."""
        return {
            **self.score.as_json(),
            "gap": self.gap,
            "faultline_before": self.faultline_before,
            "in_words": list(self.in_words()),
            "remarks": list(self.remarks),
            "seats": [{"id": one.id, "circle": one.circle, "why": list(one.why)} for one in self.seats],
        }

    def in_words(self) -> Iterator[str]:
        """Say in sentences what there is and how good it is."""
        found = self.score
        if found.circles == 1:
            yield _("%(people)s people in one circle.", people=found.people)
        else:
            yield _("%(people)s people in %(circles)s circles.", people=found.people, circles=found.circles)
        if self.gap is not None and found.diversity > 0:
            gap = f"{max(np.ceil(self.gap * 1000 - 1e-6), 0.0) / 10:.1f}"
            yield _("Their diversity is at most %(gap)s %% below the best that could be.", gap=gap)
            more = f"{(found.diversity / found.random_median - 1) * 100:.1f}" if found.random_median > 0 else "0.0"
            if not found.random_kept:
                yield _("No circles by chance were found that keep the rules.")
            elif more.strip("-") == "0.0":
                yield _("Circles by chance that keep the rules would do as well.")
            else:
                yield _("It is %(more)s %% above what circles by chance reach that keep the rules.", more=more)
            worst = found.worst_circle
            told = {"circle": worst.circle, "here": f"{worst.value:.3f}", "mean": f"{found.diversity:.3f}"}
            yield _("The least diverse is %(circle)s: %(here)s, where the mean is %(mean)s.", **told)
        if found.faultline is not None and self.faultline_before:
            told = {"now": f"{found.faultline:.2f}", "before": f"{self.faultline_before:.2f}"}
            yield _("Faultlines are %(now)s on average; for diversity alone they would be %(before)s.", **told)
        if found.soft:
            concerned = len({one for wish in found.soft for one in wish.people})
            yield _("Wishes that could not all be met concern %(people)s people.", people=concerned)


def report_on(ask: Ask, formed: Formed) -> Report:
    """Report on what `form` gave for what was asked."""
    found = score(ask.roster, ask.rules, formed.circles, sizes=ask.sizes, past=ask.past)
    seats = explain(ask, formed.circles)
    return Report(found, formed.faultline_before, seats, tuple(_remarks(ask)))


def _remarks(ask: Ask) -> Iterator[str]:
    for measure in (*ask.rules.mix, *ask.rules.alike):
        texts = [text for text in ask.roster.texts(measure.column) if text]
        if not texts:
            yield _("%(column)s is empty for everybody, so it says nothing.", column=measure.column)
        elif len(set(texts)) == 1:
            yield _("%(column)s is the same for everybody, so it says nothing.", column=measure.column)
        elif measure.kind == "number":
            numbers = ask.roster.numbers(measure.column)
            known = numbers[~np.isnan(numbers)] / max(float(np.nanmax(np.abs(numbers))), 1e-300)
            if known.min() < known.max() and (far := float(np.abs(known - known.mean()).max() / known.std())) > _FAR:
                yield _(
                    'In %(column)s one value lies %(far)s standard deviations away; kind = "rank" keeps it from '
                    "deciding alone.",
                    column=measure.column,
                    far=round(far),
                )
