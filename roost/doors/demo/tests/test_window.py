"""The administrator's window: a word that was only sealed stands nowhere, one that the server knows is found."""

from __future__ import annotations

import fcntl
import re
import subprocess
import sys
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from roost.doors.demo.engine.window import count_in, count_in_file, forms_of
from roost.doors.demo.models import Demo
from roost.doors.demo.reads import newest_rows, search_house
from roost.ground.kit import clock
from roost.ground.kit.errors import InputError
from roost.ground.people.models import Organisation, Person
from roost.ground.vault.actions import start_group
from roost.ground.vault.models import Note

BrowserFor = Callable[[Person | None], Client]


@given(
    st.text(st.characters(codec="utf-8", categories=["L"]), min_size=5, max_size=40),
    st.binary(max_size=20),
    st.binary(max_size=20),
    st.sampled_from([lambda it: it, bytes.hex, b64encode, urlsafe_b64encode]),
)
def test_a_word_is_found_wherever_it_begins_and_however_it_is_packed(
    word: str, before: bytes, after: bytes, pack: Callable[[bytes], bytes | str]
) -> None:
    packed = pack(before + word.encode() + after)
    assert count_in(packed if isinstance(packed, bytes) else packed.encode(), forms_of(word)) > 0


def test_a_word_is_found_in_other_case_and_in_two_bytes_a_letter() -> None:
    assert count_in(b"the HARBOUR lights", forms_of("Harbour")) == 1
    assert count_in("Harbour".encode("utf-16-le"), forms_of("harbour")) == 1
    assert count_in(b"the harbor lights", forms_of("harbour")) == 0


@pytest.mark.parametrize("kept", ["Müllerhaus", "MÜLLERHAUS", r'{"name": "M\u00fcllerhaus"}', "/?q=m%C3%BCllerhaus"])
def test_letters_beyond_those_of_english_are_found_as_they_are_kept(kept: str) -> None:
    assert count_in(kept.encode(), forms_of("müllerhaus")) == 1


@pytest.fixture
def demo(in_scope: Organisation) -> Demo:
    return Demo.objects.create(seed=7, as_of=clock.today("UTC"), sellers=24, created_at=clock.now())


def test_what_the_server_knows_is_found_in_tables_and_log(
    demo: Demo, member: Person, settings: Any, tmp_path: Path
) -> None:
    settings.LOG_FILE = tmp_path / "demo.log"
    settings.LOG_FILE.write_text("WARNING a canary in the log\n")
    Person.objects.filter(pk=member.pk).update(name="Mara Canary")
    searched = search_house(" canary ")
    assert {"people_person.name": 1, "demo.log": 1}.items() <= dict(searched.found).items()
    assert ("demo.log", 28) in searched.files
    assert searched.rows > Person.objects.count()
    assert searched.size > 0
    assert search_house("neverwritten").found == []


@pytest.mark.parametrize("word", ["", "four", "  four  ", "x" * 101])
def test_a_word_that_would_mean_nothing_is_refused(word: str, demo: Demo) -> None:
    with pytest.raises(InputError):
        search_house(word)


def test_rows_are_shown_as_the_database_has_them(demo: Demo, member: Person, in_scope: Organisation) -> None:
    group = start_group(in_scope, by=member, members=[member], kind="test")
    Note.objects.create(
        organisation=in_scope,
        group=group,
        key="00000000-0000-4000-8000-000000000001",
        author=member,
        version=1,
        place="circle:1:topics",
        created_at=clock.now(),
    )
    versions, notes = newest_rows()
    assert (versions.table, versions.count, notes.table, notes.count) == ("vault_noteversion", 0, "vault_note", 1)
    (row,) = notes.rows
    assert {cell.column: cell.text for cell in row}["place"] == "circle:1:topics"


def test_the_window_is_a_page_of_the_demo_alone(member: Person, in_scope: Organisation, client_for: BrowserFor) -> None:
    browser = client_for(member)
    assert browser.get(reverse("demo:window")).status_code == 404
    assert browser.post(reverse("demo:window"), {"word": "canary"}).status_code == 404
    assert browser.get(reverse("demo:rows")).status_code == 404


def test_the_policy_stays_strict_and_the_rows_come_alone(demo: Demo, member: Person, client_for: BrowserFor) -> None:
    answer = client_for(member).get(reverse("demo:rows"))
    assert answer.status_code == 200
    assert re.match(r"\s*<div", answer.content.decode())
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_looking_into_a_file_gives_up_no_lock_on_it(tmp_path: Path) -> None:
    file = tmp_path / "db.sqlite3"
    file.write_bytes(b"harbour")
    take = f"import fcntl; fcntl.lockf(open({str(file)!r}, 'r+b'), fcntl.LOCK_EX | fcntl.LOCK_NB)"
    with file.open("r+b") as held:
        fcntl.lockf(held, fcntl.LOCK_SH)
        assert count_in_file(file, forms_of("harbour")) == (7, 1)
        # As another process would find a database that nobody has open.
        assert subprocess.run([sys.executable, "-c", take], stderr=subprocess.DEVNULL, check=False).returncode != 0
    assert subprocess.run([sys.executable, "-c", take], check=False).returncode == 0
