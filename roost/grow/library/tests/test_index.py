"""The database's index answers as documents in memory do, on whichever database the suite runs."""

from __future__ import annotations

import random
from typing import Any

import pytest

from roost.ground.behaviours.reads import BEHAVIOURS
from roost.ground.kit import clock
from roost.ground.people.models import Organisation, Person
from roost.grow.library.actions import indexed, row_of
from roost.grow.library.engine import FIELDS, Document, Shelf, ask, document_of, language, search
from roost.grow.library.models import Indexed, Item, Kind
from roost.grow.library.reads import DatabaseIndex, Wanted, library_page

HOW_MANY = 120
WORDS = "trust bees harbour manager deadline scared team café Straße decide 2030 promise meeting naïve über".split()
QUESTIONS = [
    "bees",
    "a scared team before the meeting",
    "who will decide about the harbour",
    "trust and promise and deadline",
    "cafe",
    "strasse",
    "2030",
    "\"bees' OR 1=1; --",
    "deadlin",
    "nothing of it",
]


@pytest.fixture
def shelf(in_scope: Organisation, member: Person) -> Shelf:
    """Fill the library, and give the same in memory."""
    drawn = random.Random(7)

    def words(most: int) -> str:
        return " ".join(drawn.choices(WORDS, k=drawn.randint(1, most)))

    items = [
        Item(
            organisation=in_scope,
            kind=drawn.choice([Kind.LINK, Kind.NOTE]),
            title=words(3),
            why=words(6),
            minutes=5,
            behaviours=[one.key for one in drawn.sample(BEHAVIOURS, drawn.randint(1, 3))],
            text=words(30),
            added_by=member,
            added_at=clock.now(),
            key=f"{number:032}",
        )
        for number in range(HOW_MANY)
    ]
    made = Item.objects.bulk_create(items)
    Indexed.objects.bulk_create([indexed(item) for item in made])
    return Shelf([document(item) for item in made])


def document(item: Item) -> Document:
    tags = " ".join(key.replace("-", " ") for key in item.behaviours)
    texts = {"title": item.title, "summary": item.why, "tags": tags, "body": item.text}
    return document_of(item.pk, texts, item.behaviours, language())


@pytest.mark.parametrize("most", [1_000, 30], ids=["all", "bounded"])
def test_the_database_finds_and_ranks_as_memory_does(in_scope: Organisation, shelf: Shelf, most: int) -> None:
    index = DatabaseIndex(in_scope.pk)
    for words in QUESTIONS:
        question = ask(words, language())
        mine, theirs = search(question, index, most=most), search(question, shelf, most=most)
        assert [hit.number for hit in mine] == [hit.number for hit in theirs], words
        assert [hit.points for hit in mine] == pytest.approx([hit.points for hit in theirs])
        assert [hit.reasons for hit in mine] == [hit.reasons for hit in theirs]


def test_other_organisations_neither_show_nor_count(
    in_scope: Organisation, other_organisation: Organisation, shelf: Shelf, outsider: Person
) -> None:
    elsewhere = DatabaseIndex(other_organisation.pk)
    assert elsewhere.size() == 0
    assert elsewhere.holders(["bee"]) == {"bee": 0}
    assert elsewhere.with_any(["bee"], 10) == []
    assert not library_page(outsider, other_organisation, Wanted("bees")).lines


def test_filters_limit_what_is_given_and_leave_the_order(in_scope: Organisation, shelf: Shelf, member: Person) -> None:
    everything = search(ask("bees", language()), DatabaseIndex(in_scope.pk))
    notes = search(ask("bees", language()), DatabaseIndex(in_scope.pk, Wanted("", "note", "deciding").marks))
    chosen = {item.pk for item in Item.objects.filter(kind=Kind.NOTE) if "deciding" in item.behaviours}
    assert 0 < len(notes) < len(everything)
    assert [hit.number for hit in notes] == [hit.number for hit in everything if hit.number in chosen]


def test_of_very_many_words_the_first_are_found_on_every_database(in_scope: Organisation, member: Person) -> None:
    words = [f"{number:05}{'ß' * 30}" for number in range(20_000)]
    counts = {word: (0, 0, 0, 0, 1) for word in ["bee", *words]}
    common = {"organisation": in_scope, "added_by": member, "added_at": clock.now(), "minutes": 5, "behaviours": []}
    item = Item.objects.create(kind=Kind.NOTE, title="t", why="w", key="0", **common)
    row = row_of(Document(item.pk, counts, (1, 1, 0, 0, 20_001)), item, made_by="test")
    row.save()
    kept = [one for one in row.words.split() if not one.startswith(":")]
    assert len(row.words.encode()) < 600_000
    assert len(kept) == len(row.counts.strip().splitlines())
    index = DatabaseIndex(in_scope.pk)
    assert index.holders(["bee", *kept[::500]]) == dict.fromkeys(["bee", *kept[::500]], 1)
    assert words[-1] not in kept


def test_fields_have_the_same_names_in_the_database() -> None:
    assert all(hasattr(Indexed, f"{name}_length") for name in FIELDS)


def test_a_question_takes_seven_queries_however_much_there_is(
    in_scope: Organisation, shelf: Shelf, member: Person, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(7):
        page = library_page(member, in_scope, Wanted("bees in the harbour"))
    assert len(page.lines) == 12
    assert page.lines[0].why
    with django_assert_num_queries(4):
        library_page(member, in_scope, Wanted())
