"""Keep the index as the items are, and read the words of documents."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from itertools import accumulate, islice, takewhile

from django.db import connection, transaction

from roost.ground.behaviours.reads import behaviour_named
from roost.ground.kit.apart import TooMuch, run_apart
from roost.ground.kit.scopes import everywhere
from roost.grow.library.actions.keeping import path_of
from roost.grow.library.engine import Document, document_of, language, written_down
from roost.grow.library.models import Indexed, Item, Reading

AT_ONCE = 200
MOST_BYTES_OF_WORDS = 500_000


def index_item(item: Item) -> None:
    """Make an item findable as it is now, or no longer where not everybody finds it."""
    if not item.is_open:
        Indexed.objects.filter(item=item).delete()
        return
    row = indexed(item)
    columns = [field.name for field in Indexed._meta.concrete_fields if not field.primary_key]
    Indexed.objects.update_or_create(item=item, defaults={name: getattr(row, name) for name in columns})


def indexed(item: Item) -> Indexed:
    """Give the row by which an item is found, unsaved."""
    known = language()
    named = [one for key in item.behaviours if (one := behaviour_named(key)) is not None]
    texts = {
        "title": item.title,
        "summary": item.why,
        "tags": " ".join(one.key.replace("-", " ") for one in named),
        "body": item.text,
    }
    found = document_of(item.pk, texts, [one.key for one in named], known)
    return row_of(found, item, made_by=known.version)


def row_of(found: Document, item: Item, *, made_by: str) -> Indexed:
    """Write down a document as the database keeps it. Marks say whose it is and of what kind.

    Of very many words the first are kept, title and reason before all: no tsvector holds more than a megabyte.
    """
    sizes = accumulate(len(term.encode()) + 1 for term in found.counts)
    kept = sum(1 for _ in takewhile(lambda size: size <= MOST_BYTES_OF_WORDS, sizes))
    found = replace(found, counts=dict(islice(found.counts.items(), kept)))
    title, summary, moments, tags, body = found.lengths
    return Indexed(
        item=item,
        organisation_id=item.organisation_id,
        made_by=made_by,
        words=" ".join(sorted({*found.counts, f":o{item.organisation_id}", f":{item.kind}"})),
        counts=written_down(found),
        title_length=title,
        summary_length=summary,
        moments_length=moments,
        tags_length=tags,
        body_length=body,
    )


def read_document(number: int) -> None:
    """Read the words of a document in a process of its own, bounded in memory and time, and make them findable."""
    with everywhere():
        item = Item.objects.filter(pk=number, reading=Reading.WAITING).first()
        if item is None:
            return
        words = ""
        with suppress(TooMuch, OSError):
            told = run_apart("roost.grow.library.engine.documents", path_of(item).read_bytes())
            words = told.decode("utf-8", "replace").replace("\x00", " ")
        with transaction.atomic():
            held = Item.objects.select_for_update().filter(pk=number).first()
            if held is None:
                return
            held.text, held.reading = words, Reading.DONE if words else Reading.FAILED
            held.save(update_fields=["text", "reading"])
            index_item(held)


def forget_words() -> None:
    """Let the index forget words of what nobody finds any more; PostgreSQL does so by itself (autovacuum).

    SQLite's only marks them as gone, wherever the row went from: withdrawn, deleted, or erased with a person.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO library_words (library_words) VALUES ('optimize')")


def index_again() -> int:
    """Index anew what was indexed by other rules or other words, some hundred at a time; say how many those were."""
    with everywhere():
        outdated = Indexed.objects.exclude(made_by=language().version).values_list("item_id", flat=True)
        numbers = list(outdated.order_by("pk")[:AT_ONCE])
        for number in numbers:
            with transaction.atomic():
                index_item(Item.objects.select_for_update().get(pk=number))
    return len(numbers)
