"""Look back on a cycle, close it, and begin the next."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError
from roost.ground.people.models import Person
from roost.grow.growth.access import own_needles
from roost.grow.growth.actions.telling import open_cycle
from roost.grow.growth.actions.verbs import CLOSED, tell
from roost.grow.growth.models import Cycle, Moved, Needle


@transaction.atomic
def close_cycle(
    cycle: Cycle, *, by: Person, moved: Mapping[str, Moved], learned: str = "", going_on: Collection[str] = ()
) -> Cycle:
    """Close a cycle with what moved and what was learned, and give the next one.

    Needles of `going_on` go on in it with their reasons, and so do experiments that have not ended. Raises InputError
    unless `moved` speaks of every needle and of nothing else, Conflict for a cycle that is closed already.
    """
    cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
    if cycle.closed_at is not None:
        raise Conflict(_("This cycle is closed already."))
    needles = list(own_needles(cycle))
    if {one.behaviour for one in needles} != set(moved) or not set(going_on) <= set(moved):
        raise InputError(_("Say of each of your needles what moved."))
    for needle in needles:
        needle.moved = moved[needle.behaviour]
        needle.save(update_fields=["moved"])
    cycle.closed_at, cycle.learned = clock.now(), learned.strip()
    cycle.save(update_fields=["closed_at", "learned"])
    tell(CLOSED, cycle, by)
    following = open_cycle(cycle.organisation, by)
    cycle.experiments.filter(ended_at=None).update(cycle=following)
    Needle.objects.bulk_create(_again(one, following) for one in needles if one.behaviour in going_on)
    return following


def _again(needle: Needle, cycle: Cycle) -> Needle:
    return Needle(
        organisation_id=cycle.organisation_id,
        cycle=cycle,
        person_id=needle.person_id,
        behaviour=needle.behaviour,
        why=needle.why,
        chosen_at=cycle.opened_at,
    )
