"""Plan what to try, and mend the plan before it is tried."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError
from roost.ground.people.models import Person
from roost.grow.growth.actions.choosing import refuse_unknown
from roost.grow.growth.actions.locking import lock_experiment, lock_open
from roost.grow.growth.actions.verbs import PLANNED, tell
from roost.grow.growth.models import Barrier, Cycle, Experiment


@dataclass(frozen=True)
class Plan:
    """When, what and what is expected; `chance` is how likely the person thinks it is, in per cent, 1 to 99."""

    cue: str
    action: str
    expectation: str
    chance: int
    tries: int = 1


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

    The same again with the same `key` gives the first one: a form sent twice plans one. Raises Conflict for something
    else with that key, and for a closed cycle.
    """
    refuse_unknown([behaviour])
    plan = _checked(Plan(cue, action, expectation, chance, tries))
    known = Experiment.objects.filter(person=by, key=key).first()
    if known is not None:
        return _same(known, behaviour, plan)
    cycle = lock_open(cycle, by)
    experiment, is_new = Experiment.objects.get_or_create(
        person=by,
        key=key,
        defaults={
            "organisation_id": cycle.organisation_id,
            "cycle": cycle,
            "behaviour": behaviour,
            "barrier": barrier,
            "planned_at": clock.now(),
        }
        | asdict(plan),
    )
    if is_new:
        tell(PLANNED, cycle, by)
    return _same(experiment, behaviour, plan)


def _same(known: Experiment, behaviour: str, plan: Plan) -> Experiment:
    if known.behaviour != behaviour or planned(known) != plan:
        raise Conflict(_("This form planned an experiment already. Change that one, or send this again as another."))
    return known


def planned(experiment: Experiment) -> Plan:
    """Give what an experiment plans."""
    return Plan(experiment.cue, experiment.action, experiment.expectation, experiment.chance, experiment.tries)


def _checked(plan: Plan) -> Plan:
    plan = Plan(plan.cue.strip(), plan.action.strip(), plan.expectation.strip(), plan.chance, plan.tries)
    if not (plan.cue and plan.action and plan.expectation):
        raise InputError(_("Say when, what you will do, and what you expect."))
    if not 1 <= plan.chance <= 99 or not 1 <= plan.tries <= 3:
        raise InputError(_("A chance lies between 1 and 99 per cent, and one to three tries are enough."))
    return plan


@transaction.atomic
def change_experiment(experiment: Experiment, *, by: Person, plan: Plan, version: int) -> Experiment:
    """Mend the plan of an experiment before anything came of it; `version` is the one the person had before them.

    Raises Conflict once it was tried, somebody said what they saw of it, it has ended, or it was changed meanwhile.
    """
    plan = _checked(plan)
    experiment = lock_experiment(experiment, by)
    if planned(experiment) == plan:
        return experiment
    if experiment.ended_at is not None or experiment.done.exists():
        raise Conflict(_("It was tried or has ended, so the plan stays as it was. Plan another one."))
    if experiment.observations.exclude(answered_at=None).exists():
        raise Conflict(_("A colleague said what they saw of it, so the plan stays as it was. Plan another one."))
    if experiment.version != version:
        raise Conflict(_("You changed it elsewhere meanwhile, so nothing was changed yet."))
    for name, value in asdict(plan).items():
        setattr(experiment, name, value)
    experiment.version += 1
    experiment.save(update_fields=[*asdict(plan), "version"])
    return experiment
