"""Put something into the library, change it, take it out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import partial

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from roost.ground.behaviours.reads import behaviour_named
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, Forbidden, InputError, Problem
from roost.ground.kit.schedule import enqueue
from roost.ground.people.models import Organisation, Person
from roost.grow.library.access import may_remove
from roost.grow.library.actions.indexing import index_item
from roost.grow.library.actions.keeping import drop_file, is_same_file, keep_file
from roost.grow.library.actions.verbs import ADDED, tell
from roost.grow.library.models import LONGEST_TEXT, Item, Kind, Reading

MOST_BEHAVIOURS = 3
LONGEST_MINUTES = 600
MOST_BYTES = 200 * 1024 * 1024
WEB = ("https://", "http://")


@dataclass(frozen=True)
class Words:
    """What somebody says of an item. `url` belongs to links and videos, `text` (Markdown) to notes."""

    title: str
    why: str
    minutes: int
    behaviours: Sequence[str]
    url: str = ""
    text: str = ""


@dataclass(frozen=True)
class Upload:
    """A file as it comes in. Its name is only asked whether a text is Markdown."""

    name: str
    chunks: Iterable[bytes]


def add_item(
    organisation: Organisation, *, by: Person, kind: Kind, words: Words, key: str, upload: Upload | None = None
) -> Item:
    """Put something into the library; the same key again gives what is there.

    Raises InputError for what is missing or cannot be used, for a file of no sort that the library takes and for more
    than 200 MB of somebody's files; Conflict for something else with that key.
    """
    _insist(kind, words, has_file=upload is not None)
    known = Item.objects.filter(organisation=organisation, added_by=by, key=key).first()
    if known is not None and upload is None:
        return _same(known, kind, words)
    name, ending, size = "", "", 0
    if upload is not None:
        name, sort, size = keep_file(upload.name, upload.chunks)
        ending = sort.ending
    try:
        with transaction.atomic():
            _insist_on_room(by, size)
            item, is_new = Item.objects.get_or_create(
                organisation=organisation,
                added_by=by,
                key=key,
                defaults={
                    **_columns(words),
                    "kind": kind,
                    "file": name,
                    "file_type": ending,
                    "file_size": size,
                    "reading": Reading.WAITING if name else Reading.NONE,
                    "added_at": clock.now(),
                },
            )
            if not is_new:
                _same(item, kind, words, name)
                drop_file(name)
                return item
            index_item(item)
            tell(ADDED, organisation.pk, by, f"item:{item.pk}")
            if name:
                enqueue("roost.grow.library.tasks.read_words", item=item.pk)
    except BaseException:
        drop_file(name)
        raise
    return item


@transaction.atomic
def change_item(item: Item, *, by: Person, words: Words, version: int) -> Item:
    """Change the words of one's own item; `version` is the one the person had before them.

    Raises Conflict where it was changed meanwhile, Forbidden for somebody else's.
    """
    held = _own(item, by)
    _insist(Kind(held.kind), words, has_file=bool(held.file))
    if _columns(words, held) == _columns(_words_of(held), held):
        return held
    if held.version != version:
        raise Conflict(_("It was changed meanwhile, so nothing was kept yet."))
    for name, value in _columns(words, held).items():
        setattr(held, name, value)
    held.version += 1
    held.save()
    index_item(held)
    tell(ADDED, held.organisation_id, by, f"item:{held.pk}")
    return held


@transaction.atomic
def withdraw_item(item: Item, *, by: Person) -> Item:
    """Let nobody else find one's own item; twice changes nothing."""
    held = _own(item, by)
    return held if held.withdrawn_at is not None else _open_or_not(held, by, withdrawn=True)


@transaction.atomic
def return_item(item: Item, *, by: Person) -> Item:
    """Let others find one's own item again; twice changes nothing. Raises Conflict for one that was removed."""
    held = _own(item, by)
    if held.removed_at is not None:
        raise Conflict(_("An administrator removed it, so it cannot be put back. You can add it anew, changed."))
    return held if held.withdrawn_at is None else _open_or_not(held, by, withdrawn=False)


@transaction.atomic
def delete_item(item: Item, *, by: Person) -> None:
    """Delete one's own item with its file; what people said they tried of it stays for each of them alone."""
    held = _own(item, by)
    tell(ADDED, held.organisation_id, by, f"item:{held.pk}")
    transaction.on_commit(partial(drop_file, held.file))
    held.delete()


@transaction.atomic
def remove_item(item: Item, *, by: Person, why: str) -> Item:
    """Take an item out for everybody; who added it reads why. Twice keeps the first reason.

    Raises Forbidden for everybody but administrators, InputError without a reason.
    """
    held = Item.objects.select_for_update().get(pk=item.pk)
    if not may_remove(by, held.organisation):
        raise Forbidden(_("Only an administrator can remove what somebody else added."))
    if not why.strip():
        raise InputError(Problem(_("Say why, so that who added it can learn from it."), column="why"))
    if held.removed_at is None:
        held.removed_at, held.removed_why = clock.now(), why.strip()
        held.save(update_fields=["removed_at", "removed_why"])
        index_item(held)
        tell(ADDED, held.organisation_id, by, f"item:{held.pk}")
    return held


def _insist_on_room(by: Person, size: int) -> None:
    """Raise InputError for more bytes of files than one person may keep here; within a transaction."""
    # One after the other, so that two at once do not both find room.
    Person.objects.select_for_update().get(pk=by.pk)
    held = Item.objects.filter(added_by=by).aggregate(size=Sum("file_size", default=0))["size"]
    if size and held + size > MOST_BYTES:
        raise InputError(
            Problem(_("Your documents take 200 MB, which is all there is. Delete one, or add a link."), column="file")
        )


def _same(item: Item, kind: Kind, words: Words, name: str = "") -> Item:
    """Give an item that says the same; raises Conflict for something else."""
    is_same = item.kind == kind and _columns(_words_of(item), item) == _columns(words, item)
    if not is_same or (name and not is_same_file(name, item)):
        raise Conflict(_("This form added an item already. Change that one, or send this again as another."))
    return item


def _own(item: Item, by: Person) -> Item:
    held = Item.objects.select_for_update().get(pk=item.pk)
    if held.added_by_id != by.pk:
        raise Forbidden(_("Who added it changes it. Ask them, or add what you would say yourself."))
    return held


def _open_or_not(held: Item, by: Person, *, withdrawn: bool) -> Item:
    held.withdrawn_at = clock.now() if withdrawn else None
    held.save(update_fields=["withdrawn_at"])
    index_item(held)
    tell(ADDED, held.organisation_id, by, f"item:{held.pk}")
    return held


def _words_of(item: Item) -> Words:
    return Words(item.title, item.why, item.minutes, item.behaviours, item.url, item.text)


def _columns(words: Words, item: Item | None = None) -> dict[str, object]:
    """Give what is kept of what somebody said; the text of a document is its own and no words of theirs."""
    told = asdict(words) | {"behaviours": list(words.behaviours)}
    if item is not None and item.kind == Kind.DOCUMENT:
        del told["text"]
    return told


def _insist(kind: Kind, words: Words, *, has_file: bool) -> None:
    """Raise InputError naming everything that is missing or cannot be used."""
    problems = []
    for name, said in (("title", words.title), ("why", words.why)):
        if not said.strip():
            problems.append(Problem(_("Say this, so that others know whether it is for them."), column=name))
    if not 1 <= words.minutes <= LONGEST_MINUTES:
        problems.append(Problem(_("Say the minutes as a number from 1 to 600."), column="minutes"))
    chosen = set(words.behaviours)
    if not 1 <= len(chosen) <= MOST_BEHAVIOURS or not all(behaviour_named(key) for key in chosen):
        problems.append(Problem(_("Choose one to three behaviours."), column="behaviours"))
    if kind in {Kind.LINK, Kind.VIDEO} and not words.url.startswith(WEB):
        problems.append(Problem(_("A link begins with https:// or http://."), column="url"))
    if kind is Kind.NOTE and not words.text.strip():
        problems.append(Problem(_("Write what you want to share."), column="text"))
    if kind is Kind.NOTE and len(words.text) > LONGEST_TEXT:
        problems.append(
            Problem(_("A note is no longer than 20,000 letters. Share the rest as a document."), column="text")
        )
    if (kind is Kind.DOCUMENT) != has_file:
        problems.append(Problem(_("Choose a file."), column="file"))
    if problems:
        raise InputError(problems)
