"""Try, say how it turned out, and let a colleague watch."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError
from roost.ground.people.models import Affiliation, Person, running
from roost.grow.growth.actions.verbs import OBSERVED, TRIED, tell
from roost.grow.growth.models import Experiment, Observation, Outcome, Seen, Try

MOST_OBSERVERS = 3


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
    """Keep how a try turned out; the last one that was planned ends the experiment.

    `number` counts from 1 and is the next one: the same again changes nothing. Raises Conflict for an experiment that
    has ended, InputError for a day to come or one before it was planned.
    """
    experiment = Experiment.objects.select_for_update().get(pk=experiment.pk)
    known = experiment.done.filter(number=number).first()
    if known is not None:
        return known
    if experiment.ended_at is not None or number != experiment.done.count() + 1:
        raise Conflict(_("This experiment has ended. Plan another one."))
    today = clock.today(by.time_zone)
    planned = experiment.planned_at.astimezone(ZoneInfo(by.time_zone)).date()
    if not planned <= tried_on <= today:
        raise InputError(_("Choose a day from the one on which you planned it up to today."))
    tried = Try.objects.create(
        organisation_id=experiment.organisation_id,
        experiment=experiment,
        person=by,
        number=number,
        tried_on=tried_on,
        outcome=outcome,
        happened=happened.strip(),
        learned=learned.strip(),
        recorded_at=clock.now(),
    )
    if number >= experiment.tries:
        _end(experiment)
    tell(TRIED, experiment.cycle, by)
    return tried


@transaction.atomic
def end_experiment(experiment: Experiment, *, by: Person) -> Experiment:
    """End an experiment before all of its tries; what was tried stays."""
    experiment = Experiment.objects.select_for_update().get(pk=experiment.pk)
    if experiment.ended_at is None:
        _end(experiment)
    return experiment


def _end(experiment: Experiment) -> None:
    experiment.ended_at = clock.now()
    experiment.save(update_fields=["ended_at"])


@transaction.atomic
def ask_to_watch(experiment: Experiment, *, by: Person, observer: Person) -> Observation:
    """Ask a colleague to watch; asking again gives the first question.

    Raises InputError for oneself, for more than three, and for somebody who does not belong to the organisation today.
    """
    if observer == by:
        raise InputError(_("Ask somebody else: you will be busy doing it."))
    belonging = Affiliation.objects.filter(running(clock.today(by.time_zone)), organisation=experiment.organisation_id)
    if not belonging.filter(person=observer).exists():
        raise InputError(_("Nobody of your organisation has this address."))
    if experiment.ended_at is not None:
        raise Conflict(_("This experiment has ended. Plan another one."))
    known = experiment.observations.filter(observer=observer).first()
    if known is not None:
        return known
    if experiment.observations.count() >= MOST_OBSERVERS:
        raise InputError(_("Three who watch are enough."))
    return Observation.objects.create(
        organisation_id=experiment.organisation_id, experiment=experiment, observer=observer, asked_at=clock.now()
    )


@transaction.atomic
def say_what_was_seen(observation: Observation, *, by: Person, seen: Seen, words: str = "") -> Observation:
    """Answer whoever asked to be watched; it can be answered anew until the experiment's owner moved on."""
    observation.seen, observation.words, observation.answered_at = seen, words.strip(), clock.now()
    observation.save(update_fields=["seen", "words", "answered_at"])
    tell(OBSERVED, observation.experiment.cycle, by)
    return observation
