"""Put barriers on the map, let them be counted, and take them off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError
from roost.ground.people.models import Organisation, Person
from roost.grow.growth.access import insist_own
from roost.grow.growth.actions.telling import open_cycle
from roost.grow.growth.actions.verbs import MAPPED, tell, tell_of
from roost.grow.growth.models import Barrier, Direction, Reach
from roost.grow.growth.reads import known_barrier


@dataclass(frozen=True)
class OwnBarrier:
    """A barrier in own words; `form` is the key of the form that brings it, so that a form sent twice brings one."""

    words: str
    direction: Direction = Direction.UP
    reach: Reach = Reach.EVERYDAY
    form: str = ""


@transaction.atomic
def meet_barriers(
    organisation: Organisation, *, by: Person, keys: Sequence[str] = (), own: OwnBarrier | None = None
) -> None:
    """Put barriers on the person's map, those that many meet and one in own words; what stands there already stays.

    Raises InputError for an unknown key and for no words, Conflict where the same form brought other words.
    """
    cycle = open_cycle(organisation, by)
    news = [_met(organisation, by, key) for key in keys]
    if own is not None:
        news.append(_met_own(organisation, by, own))
    if any(news):
        tell(MAPPED, cycle, by)


def _met(organisation: Organisation, by: Person, key: str) -> bool:
    known = known_barrier(key)
    if known is None:
        raise InputError(_("There is no such barrier."))
    values = {"direction": known.direction, "reach": known.reach, "met_at": clock.now()}
    return Barrier.objects.get_or_create(organisation=organisation, person=by, key=key, defaults=values)[1]


def _met_own(organisation: Organisation, by: Person, own: OwnBarrier) -> bool:
    words = own.words.strip()
    if not words:
        raise InputError(_("Say what is in your way."))
    content = {"words": words, "direction": own.direction, "reach": own.reach}
    new = {"organisation": organisation, "met_at": clock.now()} | content
    if not own.form:
        Barrier.objects.create(person=by, **new)
        return True
    barrier, is_new = Barrier.objects.get_or_create(person=by, form=own.form, defaults=new)
    if any(getattr(barrier, name) != value for name, value in content.items()):
        raise Conflict(
            _("This form put “%(words)s” on your map already. Send it again to add what stands here now.")
            % {"words": barrier.words}
        )
    return is_new


@transaction.atomic
def share_barrier(barrier: Barrier, *, by: Person, shared: bool) -> Barrier:
    """Let a barrier be counted with those of others, without a name, or no longer; raises InputError for own words."""
    insist_own(barrier, by)
    if shared and not barrier.key:
        raise InputError(_("What stands in your own words stays with you."))
    if barrier.shared != shared:
        barrier.shared = shared
        barrier.save(update_fields=["shared"])
        tell_of(MAPPED, barrier.organisation_id, by)
    return barrier


@transaction.atomic
def forget_barrier(barrier: Barrier, *, by: Person) -> None:
    """Take a barrier off the map; experiments that came of it stay."""
    insist_own(barrier, by)
    barrier.delete()
    tell_of(MAPPED, barrier.organisation_id, by)
