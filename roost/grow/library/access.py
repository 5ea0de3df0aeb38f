"""The only way to hold what people put into the library, on somebody's behalf."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import Forbidden, NotFound
from roost.ground.people.access import holds_role, organisations_of
from roost.ground.people.models import Affiliation, Organisation, Person, Role, running
from roost.grow.library.models import Item, Tried


class To(StrEnum):
    """What somebody wants to do with an item."""

    SEE = "see"
    CHANGE = "change"
    REMOVE = "remove"


def visible_items(person: Person) -> QuerySet[Item]:
    """Give what everybody of the person's organisations finds: neither withdrawn nor removed."""
    return _of_organisations(person).filter(withdrawn_at=None, removed_at=None)


def own_items(person: Person) -> QuerySet[Item]:
    """Give everything that the person added, the newest first, withdrawn and removed items among it."""
    return _of_organisations(person).filter(added_by=person).order_by("-pk")


def item_for(person: Person, number: int, *, to: To = To.SEE) -> Item:
    """Give an item that everybody finds, or one's own.

    Raises NotFound for everything else; Forbidden for changing what somebody else added, and for removing it without
    administering the organisation.
    """
    found = _of_organisations(person).filter(Q(withdrawn_at=None, removed_at=None) | Q(added_by=person))
    item = found.filter(pk=number).select_related("organisation", "added_by").first()
    if item is None:
        raise NotFound(_("There is no such item."))
    if to is To.CHANGE and item.added_by_id != person.pk:
        raise Forbidden(_("Who added it changes it. Ask them, or add what you would say yourself."))
    if to is To.REMOVE and not may_remove(person, item.organisation):
        raise Forbidden(_("Only an administrator can remove what somebody else added."))
    return item


def may_remove(person: Person, organisation: Organisation) -> bool:
    """Say whether somebody may remove what others added. One query."""
    return holds_role(person, organisation, Role.ADMINISTRATOR)


def visible_tries(person: Person) -> QuerySet[Tried]:
    """Give what colleagues let others read, of cards and of what everybody finds, and the person's own."""
    today = clock.today(person.time_zone)
    belongs = Affiliation.objects.filter(
        running(today), person=OuterRef("person"), organisation=OuterRef("organisation")
    )
    is_open = ~Q(card="") | Q(item__isnull=False, item__withdrawn_at=None, item__removed_at=None)
    shared = Q(Exists(belongs)) & is_open & Q(is_shared=True)
    return Tried.objects.filter(shared | Q(person=person), organisation__in=organisations_of(person, today))


def own_closed_tries(person: Person) -> QuerySet[Tried]:
    """Give the person's own lines on what nobody finds any more, the newest first: nowhere else would they be found."""
    closed = Q(item=None) | Q(item__withdrawn_at__isnull=False) | Q(item__removed_at__isnull=False)
    return Tried.objects.filter(closed, person=person, card="").order_by("-said_at", "-pk")


def own_tried(person: Person, number: int) -> Tried | None:
    """Give the person's own line of that id, whatever became of what it is about; None for anybody else's, and none."""
    return Tried.objects.filter(person=person, pk=number).first()


def _of_organisations(person: Person) -> QuerySet[Item]:
    belonging = organisations_of(person, clock.today(person.time_zone))
    return Item.objects.filter(organisation__in=belonging)
