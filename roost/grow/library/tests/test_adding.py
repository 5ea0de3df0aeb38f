"""Items: what can be added, who changes it, what happens to its file, and that no row of the index outlives it."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from roost.ground.activity.models import Fact
from roost.ground.kit.errors import Conflict, Forbidden, InputError, NotFound
from roost.ground.kit.privacy import erase_person, export_person
from roost.ground.kit.schedule import enqueue
from roost.ground.people.models import Organisation, Person
from roost.grow.library.access import To, item_for, own_items, visible_items, visible_tries
from roost.grow.library.actions import (
    Upload,
    Words,
    add_item,
    change_item,
    delete_item,
    forget_files,
    index_again,
    path_of,
    read_document,
    remove_item,
    return_item,
    say_tried,
    withdraw_item,
)
from roost.grow.library.actions.keeping import folder
from roost.grow.library.models import Indexed, Item, Kind, Reading, Tried
from roost.grow.library.reads import Wanted, library_page, own_page
from roost.grow.library.tasks import forget_what_is_gone

LINK = Words("How bees decide", "A hive takes its time.", 8, ["deciding"], url="https://example.org/bees")
NOTE = Words("Our rule of three", "We ask three people first.", 3, ["deciding", "researching"], text="# Ask *three*")
KEY = "0" * 32


@pytest.fixture
def link(in_scope: Organisation, member: Person) -> Item:
    return add_item(in_scope, by=member, kind=Kind.LINK, words=LINK, key=KEY)


@pytest.fixture
def document(in_scope: Organisation, member: Person) -> Item:
    words = Words("Minutes", "How we decided.", 5, ["deciding"])
    upload = Upload("minutes.txt", [b"The harbour ", b"master waited."])
    return add_item(in_scope, by=member, kind=Kind.DOCUMENT, words=words, key=KEY, upload=upload)


def found_by(person: Person, organisation: Organisation, words: str) -> list[str]:
    return [line.item.title for line in library_page(person, organisation, Wanted(words)).lines]


def held_by_the_database(term: str) -> int:
    """Ask the database's own index, whatever Django knows."""
    asked = {
        "sqlite": ("SELECT COUNT(*) FROM library_words WHERE library_words MATCH %s", f'"{term}"'),
        "postgresql": (
            "SELECT COUNT(*) FROM library_indexed WHERE array_to_tsvector(string_to_array(words, ' ')) @@ %s::tsquery",
            f"'{term}'",
        ),
    }
    statement, parameter = asked[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(statement, [parameter])
        return int(cursor.fetchone()[0])


def test_what_somebody_adds_is_found_by_colleagues_and_by_nobody_else(
    in_scope: Organisation, link: Item, founder: Person, outsider: Person
) -> None:
    assert found_by(founder, in_scope, "bee") == ["How bees decide"]
    assert found_by(founder, in_scope, "we never make up our mind") == ["How bees decide"]
    assert not visible_items(outsider).exists()
    with pytest.raises(NotFound):
        item_for(outsider, link.pk)
    assert Fact.objects.filter(verb="library.added").count() == 1


def test_a_form_that_is_sent_twice_adds_once(in_scope: Organisation, member: Person, link: Item) -> None:
    assert add_item(in_scope, by=member, kind=Kind.LINK, words=LINK, key=KEY) == link
    assert Fact.objects.filter(verb="library.added").count() == 1


def test_something_else_from_the_same_form_is_not_thrown_away_in_silence(
    in_scope: Organisation, member: Person, link: Item
) -> None:
    for kind, words in ((Kind.LINK, replace(LINK, title="How ants decide")), (Kind.VIDEO, LINK)):
        with pytest.raises(Conflict):
            add_item(in_scope, by=member, kind=kind, words=words, key=KEY)
    assert Item.objects.get().title == "How bees decide"


def test_another_file_from_the_same_form_is_not_thrown_away_in_silence(
    in_scope: Organisation, member: Person, document: Item
) -> None:
    words, files = Words(document.title, document.why, 5, ["deciding"]), set(folder().iterdir())
    same, other = ([b"The harbour master waited."], [b"The harbour master ran off."])
    again = add_item(in_scope, by=member, kind=Kind.DOCUMENT, words=words, key=KEY, upload=Upload("x", same))
    assert again == document
    with pytest.raises(Conflict):
        add_item(in_scope, by=member, kind=Kind.DOCUMENT, words=words, key=KEY, upload=Upload("x", other))
    assert set(folder().iterdir()) == files


def test_documents_of_one_person_take_200_mb_and_no_more(
    in_scope: Organisation, member: Person, founder: Person, document: Item
) -> None:
    Item.objects.update(file_size=200 * 1024 * 1024 - 3)
    words, files = Words("t", "w", 1, ["deciding"]), set(folder().iterdir())
    for person, key, fits in ((member, "1" * 32, False), (founder, KEY, True)):
        before = Item.objects.count()
        with nullcontext() if fits else pytest.raises(InputError, match="200 MB"):
            add_item(in_scope, by=person, kind=Kind.DOCUMENT, words=words, key=key, upload=Upload("x", [b"four"]))
        assert Item.objects.count() == before + fits
        assert len(set(folder().iterdir()) - files) == fits
    add_item(in_scope, by=member, kind=Kind.LINK, words=LINK, key="2" * 32)


def test_a_note_is_no_longer_than_can_be_shown_at_once(in_scope: Organisation, member: Person) -> None:
    with pytest.raises(InputError, match="20,000"):
        add_item(in_scope, by=member, kind=Kind.NOTE, words=replace(NOTE, text="[" * 20_001), key=KEY)


def test_what_people_wait_for_goes_before_documents(document: Item) -> None:
    enqueue("roost.ground.kit.tasks.tidy_up")
    first = DBTaskResult.objects.ready().first()
    assert first is not None
    assert first.task_path == "roost.ground.kit.tasks.tidy_up"


@pytest.mark.parametrize(
    ("words", "column"),
    [
        (Words("", "w", 1, ["deciding"], "https://a.org"), "title"),
        (Words("t", " ", 1, ["deciding"], "https://a.org"), "why"),
        (Words("t", "w", 0, ["deciding"], "https://a.org"), "minutes"),
        (Words("t", "w", 601, ["deciding"], "https://a.org"), "minutes"),
        (Words("t", "w", 1, [], "https://a.org"), "behaviours"),
        (Words("t", "w", 1, ["juggling"], "https://a.org"), "behaviours"),
        (Words("t", "w", 1, ["deciding", "proactive", "compassion", "confidence"], "https://a.org"), "behaviours"),
        (Words("t", "w", 1, ["deciding"], "javascript:alert(1)"), "url"),
        (Words("t", "w", 1, ["deciding"], ""), "url"),
    ],
)
def test_what_cannot_be_added_says_where(words: Words, column: str, in_scope: Organisation, member: Person) -> None:
    with pytest.raises(InputError) as refused:
        add_item(in_scope, by=member, kind=Kind.VIDEO, words=words, key=KEY)
    assert [problem.column for problem in refused.value.problems] == [column]
    assert not Item.objects.exists()


def test_a_note_needs_words_and_a_document_a_file(in_scope: Organisation, member: Person) -> None:
    bare = Words("t", "w", 1, ["deciding"])
    for kind, column in ((Kind.NOTE, "text"), (Kind.DOCUMENT, "file")):
        with pytest.raises(InputError) as refused:
            add_item(in_scope, by=member, kind=kind, words=bare, key=KEY)
        assert refused.value.problems[0].column == column


def test_a_change_is_made_from_what_was_seen_and_is_found_at_once(
    in_scope: Organisation, link: Item, member: Person, founder: Person
) -> None:
    other = Words("How ants decide", LINK.why, 8, ["proactive"], url=LINK.url)
    changed = change_item(link, by=member, words=other, version=1)
    assert changed.version == 2
    assert change_item(link, by=member, words=other, version=1).version == 2
    assert (found_by(founder, in_scope, "ants"), found_by(founder, in_scope, "bees")) == (["How ants decide"], [])
    with pytest.raises(Conflict):
        change_item(link, by=member, words=LINK, version=1)
    with pytest.raises(Forbidden):
        change_item(link, by=founder, words=LINK, version=2)
    with pytest.raises(Forbidden):
        item_for(founder, link.pk, to=To.CHANGE)


def test_what_is_withdrawn_is_found_by_its_person_alone_and_comes_back(
    in_scope: Organisation, link: Item, member: Person, founder: Person
) -> None:
    for _ in range(2):
        assert withdraw_item(link, by=member).withdrawn_at is not None
    assert held_by_the_database("bee") == 0
    assert own_items(member).get() == link
    with pytest.raises(NotFound):
        item_for(founder, link.pk)
    for _ in range(2):
        return_item(link, by=member)
    assert found_by(founder, in_scope, "bees") == ["How bees decide"]


def test_an_administrator_removes_with_a_reason_that_who_added_it_reads(
    in_scope: Organisation, link: Item, member: Person, founder: Person, administrator: Person
) -> None:
    with pytest.raises(Forbidden):
        remove_item(link, by=founder, why="I do not like it")
    with pytest.raises(InputError):
        remove_item(link, by=administrator, why=" ")
    for why in ("It sells something.", "Another reason"):
        remove_item(link, by=administrator, why=why)
    assert item_for(member, link.pk).removed_why == "It sells something."
    with pytest.raises(NotFound):
        item_for(administrator, link.pk)
    with pytest.raises(Conflict):
        return_item(link, by=member)
    assert held_by_the_database("bee") == 0


def test_a_document_is_kept_under_a_name_that_nobody_chose_and_read_by_the_worker(
    in_scope: Organisation, document: Item, founder: Person
) -> None:
    assert path_of(document).read_bytes() == b"The harbour master waited."
    assert "minutes" not in document.file
    assert (document.file_type, document.file_size, document.reading) == ("txt", 26, Reading.WAITING)
    assert found_by(founder, in_scope, "harbour") == []
    read_document(document.pk)
    assert found_by(founder, in_scope, "harbour") == ["Minutes"]
    assert item_for(founder, document.pk).reading == Reading.DONE


def test_deleting_takes_file_and_index_and_leaves_everybody_their_own_line(
    in_scope: Organisation,
    document: Item,
    member: Person,
    founder: Person,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    path = path_of(document)
    say_tried(in_scope, by=founder, thing=document, words="Waited as well.", is_shared=True)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        delete_item(document, by=member)
    assert not path.exists()
    (line,) = own_page(founder).tries
    assert (line.title, line.words) == ("Minutes", "Waited as well.")
    assert not visible_tries(member).exists()
    assert held_by_the_database("minut") == 0


def test_erasing_a_person_leaves_what_others_find_without_the_name_and_nothing_else(
    in_scope: Organisation, link: Item, member: Person, founder: Person
) -> None:
    hidden = add_item(in_scope, by=member, kind=Kind.NOTE, words=NOTE, key="1" * 32)
    say_tried(in_scope, by=founder, thing=hidden, words="Slept on it.", is_shared=False)
    withdraw_item(hidden, by=member)
    for person, is_shared in ((member, True), (founder, False)):
        say_tried(in_scope, by=person, thing=link, words=f"By {person}", is_shared=is_shared)
    taken = export_person(member.pk)
    assert [one["title"] for one in taken["library.Item"]] == ["How bees decide", "Our rule of three"]
    assert [one["words"] for one in taken["library.Tried"]] == ["By Mara Member"]
    assert "key" not in taken["library.Item"][0]
    erase_person(member.pk)
    assert Item.objects.get().added_by is None
    assert [(one.title, one.words) for one in own_page(founder).tries] == [("Our rule of three", "Slept on it.")]
    assert {one.person for one in Tried.objects.all()} == {founder}
    assert Indexed.objects.count() == 1
    assert held_by_the_database("bee") == 1


def test_files_that_no_item_holds_are_dropped_after_an_hour(document: Item) -> None:
    lost, new = folder() / "lost", folder() / "new"
    for path in (lost, new):
        path.write_bytes(b"x")
    two_hours_before = document.added_at.timestamp() - 7200
    os.utime(lost, (two_hours_before, two_hours_before))
    os.utime(path_of(document), (two_hours_before, two_hours_before))
    forget_files()
    assert (lost.exists(), new.exists(), path_of(document).exists()) == (False, True, True)
    new.unlink()


@pytest.mark.parametrize("how", ["withdrawn", "erased"])
def test_words_of_what_nobody_finds_leave_the_index_itself(how: str, in_scope: Organisation, member: Person) -> None:
    """What the index keeps for itself is looked at; PostgreSQL clears its own by vacuuming."""
    if connection.vendor != "sqlite":
        return
    words = replace(NOTE, text="Zyxwvutsrqpon")
    secret = add_item(in_scope, by=member, kind=Kind.NOTE, words=words, key=KEY)
    add_item(in_scope, by=member, kind=Kind.LINK, words=LINK, key="1" * 32)
    withdraw_item(secret, by=member)
    if how == "erased":
        erase_person(member.pk)
    forget_what_is_gone.call()
    with connection.cursor() as cursor:
        cursor.execute("SELECT block FROM library_words_data")
        kept = b"".join(bytes(block) for (block,) in cursor.fetchall())
    assert b"yxwvutsrqpo" not in kept
    assert held_by_the_database("bee") == 1


def test_what_other_words_made_is_indexed_anew(in_scope: Organisation, link: Item, founder: Person) -> None:
    Indexed.objects.update(made_by="before", words=":o0", counts="")
    assert found_by(founder, in_scope, "bees") == []
    assert (index_again(), index_again()) == (1, 0)
    assert found_by(founder, in_scope, "bees") == ["How bees decide"]


def test_the_folder_of_documents_is_for_this_login_alone(document: Item) -> None:
    assert isinstance(folder(), Path)
    assert folder().stat().st_mode & 0o077 == 0
