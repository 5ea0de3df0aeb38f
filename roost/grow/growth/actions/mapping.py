"""Put barriers on the map, let them be counted, and take them off."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import InputError
from roost.ground.people.models import Organisation, Person
from roost.grow.growth.actions.telling import open_cycle
from roost.grow.growth.models import Barrier, Direction, Reach
from roost.grow.growth.reads import known_barrier


@transaction.atomic
def meet_barriers(organisation: Organisation, *, by: Person, keys: Sequence[str]) -> None:
    """Put barriers that many meet on the person's map; those that stand there already stay. Raises InputError."""
    open_cycle(organisation, by)
    for key in keys:
        known = known_barrier(key)
        if known is None:
            raise InputError(_("There is no such barrier."))
        values = {"direction": known.direction, "reach": known.reach, "met_at": clock.now()}
        Barrier.objects.get_or_create(organisation=organisation, person=by, key=key, defaults=values)


@transaction.atomic
def meet_own_barrier(
    organisation: Organisation, *, by: Person, words: str, direction: Direction, reach: Reach
) -> Barrier:
    """Put a barrier in own words on the person's map; raises InputError for none."""
    if not words.strip():
        raise InputError(_("Say what is in your way."))
    open_cycle(organisation, by)
    return Barrier.objects.create(
        organisation=organisation,
        person=by,
        words=words.strip(),
        direction=direction,
        reach=reach,
        met_at=clock.now(),
    )


def share_barrier(barrier: Barrier, *, by: Person, shared: bool) -> Barrier:
    """Let a barrier be counted with those of others, without a name, or no longer; raises InputError for own words."""
    if shared and not barrier.key:
        raise InputError(_("What stands in your own words stays with you."))
    barrier.shared = shared
    barrier.save(update_fields=["shared"])
    return barrier


def forget_barrier(barrier: Barrier, *, by: Person) -> None:
    """Take a barrier off the map; experiments that came of it stay."""
    barrier.delete()
