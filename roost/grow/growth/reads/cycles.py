"""Looking back: what was tried for each needle, cycles that are closed, and what the own guesses were worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from roost.ground.behaviours.reads import behaviour_named
from roost.ground.people.models import Organisation, Person
from roost.grow.growth.access import own_needles
from roost.grow.growth.engine import TOO_FAR, Calibration, Change, Fit, Guess, calibrate
from roost.grow.growth.models import Cycle, Experiment, Needle, Observation, Outcome, Try
from roost.grow.growth.reads.overview import Moving


@dataclass(frozen=True)
class Shown:
    """An experiment with what was tried, and what those saw who were asked to watch."""

    experiment: Experiment
    tries: Sequence[Try]
    observations: Sequence[Observation]


@dataclass(frozen=True)
class Review(Moving):
    """A needle beside everything that speaks of whether it moved."""

    shown: Sequence[Shown]


@dataclass(frozen=True)
class Past:
    """A cycle of before: what was to move and what was let go, and how many experiments and tries there were.

    `closed_on` is None for the open cycle, which stands here only with what was let go in it.
    """

    cycle: Cycle
    opened_on: date
    closed_on: date | None
    needles: Sequence[Moving]
    left: Sequence[Moving]
    experiments: Sequence[Experiment]
    tries: int


@dataclass(frozen=True)
class Guesses:
    """What the person's guesses were worth, in a sentence, with the numbers behind it."""

    calibration: Calibration
    sentence: str
    change: str


def review_of(cycle: Cycle) -> list[Review]:
    """Give each needle of a cycle with what was tried for it and what others saw. Four queries."""
    seen = Prefetch("observations", Observation.objects.select_related("observer").order_by("pk"))
    tried = Prefetch("done", Try.objects.order_by("number"))
    shown = [
        Shown(one, list(one.done.all()), list(one.observations.all()))
        for one in cycle.experiments.prefetch_related(tried, seen).order_by("pk")
    ]
    return [
        Review(needle, behaviour_named(needle.behaviour), [one for one in shown if _is_for(one, needle)])
        for needle in own_needles(cycle)
    ]


def _is_for(shown: Shown, needle: Needle) -> bool:
    return shown.experiment.behaviour == needle.behaviour


def past_cycles(person: Person, organisation: Organisation) -> list[Past]:
    """Give a person's cycles of before, the latest first, and the open one where something was let go. Four queries."""
    cycles = Cycle.objects.filter(organisation=organisation, person=person).order_by("-number")
    needles = Prefetch("needles", Needle.objects.order_by("pk"))
    experiments = Prefetch("experiments", Experiment.objects.order_by("pk"))
    found = [_past(cycle, person) for cycle in cycles.prefetch_related(needles, experiments, "experiments__done")]
    return [one for one in found if one.closed_on or one.left]


def _past(cycle: Cycle, person: Person) -> Past:
    zone = ZoneInfo(person.time_zone)
    settled = [Moving(one, behaviour_named(one.behaviour)) for one in cycle.needles.all()]
    experiments = list(cycle.experiments.all()) if cycle.closed_at else []
    return Past(
        cycle,
        cycle.opened_at.astimezone(zone).date(),
        cycle.closed_at.astimezone(zone).date() if cycle.closed_at else None,
        [one for one in settled if one.needle.left_at is None and cycle.closed_at],
        [one for one in settled if one.needle.left_at is not None],
        experiments,
        sum(len(one.done.all()) for one in experiments),
    )


def guesses_of(person: Person, organisation: Organisation) -> Guesses:
    """Hold a person's guesses against what came of them. One query."""
    tried = Try.objects.filter(organisation=organisation, person=person)
    found = calibrate(guesses_by_person(tried).get(person.pk, []))
    return Guesses(found, _sentence(found), _change(found))


def guesses_by_person(tried: QuerySet[Try]) -> dict[int, list[Guess]]:
    """Give people's guesses, the earliest first: one for each experiment, held against the first try that came about.

    Later tries of the same experiment answer the same guess, and would count it twice. One query.
    """
    came = tried.exclude(outcome=Outcome.DID_NOT_COME).order_by("experiment__planned_at", "experiment", "number")
    first: dict[tuple[int, int], Guess] = {}
    for person, experiment, chance, outcome in came.values_list(
        "person", "experiment", "experiment__chance", "outcome"
    ):
        first.setdefault((person, experiment), Guess(chance, outcome == Outcome.AS_EXPECTED))
    guesses: dict[int, list[Guess]] = {}
    for (person, _experiment), guess in first.items():
        guesses.setdefault(person, []).append(guess)
    return guesses


FITS = {
    Fit.TOO_EARLY: gettext_lazy(
        "That is too early to tell how well you guess: "
        "with so few, even a difference of %(error)s points may be chance."
    ),
    Fit.FITS: gettext_lazy("That fits: it differs no more than by chance, and %(error)s points would be more."),
    Fit.TOO_HIGH: gettext_lazy("Your guesses are too high."),
    Fit.TOO_LOW: gettext_lazy("Your guesses are too low."),
}
CHANGED = {
    Change.CLOSER: gettext_lazy(
        "Your later guesses are closer: %(later)s points from what came, after %(earlier)s points."
    ),
    Change.FURTHER: gettext_lazy(
        "Your later guesses are further off: %(later)s points from what came, after %(earlier)s points."
    ),
    Change.ALIKE: gettext_lazy(
        "Your later guesses lie %(later)s points from what came, the earlier ones %(earlier)s: "
        "a difference that may be chance."
    ),
}


def _sentence(found: Calibration) -> str:
    if found.mean is None:
        return _("Roost holds each guess against what happens the first time. Nothing has been tried yet.")
    words = ngettext(
        "You gave %(mean)s %%; %(came)s of %(count)s experiment turned out so the first time.",
        "You gave %(mean)s %% on average; %(came)s of %(count)s experiments turned out so the first time.",
        found.guesses,
    )
    told = words % {"mean": round(100 * found.mean), "came": found.came, "count": found.guesses}
    return f"{told} {str(FITS[found.fit]) % {'error': TOO_FAR}}"


def _change(found: Calibration) -> str:
    if not found.fit.is_told:
        return ""
    if found.earlier is None or found.later is None:
        return _("Whether your later guesses are better than the earlier ones is too early to tell.")
    figures = {"earlier": round(100 * found.earlier), "later": round(100 * found.later)}
    return str(CHANGED[found.change]) % figures
