"""An experiment: what was planned, what was tried, what others saw, and what it says about the own guess."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roost.ground.behaviours.reads import Behaviour, behaviour_named
from roost.grow.growth.models import Experiment, Observation, Outcome, Try


@dataclass(frozen=True)
class ExperimentPage:
    """An experiment with its tries; `next_number` is 0 once it has ended, and `nth` which of the planned tries is next.

    `can_change` says whether the plan can still be mended, `can_correct` whether the latest try can.
    """

    experiment: Experiment
    behaviour: Behaviour | None
    tries: Sequence[Try]
    observations: Sequence[Observation]
    next_number: int
    nth: int
    sentence: str
    can_change: bool
    can_correct: bool


def experiment_page(experiment: Experiment) -> ExperimentPage:
    """Give what there is of an experiment. Two queries."""
    tries = list(experiment.done.order_by("number"))
    observations = list(experiment.observations.select_related("observer").order_by("pk"))
    over = experiment.ended_at is not None
    untouched = not tries and not any(one.answered_at for one in observations)
    return ExperimentPage(
        experiment,
        behaviour_named(experiment.behaviour),
        tries,
        observations,
        next_number=0 if over else len(tries) + 1,
        nth=1 + sum(one.outcome != Outcome.DID_NOT_COME for one in tries),
        sentence=_sentence(experiment, tries) if over else "",
        can_change=untouched and not over,
        can_correct=bool(tries) and experiment.cycle.closed_at is None,
    )


def _sentence(experiment: Experiment, tries: Sequence[Try]) -> str:
    counting = [one for one in tries if one.outcome != Outcome.DID_NOT_COME]
    if not counting:
        return _("The moment did not come. That says nothing about you, and perhaps something about the moment.")
    as_expected = sum(one.outcome == Outcome.AS_EXPECTED for one in counting)
    words = ngettext(
        "You gave it %(chance)s %%. It was tried once, and turned out as you expected %(good)s.",
        "You gave it %(chance)s %%. It was tried %(count)s times, and turned out as you expected %(good)s.",
        len(counting),
    )
    return words % {"chance": experiment.chance, "count": len(counting), "good": _times(as_expected)}


def _times(count: int) -> str:
    if not count:
        return _("never, which is worth as much")
    return ngettext("once", "%(count)s times", count) % {"count": count}
