"""What browsers need to open what they may: public keys, signed records and ciphertext. Nothing here can be read."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roost.ground.people.models import Affiliation, Person
from roost.ground.people.reads import names_in
from roost.ground.vault.access import keyring_of, visible_groups
from roost.ground.vault.engine import Reader
from roost.ground.vault.models import Epoch, Group, HandedKey, Keyring, Membership, Note, NoteVersion
from roost.ground.vault.ports import PLACES, GroupPlace


def people_in(group: Group) -> dict[int, str]:
    """Give the names of those who are in a group and belong to its organisation today. Two queries."""
    stays = Membership.objects.filter(group=group, let_out_at=None).values_list("person_id", flat=True)
    belonging = Affiliation.objects.filter(organisation=group.organisation_id, person__in=list(stays))
    here = [one for one in belonging.select_related("person") if one.lets_in() and one.person.is_active]
    return {one.person_id: str(one) for one in sorted(here, key=lambda one: (str(one), one.person_id))}


def readers_of(people: dict[int, str]) -> list[Reader]:
    """Give those of the people who have keys, with them, by id. One query."""
    rings = Keyring.objects.filter(person__in=list(people)).order_by("person_id")
    return [Reader(ring.person_id, ring.box, ring.sign) for ring in rings]


def latest_epoch(group: Group) -> Epoch | None:
    """Give the epoch that a group is in; None before anybody wrote."""
    return Epoch.objects.filter(group=group).order_by("-number").first()


def own_keys(person: Person) -> dict[str, Any]:
    """Give the person's sealed keys, as their browser opens them. One query."""
    ring = keyring_of(person)
    kept = ("number", "version", "box", "sign", "sealed", "recovery")
    return {"person": person.pk, "keys": {name: getattr(ring, name) for name in kept} if ring else None}


def group_contents(group: Group, person: Person) -> dict[str, Any]:
    """Give everything of a group that its members' browsers need. Nine queries, however many notes there are."""
    people = people_in(group)
    keys = {reader.person: reader for reader in readers_of(people)}
    epochs = list(Epoch.objects.filter(group=group).order_by("number"))
    notes = list(Note.objects.filter(group=group).order_by("-created_at", "-pk"))
    versions = NoteVersion.objects.filter(note__group=group, number=F("note__version")).select_related("epoch")
    latest = {one.note_id: one for one in versions}
    names = names_in(group.organisation_id, {note.author_id for note in notes}) | people
    return {
        "organisation": group.organisation_id,
        "group": str(group.pk),
        "me": own_keys(person),
        "members": [
            {"name": name, **asdict(keys.get(number, Reader(number, "", "")))} for number, name in people.items()
        ],
        "epochs": [{"record": epoch.record, "signature": epoch.signature} for epoch in epochs],
        "handed": _handed(group, person),
        "notes": [_note(note, latest.get(note.pk), names) for note in notes],
    }


def _handed(group: Group, person: Person) -> list[dict[str, Any]]:
    """Say who was handed which earlier key; what was handed is for its receiver alone."""
    handed = HandedKey.objects.filter(epoch__group=group).select_related("epoch")
    return [
        {
            "n": one.epoch.number,
            "person": one.person_id,
            "box": one.box,
            "sealed": one.sealed if one.person_id == person.pk else "",
        }
        for one in handed
    ]


def _note(note: Note, version: NoteVersion | None, names: dict[int, str]) -> dict[str, Any]:
    told = {
        "note": str(note.key),
        "author": note.author_id,
        "name": names.get(note.author_id, ""),
        "version": note.version,
        "deleted": note.deleted_at.isoformat() if note.deleted_at else "",
    }
    return told | _sealed(version) if version else told


def versions_of(note: Note) -> list[dict[str, Any]]:
    """Give every version of a note, the newest first. One query."""
    versions = NoteVersion.objects.filter(note=note).select_related("epoch").order_by("-number")
    return [{"note": str(note.key), "author": note.author_id, **_sealed(one)} for one in versions]


def _sealed(version: NoteVersion) -> dict[str, Any]:
    return {
        "version": version.number,
        "epoch": version.epoch.number,
        "nonce": version.nonce,
        "sealed": version.sealed,
        "written": version.written_at.isoformat(),
    }


def place_of(group: Group, viewer: Person) -> GroupPlace:
    """Give what the viewer calls a group: as the room above says, or by the names of the others."""
    told = PLACES.place_of(group.kind, viewer.pk, group.pk)
    if told is not None:
        return told
    others = [name for number, name in people_in(group).items() if number != viewer.pk]
    if not others:
        return GroupPlace(_("Notes of yours"))
    more = len(others) - 2
    names = ", ".join(others[:2])
    if more > 0:
        return GroupPlace(
            ngettext("Notes with %(names)s and %(more)s other", "Notes with %(names)s and %(more)s others", more)
            % {"names": names, "more": more}
        )
    return GroupPlace(_("Notes with %(names)s") % {"names": _(" and ").join(others)})


@dataclass(frozen=True)
class GroupLink:
    """One of the groups that a person is in."""

    title: str
    url: str


def group_links(person: Person) -> list[GroupLink]:
    """List the groups that a person is in, for the page of their key; a few queries for each."""
    return [
        GroupLink(place_of(group, person).title, reverse("vault:notes", args=[group.pk]))
        for group in visible_groups(person)
    ]
