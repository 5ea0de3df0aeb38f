"""Looking back: cycles that are closed, and what the own guesses were worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roost.ground.behaviours.reads import Behaviour, behaviour_named
from roost.ground.people.models import Organisation, Person
from roost.grow.growth.engine import FEWEST, Calibration, Fit, Guess, calibrate
from roost.grow.growth.models import Cycle, Experiment, Needle, Outcome, Try

MANY = 40
"""With fewer guesses a difference between their halves may well be chance."""


@dataclass(frozen=True)
class Settled:
    """A needle of a closed cycle, with its behaviour in words."""

    needle: Needle
    behaviour: Behaviour | None


@dataclass(frozen=True)
class Past:
    """A closed cycle: what was to move, how many experiments were tried, and what others saw."""

    cycle: Cycle
    needles: Sequence[Settled]
    experiments: Sequence[Experiment]
    tries: int


@dataclass(frozen=True)
class Guesses:
    """What the person's guesses were worth, in a sentence, with the numbers behind it."""

    calibration: Calibration
    sentence: str
    change: str


def past_cycles(person: Person, organisation: Organisation) -> list[Past]:
    """Give a person's closed cycles, the latest first. Four queries."""
    closed = Cycle.objects.filter(organisation=organisation, person=person).exclude(closed_at=None).order_by("-number")
    return [
        Past(
            cycle,
            [Settled(one, behaviour_named(one.behaviour)) for one in cycle.needles.all() if one.left_at is None],
            list(cycle.experiments.all()),
            sum(len(one.done.all()) for one in cycle.experiments.all()),
        )
        for cycle in closed.prefetch_related("needles", "experiments__done")
    ]


def guesses_of(person: Person, organisation: Organisation) -> Guesses:
    """Hold every guess of a person against the tries it was made for. One query."""
    tried = Try.objects.filter(organisation=organisation, person=person).exclude(outcome=Outcome.DID_NOT_COME)
    pairs = tried.order_by("tried_on", "pk").values_list("experiment__chance", "outcome")
    found = calibrate([Guess(chance, outcome == Outcome.AS_EXPECTED) for chance, outcome in pairs])
    return Guesses(found, _sentence(found), _change(found))


FITS = {
    Fit.FITS: gettext_lazy("that fits."),
    Fit.TOO_HIGH: gettext_lazy("your guesses are too high."),
    Fit.TOO_LOW: gettext_lazy("your guesses are too low."),
}


def _sentence(found: Calibration) -> str:
    if found.mean is None or found.share is None:
        words = _("After %(fewest)s tries Roost says how well your guesses fit. You have %(count)s.")
        return words % {"fewest": FEWEST, "count": found.guesses}
    words = _("You gave %(mean)s %% on average, and %(share)s %% of %(count)s tries turned out so: %(fit)s")
    figures = {"mean": round(100 * found.mean), "share": round(100 * found.share)}
    return words % (figures | {"count": found.guesses, "fit": FITS[found.fit]})


def _change(found: Calibration) -> str:
    if found.earlier is None or found.later is None:
        return ""
    if found.later < found.earlier:
        words = _("Your later guesses were closer than your earlier ones: %(later)s after %(earlier)s; 0 is perfect.")
    else:
        words = _("Your later guesses were no closer than the earlier ones: %(later)s after %(earlier)s; 0 is perfect.")
    told = words % {"earlier": f"{found.earlier:.2f}", "later": f"{found.later:.2f}"}
    return told if found.guesses >= MANY else f"{told} {_('With so few guesses that may be chance.')}"
