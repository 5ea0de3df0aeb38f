"""Try, and say how it turned out."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError
from roost.ground.people.models import Person
from roost.grow.growth.actions.locking import lock_experiment
from roost.grow.growth.actions.verbs import TRIED, tell
from roost.grow.growth.models import Experiment, Outcome, Try


@dataclass(frozen=True)
class Told:
    """How a try turned out, and when."""

    tried_on: date
    outcome: Outcome
    happened: str = ""
    learned: str = ""


@transaction.atomic
def record_try(
    experiment: Experiment,
    *,
    by: Person,
    number: int,
    tried_on: date,
    outcome: Outcome,
    happened: str = "",
    learned: str = "",
) -> Try:
    """Keep how a try turned out. As many as were planned end the experiment; a moment that did not come is none.

    `number` counts from 1 and is the next one: the same words again change nothing. Raises Conflict for other words
    with a number that is taken and for an experiment that has ended, InputError for a day to come or one before it was
    planned.
    """
    told = Told(tried_on, outcome, happened.strip(), learned.strip())
    experiment = lock_experiment(experiment, by)
    known = experiment.done.filter(number=number).first()
    if known is not None:
        if told_of_try(known) != told:
            raise Conflict(_("Something is kept for this try already, so nothing was changed yet."))
        return known
    if experiment.ended_at is not None or number != experiment.done.count() + 1:
        raise Conflict(_("This experiment has ended. Plan another one."))
    _check_day(experiment, by, tried_on)
    tried = Try.objects.create(
        organisation_id=experiment.organisation_id,
        experiment=experiment,
        person=by,
        number=number,
        recorded_at=clock.now(),
        **asdict(told),
    )
    _end_or_go_on(experiment, tried)
    if outcome != Outcome.DID_NOT_COME:
        tell(TRIED, experiment.cycle, by)
    return tried


@transaction.atomic
def correct_try(experiment: Experiment, *, by: Person, number: int, told: Told, version: int) -> Try:
    """Correct the latest try of an experiment; `version` is the one the person had before them.

    The experiment goes on where too few tries remain, unless it was ended by hand. Raises Conflict for a try that is
    not the latest, for a closed cycle, and where it was corrected meanwhile; InputError as `record_try`.
    """
    told = Told(told.tried_on, told.outcome, told.happened.strip(), told.learned.strip())
    experiment = lock_experiment(experiment, by)
    tried = experiment.done.order_by("number").last()
    if experiment.cycle.closed_at is not None:
        raise Conflict(_("This cycle is closed. What it kept stays, and the next one has begun."))
    if tried is None or tried.number != number:
        raise Conflict(_("You have tried it again since, so this try stays as it is."))
    if told_of_try(tried) == told:
        return tried
    if tried.version != version:
        raise Conflict(_("You corrected it elsewhere meanwhile, so nothing was changed yet."))
    _check_day(experiment, by, told.tried_on)
    came_before = tried.outcome != Outcome.DID_NOT_COME
    for name, value in asdict(told).items():
        setattr(tried, name, value)
    tried.version, tried.corrected_at = tried.version + 1, clock.now()
    tried.save(update_fields=[*asdict(told), "version", "corrected_at"])
    if experiment.ended_at is None or experiment.ended_at == tried.recorded_at:
        _end_or_go_on(experiment, tried)
    if told.outcome != Outcome.DID_NOT_COME and not came_before:
        tell(TRIED, experiment.cycle, by)
    return tried


def told_of_try(tried: Try) -> Told:
    """Give what a try says."""
    return Told(tried.tried_on, Outcome(tried.outcome), tried.happened, tried.learned)


def _check_day(experiment: Experiment, by: Person, day: date) -> None:
    planned = experiment.planned_at.astimezone(ZoneInfo(by.time_zone)).date()
    if not planned <= day <= clock.today(by.time_zone):
        raise InputError(_("Choose a day from the one on which you planned it up to today."))


def _end_or_go_on(experiment: Experiment, latest: Try) -> None:
    """End an experiment with its latest try where all planned ones came, and let it go on where they did not."""
    came = experiment.done.exclude(outcome=Outcome.DID_NOT_COME).count()
    experiment.ended_at = latest.recorded_at if came >= experiment.tries else None
    experiment.save(update_fields=["ended_at"])


@transaction.atomic
def end_experiment(experiment: Experiment, *, by: Person) -> Experiment:
    """End an experiment before all of its tries; what was tried stays."""
    experiment = lock_experiment(experiment, by)
    if experiment.ended_at is None:
        experiment.ended_at = clock.now()
        experiment.save(update_fields=["ended_at"])
    return experiment
