"""The only way to hold a group and what is written in it: as one of those who are in it today."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from roost.ground.kit.errors import Conflict, Forbidden, NotFound
from roost.ground.people.models import Person
from roost.ground.vault.models import Device, EarlierKeyring, Group, Keyring, Membership, Note
from roost.ground.vault.ports import PADS


def visible_groups(person: Person) -> QuerySet[Group]:
    """Give the groups that the person is in now, the newest first."""
    stays = Membership.objects.filter(person=person, let_out_at=None)
    return Group.objects.filter(pk__in=stays.values("group")).order_by("-created_at", "pk")


def group_for(person: Person, number: UUID) -> Group:
    """Give a group; raises NotFound for who never was in it, whatever their role, Forbidden for who was let out."""
    group = visible_groups(person).filter(pk=number).first()
    if group is not None and PADS.keeps(group.kind, group.pk, person.pk):
        return group
    if group is not None or Membership.objects.filter(person=person, group=number).exists():
        raise Forbidden(_("You are no longer in this group."))
    raise NotFound(_("There are no such notes."))


class To(StrEnum):
    """What somebody wants to do with a note."""

    SEE = "see"
    WRITE = "write"


def open_places(group: Group, person: Person, places: Collection[str]) -> dict[str, bool]:
    """Give those of the places that the person may read in now, and whether they take text; the room above decides."""
    return dict(PADS.openings(group.kind, group.pk, person.pk, places)) if places else {}


def note_for(person: Person, group: Group, key: UUID, *, to: To = To.SEE) -> Note:
    """Give a note of a group that the person holds; raises Forbidden for who wants to change another's."""
    found = Note.objects.filter(group=group, key=key).first()
    if found is None or (found.place and not open_places(group, person, [found.place])):
        raise NotFound(_("There is no such note."))
    if to is To.WRITE and found.author_id != person.pk:
        raise Forbidden(_("Only who wrote a note can change or delete it."))
    return found


def keyring_of(person: Person) -> Keyring | None:
    """Give the person's own keys, if there are any."""
    return Keyring.objects.filter(person=person).first()


def keyring_for(person: Person) -> Keyring:
    """Give the person's own keys; raises Conflict for who has none yet."""
    found = keyring_of(person)
    if found is None:
        raise Conflict(_("You have no key yet. Make one first."))
    return found


def earlier_keyrings_of(person: Person) -> QuerySet[EarlierKeyring]:
    """Give the keys that the person replaced, the newest first."""
    return EarlierKeyring.objects.filter(person=person).order_by("-number")


def devices_of(person: Person) -> QuerySet[Device]:
    """Give the devices that open the person's present keys, the oldest first."""
    return Device.objects.filter(person=person).order_by("made_at", "pk")


def device_for(person: Person, number: int) -> Device:
    """Give one of the person's own devices; raises NotFound for any other."""
    found = devices_of(person).filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such device."))
    return found


def insist_on_password(person: Person, password: str) -> None:
    """Raise Forbidden unless this is the password the person signs in with; who has none is not asked for any."""
    if person.has_usable_password() and not person.check_password(password):
        raise Forbidden(_("This is not the password you sign in with. Nothing was changed; try again."))
