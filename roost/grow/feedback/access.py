"""The only way to hold a loop: as who asks. A question: as who is asked, or by its link."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from roost.ground.kit.errors import NotFound
from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import Person
from roost.ground.release.reads import asked_by_link
from roost.grow.feedback.models import Asking, Loop, Wave
from roost.grow.growth.access import growing_in

__all__ = ["asking_behind", "asking_for", "growing_in", "loop_for", "own_loops", "waiting_for", "wave_for"]


def own_loops(person: Person) -> QuerySet[Loop]:
    """Give what somebody asks and asked others about themselves, the newest first."""
    return Loop.objects.filter(person=person).order_by("-began_at", "-pk")


def loop_for(person: Person, number: int) -> Loop:
    """Give one of somebody's own loops; raises NotFound for anybody else's."""
    found = own_loops(person).filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such question of yours."))
    return found


def waiting_for(person: Person) -> QuerySet[Asking]:
    """Give what somebody is asked about others by waves that are open, answered or not."""
    found = Asking.objects.filter(witness__person=person, witness__is_asked=True, wave__closed_at=None)
    return found.select_related("wave__loop__person").order_by("wave__closes_at", "pk")


def asking_for(person: Person, number: int) -> Asking:
    """Give what somebody is asked; raises NotFound for anybody else."""
    found = waiting_for(person).filter(pk=number).first()
    if found is None:
        raise NotFound(_("You are not asked this any more."))
    return found


def asking_behind(secret: str, *, is_used: bool = False) -> Asking | None:
    """Give what a link asks, or has asked and was answered, to whoever has it; None for one that leads nowhere."""
    asked = asked_by_link(secret)
    if asked is None or asked.is_used != is_used:
        return None
    with everywhere():
        found = Asking.objects.filter(ticket=asked.ticket, witness__is_asked=True, wave__closed_at=None)
        return found.select_related("wave__loop__person", "wave__loop__organisation", "witness__person").first()


def wave_for(person: Person, number: int, wave: int) -> Wave:
    """Give a wave of one of somebody's own loops; raises NotFound for anybody else's."""
    found = loop_for(person, number).waves.select_related("loop").filter(number=wave).first()
    if found is None:
        raise NotFound(_("There is no such question of yours."))
    return found
