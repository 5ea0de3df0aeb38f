"""Plan what to try."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import InputError
from roost.ground.people.models import Person
from roost.grow.growth.actions.choosing import refuse_unknown
from roost.grow.growth.actions.verbs import PLANNED, tell
from roost.grow.growth.models import Barrier, Cycle, Experiment


@transaction.atomic
def plan_experiment(
    cycle: Cycle,
    *,
    by: Person,
    behaviour: str,
    cue: str,
    action: str,
    expectation: str,
    chance: int,
    tries: int = 1,
    barrier: Barrier | None = None,
    key: str,
) -> Experiment:
    """Plan an experiment; `chance` is how likely the person thinks success is, in per cent, 1 to 99.

    With the same `key`, planning again gives the first one: a form sent twice plans one.
    """
    refuse_unknown([behaviour])
    if not (cue.strip() and action.strip() and expectation.strip()):
        raise InputError(_("Say when, what you will do, and what you expect."))
    if not 1 <= chance <= 99 or not 1 <= tries <= 3:
        raise InputError(_("A chance lies between 1 and 99 per cent, and one to three tries are enough."))
    experiment, is_new = Experiment.objects.get_or_create(
        person=by,
        key=key,
        defaults={
            "organisation_id": cycle.organisation_id,
            "cycle": cycle,
            "behaviour": behaviour,
            "barrier": barrier,
            "cue": cue.strip(),
            "action": action.strip(),
            "expectation": expectation.strip(),
            "chance": chance,
            "tries": tries,
            "planned_at": clock.now(),
        },
    )
    if is_new:
        tell(PLANNED, cycle, by)
    return experiment
