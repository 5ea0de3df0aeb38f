"""Keep what people's browsers sealed, delete it, forget it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, Forbidden, InputError, NotFound
from roost.ground.people.models import Person
from roost.ground.vault.access import open_places
from roost.ground.vault.actions.turns import count_change, open_turn_of, readers_today, turn_of
from roost.ground.vault.actions.verbs import DELETED, WROTE, tell
from roost.ground.vault.engine import may_write_under
from roost.ground.vault.models import Group, Note, NoteVersion
from roost.ground.vault.ports import PADS
from roost.ground.vault.reads import latest_epoch

MOST_NOTES = 500
MOST_VERSIONS = 100
MOST_MARKS = 500


@dataclass(frozen=True)
class Sealed:
    """A note as its author's browser sealed it; `place` is empty on the page of the group's notes."""

    note: UUID
    version: int
    epoch: int
    nonce: str
    sealed: str
    place: str = ""


@transaction.atomic
def write_note(group: Group, *, by: Person, sealed: Sealed) -> Note:
    """Keep a new note (version 1) or the next version of one's own; the same version again changes nothing.

    Of what is written in a place no fact is told, because nothing shall stay of it.
    Raises Conflict for any other version, for an epoch that is not the present one, for one under which the person may
    not write today, and where group or place is closed; NotFound for a place that is not there for the person;
    Forbidden for somebody else's note; InputError where there are too many, and for a note of another place.
    """
    group = open_turn_of(group)
    today, epoch = readers_today(group, by), latest_epoch(group)
    many = PADS.are_for(group.kind)
    if epoch is None or epoch.number != sealed.epoch or not may_write_under(epoch.record, by.pk, today, many=many):
        raise Conflict(_("Who reads here has changed. Load the page again."))
    _refuse_shut_place(group, by, sealed.place)
    note = Note.objects.filter(group=group, key=sealed.note).first()
    if note is None:
        note = _new_note(group, by, sealed)
    if note.author_id != by.pk:
        raise Forbidden(_("Only who wrote a note can change or delete it."))
    if note.place != sealed.place:
        raise InputError(_("This note belongs elsewhere. Load the page again."))
    known = NoteVersion.objects.filter(note=note, number=sealed.version).first()
    if known is not None and (known.nonce, known.sealed) == (sealed.nonce, sealed.sealed):
        return note
    if note.deleted_at is not None or sealed.version != note.version + 1:
        raise Conflict(_("This note was changed meanwhile. Load the page again."))
    if sealed.version > MOST_VERSIONS:
        raise InputError(_("This note was written anew a hundred times. Begin another one."))
    NoteVersion.objects.create(
        organisation_id=group.organisation_id,
        note=note,
        number=sealed.version,
        epoch=epoch,
        nonce=sealed.nonce,
        sealed=sealed.sealed,
        written_at=clock.now(),
    )
    note.version, note.changed = sealed.version, count_change(group)
    note.save(update_fields=["version", "changed"])
    if not note.place:
        tell(WROTE, group, by.pk)
    return note


def _refuse_shut_place(group: Group, by: Person, place: str) -> None:
    takes_text = not place or open_places(group, by, [place]).get(place)
    if takes_text is None:
        raise NotFound(_("There is no such place to write in."))
    if not takes_text:
        raise Conflict(_("Nothing more is written here."))


def _new_note(group: Group, by: Person, sealed: Sealed) -> Note:
    if Note.objects.filter(group=group, place=sealed.place, deleted_at=None).count() >= MOST_NOTES:
        raise InputError(_("There are five hundred notes here. Delete one before you write another."))
    return Note.objects.create(
        organisation_id=group.organisation_id,
        group=group,
        key=sealed.note,
        author=by,
        version=0,
        place=sealed.place,
        created_at=clock.now(),
    )


@transaction.atomic
def delete_note(note: Note, *, by: Person) -> Note:
    """Remove every version of one's own note and leave a mark; again changes nothing. The oldest marks go in time.

    Raises NotFound where it went meanwhile with the place that it stood in, or as one of the oldest marks.
    """
    group = turn_of(note.group)
    found = Note.objects.filter(pk=note.pk).first()
    if found is None:
        raise NotFound(_("There is no such note any more."))
    note = found
    if note.deleted_at is None:
        NoteVersion.objects.filter(note=note).delete()
        note.deleted_at, note.changed = clock.now(), count_change(group)
        note.save(update_fields=["deleted_at", "changed"])
        marks = Note.objects.filter(group=group, place=note.place).exclude(deleted_at=None)
        oldest = marks.order_by("-deleted_at", "-pk").values_list("pk", flat=True)[MOST_MARKS:]
        Note.objects.filter(pk__in=list(oldest)).delete()
        if not note.place:
            tell(DELETED, group, by.pk)
    return note


@transaction.atomic
def forget_places(group: UUID, *, places: Collection[str], before: datetime | None = None) -> None:
    """Remove everything that was written in these places, by whomever, and leave no mark; again changes nothing.

    With `before`, only what was begun before that moment. The room above calls this where what was written has had its
    time, and decides who may. Raises ValueError for the empty place, which is the page of the group's notes.
    """
    if "" in places:
        raise ValueError("The notes of a group are deleted by their authors.")
    found = Group.objects.select_for_update().filter(pk=group).first()
    notes = Note.objects.filter(group=found, place__in=places)
    old = notes.filter(created_at__lt=before) if before is not None else notes
    if found is not None and old.delete()[0]:
        count_change(found)
