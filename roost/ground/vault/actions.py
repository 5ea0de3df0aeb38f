"""Make keys, start groups, let people in and out, and keep what their browsers sealed. Nothing is opened here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.activity.actions import Told, record
from roost.ground.activity.ports import Purpose, Verb
from roost.ground.kit import clock, live
from roost.ground.kit.errors import Conflict, Forbidden, InputError, NotFound
from roost.ground.people.access import organisations_of
from roost.ground.people.models import Organisation, Person
from roost.ground.vault.access import keyring_for, keyring_of, open_places
from roost.ground.vault.engine import Place, Reader, check_record, may_write_under, readers_in
from roost.ground.vault.models import EarlierKeyring, Epoch, Group, HandedKey, Keyring, Membership, Note, NoteVersion
from roost.ground.vault.ports import PADS
from roost.ground.vault.reads import latest_epoch, people_in, readers_of

KEYED = Verb("vault.keyed", Purpose.DEVELOPMENT, "Somebody made keys, or new ones.", names_people=False)
BEGAN = Verb("vault.began", Purpose.DEVELOPMENT, "A group that writes for itself began.", names_people=False)
LET_IN = Verb("vault.let_in", Purpose.DEVELOPMENT, "Somebody was let into such a group.", names_people=False)
LET_OUT = Verb("vault.let_out", Purpose.DEVELOPMENT, "Somebody left such a group.", names_people=False)
CLOSED = Verb("vault.closed", Purpose.DEVELOPMENT, "Such a group was closed.", names_people=False)
WROTE = Verb("vault.wrote", Purpose.DEVELOPMENT, "A note was written, or written anew.", names_people=False)
DELETED = Verb("vault.deleted", Purpose.DEVELOPMENT, "A note was deleted by its author.", names_people=False)

MOST_MEMBERS = 50
MOST_NOTES = 500
MOST_VERSIONS = 100
MOST_MARKS = 500
FEWEST_TO_BEGIN = 2
"""How many need a key before a group of many writes."""


@dataclass(frozen=True)
class Keys:
    """Two public keys, and the private ones as their person's browser sealed them twice."""

    box: str
    sign: str
    sealed: str
    recovery: str


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
def make_keys(by: Person, *, keys: Keys) -> Keyring:
    """Keep a person's first keys. Raises Conflict where there are some: those are replaced by `renew_keys` alone."""
    _take_turns(by)
    if keyring_of(by) is not None:
        raise Conflict(_("You have a key already. Load the page again."))
    ring = Keyring.objects.create(
        person=by, box=keys.box, sign=keys.sign, sealed=keys.sealed, recovery=keys.recovery, made_at=clock.now()
    )
    _tell_keyed(by)
    return ring


@transaction.atomic
def renew_keys(by: Person, *, number: int, keys: Keys) -> Keyring:
    """Replace a person's keys by new ones, because passphrase and code are lost; `number` is that of the old ones.

    Everybody who writes with this person is asked to compare the new ones before they are used. The old ones are kept
    as they were sealed, for their owner alone.
    Raises Conflict when the keys were replaced meanwhile.
    """
    _take_turns(by)
    ring = keyring_for(by)
    if ring.number != number or ring.box == keys.box:
        raise Conflict(_("Your keys were changed meanwhile. Load the page again."))
    EarlierKeyring.objects.create(
        person=by,
        number=ring.number,
        box=ring.box,
        sign=ring.sign,
        sealed=ring.sealed,
        recovery=ring.recovery,
        made_at=ring.made_at,
    )
    ring.box, ring.sign, ring.sealed, ring.recovery = keys.box, keys.sign, keys.sealed, keys.recovery
    ring.number, ring.version, ring.made_at = number + 1, 1, clock.now()
    ring.save()
    _tell_keyed(by)
    return ring


@transaction.atomic
def reseal_keys(by: Person, *, number: int, version: int, sealed: str) -> Keyring:
    """Keep the same keys under another passphrase. Raises Conflict when something was changed meanwhile."""
    _take_turns(by)
    ring = keyring_for(by)
    if (ring.number, ring.version) != (number, version):
        raise Conflict(_("Your keys were changed meanwhile. Load the page again."))
    ring.sealed, ring.version = sealed, version + 1
    ring.save(update_fields=["sealed", "version"])
    return ring


def _take_turns(by: Person) -> None:
    Person.objects.select_for_update().get(pk=by.pk)


def _tell_keyed(by: Person) -> None:
    for organisation in organisations_of(by, clock.today(by.time_zone)):
        record(Told(KEYED, organisation, actor=by.pk))


@transaction.atomic
def start_group(organisation: Organisation, *, by: Person, members: Collection[Person], kind: str) -> Group:
    """Start a group of these people; `kind` is what the calling room filled `ports.PLACES` for.

    Raises InputError for more than fifty, or somebody who does not belong to the organisation today.
    """
    group = Group.objects.create(organisation=organisation, kind=kind, created_at=clock.now())
    for member in sorted(set(members), key=lambda one: one.pk):
        _let_in(group, member)
    _refuse_crowds_and_strangers(group)
    _tell(BEGAN, group, by.pk)
    return group


@transaction.atomic
def let_in(group: Group, *, by: Person, person: Person) -> Group:
    """Let somebody in, as the calling room decided; again changes nothing. Who reads already decides on the keys.

    Raises InputError for who does not belong to the organisation today, and for the fifty-first; Conflict where it
    is closed.
    """
    group = _open_turn_of(group)
    if not Membership.objects.filter(group=group, person=person, let_out_at=None).exists():
        _let_in(group, person)
        _refuse_crowds_and_strangers(group)
        _count(group)
        _tell(LET_IN, group, by.pk)
    return group


@transaction.atomic
def let_out(group: Group, *, by: Person, person: Person) -> Group:
    """Let somebody out: the server gives them nothing from now on, and the next note needs a new key."""
    group = _turn_of(group)
    if Membership.objects.filter(group=group, person=person, let_out_at=None).update(let_out_at=clock.now()):
        _count(group)
        _tell(LET_OUT, group, by.pk)
    return group


@transaction.atomic
def leave_group(group: Group, *, by: Person) -> Group:
    """Leave a group that is closed, or in which nobody else is left. Raises Conflict for any other."""
    group = _turn_of(group)
    if group.closed_at is None and set(people_in(group)) - {by.pk}:
        raise Conflict(_("These notes are still written in. They can be left once they are closed."))
    return let_out(group, by=by, person=by)


@transaction.atomic
def close_group(group: Group, *, by: Person) -> Group:
    """Let nothing more be added to a group; its members go on to read, take along and delete. Again changes nothing."""
    return _close(group, by.pk)


@transaction.atomic
def close_groups(groups: Collection[UUID], *, by: int | None) -> None:
    """Let nothing more be added to any of these; `by` is None where it follows from something that nobody did now."""
    for group in Group.objects.filter(pk__in=groups).order_by("pk"):
        _close(group, by)


def _close(group: Group, by: int | None) -> Group:
    group = _turn_of(group)
    if group.closed_at is None:
        group.closed_at = clock.now()
        group.save(update_fields=["closed_at"])
        _count(group)
        _tell(CLOSED, group, by)
    return group


def _let_in(group: Group, person: Person) -> None:
    Membership.objects.create(organisation_id=group.organisation_id, group=group, person=person, let_in_at=clock.now())


def _refuse_crowds_and_strangers(group: Group) -> None:
    stays = Membership.objects.filter(group=group, let_out_at=None).count()
    if stays > MOST_MEMBERS:
        raise InputError(_("A group has at most fifty members."))
    if stays > len(people_in(group)):
        raise InputError(_("Only people who belong to the organisation today can be let in."))


def _turn_of(group: Group) -> Group:
    """Let changes of one group take turns, until the transaction ends."""
    return Group.objects.select_for_update().get(pk=group.pk)


def _count(group: Group) -> int:
    """Count a change of a group whose turn was taken; pages ask for what came after the last that they saw."""
    group.changes += 1
    group.save(update_fields=["changes"])
    live.tell()
    return group.changes


def _open_turn_of(group: Group) -> Group:
    group = _turn_of(group)
    if group.closed_at is not None:
        raise Conflict(_("These notes are closed. They stay to be read, and nothing is added."))
    return group


def _readers_today(group: Group, by: Person) -> list[Reader]:
    people = people_in(group)
    if by.pk not in people:
        raise Forbidden(_("You are no longer in this group."))
    keyring_for(by)
    return readers_of(people)


@transaction.atomic
def add_epoch(group: Group, *, by: Person, told: str, signature: str) -> Epoch:
    """Keep the next record of who reads, if it is that; the same again gives the first.

    Raises Conflict where somebody was quicker or the readers are others by now, where nobody wrote so far and somebody
    has no key yet (in a group of many: where fewer than two have one), or where the group is closed; InputError for a
    record that never fitted.
    """
    group = _open_turn_of(group)
    today, latest = _readers_today(group, by), latest_epoch(group)
    if latest is not None and (latest.record, latest.signature) == (told, signature):
        return latest
    many = PADS.are_for(group.kind)
    if latest is None and many and len(today) < FEWEST_TO_BEGIN:
        raise Conflict(_("Two need a key before anybody can write."))
    if latest is None and not many and len(today) < len(people_in(group)):
        raise Conflict(_("Somebody here has no key yet."))
    number = latest.number + 1 if latest else 1
    place = Place(group.organisation_id, str(group.pk), number, latest.record if latest else None)
    check_record(told, place=place, by=by.pk, today=today, many=many)
    _count(group)
    return Epoch.objects.create(
        organisation_id=group.organisation_id,
        group=group,
        number=number,
        made_by=by,
        record=told,
        signature=signature,
        made_at=clock.now(),
    )


@transaction.atomic
def write_note(group: Group, *, by: Person, sealed: Sealed) -> Note:
    """Keep a new note (version 1) or the next version of one's own; the same version again changes nothing.

    Of what is written in a place no fact is told, because nothing shall stay of it.
    Raises Conflict for any other version, for an epoch that is not the present one, for one under which the person may
    not write today, and where group or place is closed; NotFound for a place that is not there for the person;
    Forbidden for somebody else's note; InputError where there are too many, and for a note of another place.
    """
    group = _open_turn_of(group)
    today, epoch = _readers_today(group, by), latest_epoch(group)
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
    note.version, note.changed = sealed.version, _count(group)
    note.save(update_fields=["version", "changed"])
    if not note.place:
        _tell(WROTE, group, by.pk)
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
    """Remove every version of one's own note and leave a mark; again changes nothing. The oldest marks go in time."""
    group = _turn_of(note.group)
    note = Note.objects.get(pk=note.pk)
    if note.deleted_at is None:
        NoteVersion.objects.filter(note=note).delete()
        note.deleted_at, note.changed = clock.now(), _count(group)
        note.save(update_fields=["deleted_at", "changed"])
        marks = Note.objects.filter(group=group, place=note.place).exclude(deleted_at=None)
        oldest = marks.order_by("-deleted_at", "-pk").values_list("pk", flat=True)[MOST_MARKS:]
        Note.objects.filter(pk__in=list(oldest)).delete()
        if not note.place:
            _tell(DELETED, group, by.pk)
    return note


@transaction.atomic
def forget_places(group: UUID, *, places: Collection[str]) -> None:
    """Remove everything that was written in these places, by whomever, and leave no mark; again changes nothing.

    The room above calls this where what was written has had its time, and decides who may. Raises ValueError for the
    empty place, which is the page of the group's notes.
    """
    if "" in places:
        raise ValueError("The notes of a group are deleted by their authors.")
    found = Group.objects.select_for_update().filter(pk=group).first()
    if found is not None and Note.objects.filter(group=found, place__in=places).delete()[0]:
        _count(found)


@transaction.atomic
def hand_over(group: Group, *, by: Person, person: int, box: str, sealed: Mapping[int, str]) -> int:
    """Keep epochs' keys that a member sealed for a reader, by number of the epoch; give how many were new.

    What was handed before is replaced, because it may not have opened; so whoever waits to be let in hands over to
    nobody but themselves. Raises Conflict where the receiver is not a reader of today with this public key, and in a
    closed group; Forbidden for who does not read yet; InputError for unknown epochs.
    """
    group = _open_turn_of(group)
    today, latest = _readers_today(group, by), latest_epoch(group)
    reading = readers_in(latest.record) if latest is not None else frozenset(today)
    if by.pk != person and by.pk not in {one.person for one in reading.intersection(today)}:
        raise Forbidden(_("You wait to be let in here yourself."))
    if (person, box) not in {(reader.person, reader.box) for reader in today}:
        raise Conflict(_("Who reads here has changed. Load the page again."))
    epochs = {epoch.number: epoch for epoch in Epoch.objects.filter(group=group, number__in=list(sealed))}
    if set(epochs) != set(sealed):
        raise InputError(_("There is no such time to share."))
    before, _rows = HandedKey.objects.filter(epoch__in=epochs.values(), person=person, box=box).delete()
    HandedKey.objects.bulk_create(
        HandedKey(
            organisation_id=group.organisation_id,
            epoch=epochs[number],
            person_id=person,
            box=box,
            sealed=sealed[number],
            by=by,
            handed_at=clock.now(),
        )
        for number in sorted(sealed)
    )
    _count(group)
    return len(sealed) - before


def _tell(verb: Verb, group: Group, by: int | None) -> None:
    record(Told(verb, group.organisation_id, actor=by, subject=f"vault:{group.pk}"))
