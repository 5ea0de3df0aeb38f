"""Ask a colleague to watch, take the question back, and answer it or not."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.people.models import Affiliation, Person, running
from roost.grow.growth.access import insist_own
from roost.grow.growth.actions.locking import lock_experiment
from roost.grow.growth.actions.verbs import ASKED, OBSERVED, tell
from roost.grow.growth.models import Cycle, Declining, Experiment, Observation, Seen

MOST_OBSERVERS = 3


@transaction.atomic
def ask_to_watch(experiment: Experiment, *, by: Person, observer: Person) -> Observation:
    """Ask a colleague to watch; asking again gives the first question.

    Raises InputError for oneself, for more than three, and for somebody who does not belong to the organisation today;
    Conflict for an experiment that has ended.
    """
    if observer == by:
        raise InputError(_("Ask somebody else: you will be busy doing it."))
    belonging = Affiliation.objects.filter(running(clock.today(by.time_zone)), organisation=experiment.organisation_id)
    if not belonging.filter(person=observer).exists():
        raise InputError(_("Nobody of your organisation has this address."))
    experiment = lock_experiment(experiment, by)
    if experiment.ended_at is not None:
        raise Conflict(_("This experiment has ended. Plan another one."))
    known = experiment.observations.filter(observer=observer).first()
    if known is not None:
        return known
    if experiment.observations.count() >= MOST_OBSERVERS:
        raise InputError(_("Three who watch are enough."))
    tell(ASKED, experiment.cycle, by)
    return Observation.objects.create(
        organisation_id=experiment.organisation_id,
        experiment=experiment,
        person=by,
        observer=observer,
        asked_at=clock.now(),
    )


@transaction.atomic
def withdraw_question(observation: Observation, *, by: Person) -> None:
    """Take back the question whether somebody saw it; raises Conflict once they answered."""
    insist_own(observation, by)
    now = Observation.objects.select_for_update().filter(pk=observation.pk).first()
    if now is None:
        return
    if now.answered_at is not None:
        raise Conflict(_("They answered meanwhile. What they saw stands below the experiment."))
    now.delete()


@transaction.atomic
def say_what_was_seen(
    observation: Observation, *, by: Person, seen: Seen, words: str = "", version: int | None = None
) -> Observation:
    """Answer whoever asked to be watched; it can be answered anew until their cycle is closed, and the latest stands.

    `version` is how many answers there were when the person saw the question. Raises Conflict where there are more by
    now, unless they say the same, and for a closed cycle; NotFound where the question was taken back.
    """
    observation = _lock_asked(observation, by)
    if (observation.seen, observation.words) == (seen, words.strip()):
        return observation
    if version is not None and version != observation.version:
        raise Conflict(_("You answered elsewhere meanwhile, so nothing was changed yet."))
    is_first = observation.answered_at is None
    observation.seen, observation.words, observation.answered_at = seen, words.strip(), clock.now()
    observation.version += 1
    observation.save(update_fields=["seen", "words", "answered_at", "version"])
    Declining.objects.filter(observation=observation).delete()
    if is_first:
        tell(OBSERVED, observation.experiment.cycle, by)
    return observation


@transaction.atomic
def decline_question(observation: Observation, *, by: Person) -> None:
    """Let somebody say that they cannot say: they are asked no more, and who asked sees nothing of it."""
    observation = _lock_asked(observation, by)
    if observation.answered_at is None:
        values = {
            "organisation_id": observation.organisation_id,
            "observer": by,
            "declined_at": clock.now(),
        }
        Declining.objects.get_or_create(observation=observation, defaults=values)


def _lock_asked(observation: Observation, by: Person) -> Observation:
    now = Observation.objects.select_for_update().filter(pk=observation.pk, observer=by).first()
    if now is None:
        raise NotFound(_("Nobody asks you to watch for this any more."))
    if Cycle.objects.filter(pk=now.experiment.cycle_id).exclude(closed_at=None).exists():
        raise Conflict(_("%(name)s has looked back on this already, so it stays as it is.") % {"name": now.person})
    return now
