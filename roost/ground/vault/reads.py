"""What browsers need to open what they may: public keys, signed records and ciphertext. Nothing here can be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roost.ground.people.models import Affiliation, Person
from roost.ground.people.reads import names_in
from roost.ground.vault.access import devices_of, earlier_keyrings_of, keyring_of, open_places, visible_groups
from roost.ground.vault.engine import Reader, can_go_on, canonical, digest
from roost.ground.vault.models import Epoch, Group, HandedKey, Keyring, Membership, Note, NoteVersion
from roost.ground.vault.ports import PADS, PLACES, GroupPlace

MOST_AT_ONCE = 100
"""How many texts of places a pad is given in one answer; it asks again while there are more."""
FURTHEST = 100_000
NEWEST = 30
"""How many notes a page is given at once; a note of the largest size has twenty-two thousand letters."""


def people_in(group: Group) -> dict[int, str]:
    """Give the names of those who are in a group and belong to its organisation today. Two queries."""
    return people_in_each([group])[group.pk]


def people_in_each(groups: Collection[Group]) -> dict[UUID, dict[int, str]]:
    """Give for each group what `people_in` does. Two queries."""
    stays = Membership.objects.filter(group__in=groups, let_out_at=None).values_list("group", "person")
    people = {person for _group, person in stays}
    belonging = Affiliation.objects.filter(
        organisation__in={group.organisation_id for group in groups}, person__in=people
    ).select_related("person")
    here = {
        (one.organisation_id, one.person_id): str(one) for one in belonging if one.lets_in() and one.person.is_active
    }
    members: defaultdict[UUID, list[int]] = defaultdict(list)
    for group, person in stays:
        members[group].append(person)
    named = {
        group.pk: [(here[key], key[1]) for one in members[group.pk] if (key := (group.organisation_id, one)) in here]
        for group in groups
    }
    return {group: {person: name for name, person in sorted(found)} for group, found in named.items()}


def readers_of(people: dict[int, str]) -> list[Reader]:
    """Give those of the people who have keys, with them, by id. One query."""
    rings = Keyring.objects.filter(person__in=list(people)).order_by("person_id")
    return [Reader(ring.person_id, ring.box, ring.sign) for ring in rings]


def latest_epoch(group: Group) -> Epoch | None:
    """Give the epoch that a group is in; None before anybody wrote."""
    return Epoch.objects.filter(group=group).order_by("-number").first()


def goes_on(number: UUID) -> bool:
    """Say whether a group takes notes: it is open, and somebody in it has the keys to read on. Five queries."""
    group = Group.objects.filter(pk=number, closed_at=None).first()
    if group is None:
        return False
    latest = latest_epoch(group)
    return latest is None or can_go_on(latest.record, readers_of(people_in(group)))


def own_keys(person: Person) -> dict[str, Any]:
    """Give the person's sealed keys, as their browser and devices open them, and those of before. Three queries."""
    ring = keyring_of(person)
    kept = ("number", "box", "sign", "sealed", "recovery")
    return {
        "person": person.pk,
        "keys": {name: getattr(ring, name) for name in (*kept, "version")} if ring else None,
        "devices": [
            {
                "id": one.pk,
                "credential": one.credential,
                "label": one.label,
                "sealed": one.sealed,
                "made": one.made_at.isoformat(),
            }
            for one in devices_of(person)
        ],
        "earlier": [{name: getattr(one, name) for name in kept} for one in earlier_keyrings_of(person)],
    }


def group_contents(group: Group, person: Person) -> dict[str, Any]:
    """Give what a group's members' browsers need: every note's mark, and the newest sealed. Twelve queries."""
    notes = list(_notes(group))
    who = _who_reads(group, person)
    names = _names_of(notes, who)
    return who | {"notes": [_mark(note, names) for note in notes], "sealed": sealed_notes(group, 0)}


def placed_contents(
    group: Group, person: Person, *, places: Collection[str], since: int = 0, known: str = ""
) -> dict[str, Any]:
    """Give the texts of places that changed after `since`, sealed, in the order of their changes. Twelve queries.

    Of places that are not open to the person nothing is told. `who` is empty where it is what the caller has, by the
    digest `known`; `held` says how many texts the places have altogether; where there is `more`, ask on from `changes`.
    """
    openings = open_places(group, person, places)
    here = Note.objects.filter(group=group, place__in=openings)
    found = list(here.filter(changed__gt=since).order_by("changed", "pk")[: MOST_AT_ONCE + 1])
    notes, more = found[:MOST_AT_ONCE], len(found) > MOST_AT_ONCE
    versions = NoteVersion.objects.filter(note__in=notes, number=F("note__version")).select_related("epoch")
    sealed = {one.note_id: _sealed(one) for one in versions}
    who = _who_reads(group, person)
    names = _names_of(notes, who)
    word = digest(canonical(who))
    return {
        "places": openings,
        "notes": [_mark(one, names) | _place(one) | sealed.get(one.pk, {}) for one in notes],
        "held": here.count(),
        "more": more,
        "changes": notes[-1].changed if more else group.changes,
        "known": word,
        "who": None if word == known else who,
    }


def _who_reads(group: Group, person: Person) -> dict[str, Any]:
    people = people_in(group)
    keys = {reader.person: reader for reader in readers_of(people)}
    epochs = Epoch.objects.filter(group=group).order_by("number")
    return {
        "organisation": group.organisation_id,
        "group": str(group.pk),
        "closed": group.closed_at is not None,
        "many": PADS.are_for(group.kind),
        "me": own_keys(person),
        "members": [
            {"name": name, **asdict(keys.get(number, Reader(number, "", "")))} for number, name in people.items()
        ],
        "epochs": [{"record": epoch.record, "signature": epoch.signature} for epoch in epochs],
        "handed": _handed(group, person),
    }


def _names_of(notes: Collection[Note], who: dict[str, Any]) -> dict[int, str]:
    names = names_in(who["organisation"], {note.author_id for note in notes})
    return names | {one["person"]: one["name"] for one in who["members"]}


def mark_of(number: UUID) -> str:
    """Give a word that differs whenever pads of a group's members should look again. Two queries.

    A page of the room above puts it into what it sends live.
    """
    return marks_of([number]).get(number, "")


def marks_of(numbers: Collection[UUID]) -> dict[UUID, str]:
    """Give the words of many groups, as `mark_of` does. Two queries."""
    own = Subquery(Keyring.objects.filter(person=OuterRef("person")).values("number"))
    stays = Membership.objects.filter(group__in=numbers, let_out_at=None).annotate(own=own)
    keys = dict(stays.order_by().values("group").annotate(keys=Sum("own")).values_list("group", "keys"))
    changes = Group.objects.filter(pk__in=numbers).values_list("pk", "changes")
    return {number: f"{change}.{keys.get(number)}" for number, change in changes}


def sealed_notes(group: Group, start: int) -> list[dict[str, Any]]:
    """Give the latest versions of some notes, the newest first, from a place in the list on. Two queries."""
    # A database takes no larger number, and so many notes are nowhere.
    start = min(start, FURTHEST)
    some = _notes(group).filter(deleted_at=None)[start : start + NEWEST]
    versions = NoteVersion.objects.filter(note__in=list(some), number=F("note__version"))
    ordered = versions.select_related("epoch", "note").order_by("-note__created_at", "-note__pk")
    return [{"note": str(one.note.key), **_sealed(one)} for one in ordered]


@dataclass(frozen=True)
class Written:
    """A note in a place: what it is called, who wrote it and since when. Its words are sealed."""

    note: UUID
    author: int
    begun_at: datetime


def written_at(groups: Collection[UUID], *, places: Collection[str]) -> list[Written]:
    """Give the notes that stand in places of groups, to the room above that opens them. One query."""
    here = Note.objects.filter(group__in=groups, place__in=places, deleted_at=None).order_by("created_at", "pk")
    return [Written(*one) for one in here.values_list("key", "author", "created_at")]


def _notes(group: Group) -> QuerySet[Note]:
    return Note.objects.filter(group=group, place="").order_by("-created_at", "-pk")


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


def _mark(note: Note, names: dict[int, str]) -> dict[str, Any]:
    return {
        "note": str(note.key),
        "author": note.author_id,
        "name": names.get(note.author_id, ""),
        "version": note.version,
        "deleted": note.deleted_at.isoformat() if note.deleted_at else "",
    }


def _place(note: Note) -> dict[str, Any]:
    return {"place": note.place, "begun": note.created_at.isoformat()}


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


@dataclass(frozen=True)
class Pad:
    """What a page of the room above needs to have texts of a group on it: an element for `static/vault/pad.js`."""

    group: UUID
    title: str
    asks_password: bool

    @property
    def markup(self) -> SafeString:
        """Draw the element; it goes once into a page, outside of what that page replaces."""
        return render_to_string("vault/pad.html", {"pad": self, "asks_password": self.asks_password})


def pad_of(group: Group, viewer: Person) -> Pad:
    """Give the pad of a group that the viewer holds."""
    return Pad(group.pk, place_of(group, viewer).title, viewer.has_usable_password())


def place_of(group: Group, viewer: Person) -> GroupPlace:
    """Give what the viewer calls a group: as the room above says, or by the names of the others."""
    return _places([group], viewer)[group.pk]


def _places(groups: Collection[Group], viewer: Person) -> dict[UUID, GroupPlace]:
    by_kind: defaultdict[str, list[UUID]] = defaultdict(list)
    for group in groups:
        by_kind[group.kind].append(group.pk)
    told: dict[UUID, GroupPlace] = {}
    for kind, numbers in by_kind.items():
        told |= PLACES.places_of(kind, viewer.pk, numbers)
    people = people_in_each([group for group in groups if group.pk not in told])
    return told | {group.pk: _by_names(group, people[group.pk], viewer) for group in groups if group.pk in people}


def _by_names(group: Group, people: dict[int, str], viewer: Person) -> GroupPlace:
    others = [name for number, name in people.items() if number != viewer.pk]
    if not others:
        # Where a room speaks for the kind and knows nothing of the group, what it was for went with the other person.
        return GroupPlace(_("Notes with somebody who left") if PLACES.speaks_for(group.kind) else _("Notes of yours"))
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
    is_closed: bool


def group_links(person: Person) -> list[GroupLink]:
    """List the groups that a person is in, for the page of their key; three queries, and what the rooms above need."""
    groups = list(visible_groups(person))
    places = _places(groups, person)
    return [
        GroupLink(places[one.pk].title, reverse("vault:notes", args=[one.pk]), one.closed_at is not None)
        for one in groups
    ]
