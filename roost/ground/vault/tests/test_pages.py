"""The two pages and what their scripts ask: who gets what, and what is refused before anybody looks inside."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from roost.ground.people.models import Organisation, Person
from roost.ground.vault.actions import Keys, let_out, make_keys, start_group
from roost.ground.vault.engine import canonical
from roost.ground.vault.models import Group, Keyring, Note
from roost.ground.vault.ports import GroupPlace, Places

BrowserFor = Callable[[Person | None], Client]
TEMPLATES = Path(__file__).parents[1] / "templates" / "vault"
BUNDLE = ".".join(["s" * 22, "n" * 32, "c" * 222])
KEYS = {"box": "b" * 43, "sign": "v" * 43, "sealed": BUNDLE, "recovery": BUNDLE}
SHORTEST_NOTE = "c" * 363  # 256 bytes and the seal's 16, in letters


@pytest.fixture
def pair(in_scope: Organisation, member: Person, founder: Person) -> Group:
    for number, person in enumerate((member, founder)):
        make_keys(person, keys=Keys(str(number) * 43, str(number + 2) * 43, BUNDLE, BUNDLE))
    cache.clear()
    return start_group(in_scope, by=member, members=[member, founder], kind="pair")


def without_password(person: Person) -> None:
    """Let somebody be one who comes in by other ways, and so is asked for no password."""
    person.set_unusable_password()
    person.save()


def send(browser: Client, name: str, told: Any, *args: Any) -> Any:
    text = told if isinstance(told, str | bytes) else json.dumps(told)
    return browser.post(reverse(f"vault:{name}", args=args), text, content_type="application/json")


def record_for(contents: dict[str, Any], by: Person) -> str:
    readers = sorted(contents["members"], key=lambda one: int(one["person"]))
    roster = [{"key": "k" * 107, **{name: one[name] for name in ("person", "box", "sign")}} for one in readers]
    place = {name: contents[name] for name in ("organisation", "group")}
    return canonical({"by": by.pk, "commitment": "c" * 43, "n": 1, "previous": "", "roster": roster, **place})


def test_two_pages_alone_may_run_webassembly(pair: Group, member: Person, client_for: BrowserFor) -> None:
    browser = client_for(member)
    for address in (reverse("vault:key"), reverse("vault:notes", args=[pair.pk])):
        answer = browser.get(address)
        assert re.search(r"script-src 'self' 'wasm-unsafe-eval'(;|$)", answer["Content-Security-Policy"])
        assert "no-store" in answer["Cache-Control"]
    for address in ("/", reverse("home:me"), reverse("vault:keys")):
        assert "unsafe" not in browser.get(address)["Content-Security-Policy"]


def test_every_page_lets_keys_go_that_are_not_of_who_is_signed_in(member: Person, client_for: BrowserFor) -> None:
    for person, address in ((member, "/"), (member, "/nowhere/"), (None, "/sign-in/")):
        page = client_for(person).get(address).content.decode()
        assert f'data-person="{person.pk if person else ""}"' in page
        assert len(re.findall(r'<script type="module" src="[^"]*vault/watch', page)) == 1


def test_no_form_of_these_pages_could_send_a_secret() -> None:
    """What has no name is in no form that a browser sends by itself, be it before the scripts are there."""
    controls = [
        tag for page in TEMPLATES.glob("*.html") for tag in re.findall(r"<(?:input|textarea)[^>]*>", page.read_text())
    ]
    assert len(controls) > 8
    assert [tag for tag in controls if re.search(r"\sname=", tag)] == []


def test_the_page_holds_nothing_sealed_and_nothing_of_others(
    pair: Group, member: Person, administrator: Person, client_for: BrowserFor
) -> None:
    page = client_for(member).get(reverse("vault:notes", args=[pair.pk])).content.decode()
    assert "Notes with Noor Founder" in page
    assert BUNDLE not in page
    assert "Notes with Noor Founder" in client_for(member).get(reverse("vault:key")).content.decode()
    assert "Nobody writes with you yet." in client_for(administrator).get(reverse("vault:key")).content.decode()


def test_keys_are_made_once_over_http(in_scope: Organisation, member: Person, client_for: BrowserFor) -> None:
    cache.clear()
    without_password(member)
    browser = client_for(member)
    assert browser.get(reverse("vault:keys")).json() == {
        "person": member.pk,
        "keys": None,
        "devices": [],
        "earlier": [],
    }
    assert send(browser, "keys", KEYS).json()["keys"]["number"] == 1
    refused = send(browser, "keys", KEYS | {"box": "x" * 43})
    assert refused.status_code == 409
    assert refused.json() == {"problem": "You have a key already. Load the page again."}
    assert send(browser, "reseal", {"number": 1, "version": 1, "sealed": BUNDLE}).json()["keys"]["version"] == 2
    assert send(browser, "renew", KEYS | {"number": 1, "box": "x" * 43}).json()["keys"]["number"] == 2
    assert Keyring.objects.get().box == "x" * 43


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"\xff",
        b"null",
        b"[]",
        b"{" * 100_000,
        {"more": 1},
        {"box": "b" * 42},
        {"box": "b" * 42 + "="},
        {"box": "b" * 42 + "\n"},
        {"sealed": "one.two"},
        {"sealed": BUNDLE + "c" * 200},
        {"number": -1},
        {"number": 10**20},
    ],
    ids=lambda told: str(told)[:30],
)
def test_what_has_another_shape_is_refused(
    told: Any, in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    answer = send(client_for(member), "keys", KEYS | told if isinstance(told, dict) else told)
    assert answer.status_code == 422
    assert not Keyring.objects.exists()


def test_notes_are_written_and_read_by_members_alone(
    pair: Group, member: Person, founder: Person, administrator: Person, outsider: Person, client_for: BrowserFor
) -> None:
    browser = client_for(member)
    contents = browser.get(reverse("vault:contents", args=[pair.pk])).json()
    assert send(browser, "epochs", {"record": record_for(contents, member), "signature": "s" * 86}, pair.pk).json() == {
        "n": 1
    }
    note = {"note": str(uuid4()), "version": 1, "epoch": 1, "nonce": "n" * 32, "sealed": SHORTEST_NOTE}
    assert send(browser, "written", note, pair.pk).json() == {"version": 1}
    assert send(browser, "written", note | {"version": 3}, pair.pk).status_code == 409
    assert send(browser, "written", note | {"sealed": SHORTEST_NOTE[1:]}, pair.pk).status_code == 422
    assert send(browser, "written", note | {"note": "none"}, pair.pk).status_code == 422
    assert send(client_for(founder), "written", note | {"version": 2}, pair.pk).status_code == 403
    shown = client_for(founder).get(reverse("vault:contents", args=[pair.pk])).json()
    assert [(one["author"], one["name"]) for one in shown["notes"]] == [(member.pk, "Mara Member")]
    assert [one["sealed"] for one in shown["sealed"]] == [SHORTEST_NOTE]
    place = reverse("vault:note", args=[pair.pk, note["note"]])
    for other in (administrator, outsider):
        for address in (reverse("vault:contents", args=[pair.pk]), place, reverse("vault:notes", args=[pair.pk])):
            answer = client_for(other).get(address)
            assert answer.status_code == 404
            assert SHORTEST_NOTE not in answer.content.decode()
        assert client_for(other).delete(place).status_code == 404
        assert send(client_for(other), "written", note | {"version": 2}, pair.pk).status_code == 404
    assert len(client_for(founder).get(place).json()["versions"]) == 1
    assert client_for(founder).delete(place).status_code == 403
    assert browser.delete(place).status_code == 200
    assert SHORTEST_NOTE not in browser.get(reverse("vault:contents", args=[pair.pk])).content.decode()


def test_who_was_let_out_gets_nothing_more(
    pair: Group, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    let_out(pair, by=member, person=founder)
    browser = client_for(founder)
    for name in ("notes", "contents"):
        answer = browser.get(reverse(f"vault:{name}", args=[pair.pk]))
        assert answer.status_code == 403
        assert "Mara" not in answer.content.decode()


def test_what_is_larger_than_a_note_can_be_is_refused(pair: Group, member: Person, client_for: BrowserFor) -> None:
    answer = send(client_for(member), "written", b" " * 70_000, pair.pk)
    assert answer.status_code == 422
    assert answer.json() == {"problem": "This is larger than a note can be."}


def test_who_is_too_quick_is_asked_to_wait(
    pair: Group, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    for person in (member, founder):
        without_password(person)
    browser = client_for(member)
    told = {"number": 9, "version": 9, "sealed": BUNDLE}
    answers = [send(browser, "reseal", told).status_code for _ in range(31)]
    assert answers == [409] * 30 + [429]
    assert send(client_for(founder), "reseal", told).status_code == 409


def test_a_room_above_says_what_its_groups_are_called(pair: Group) -> None:
    places = Places()
    assert places.places_of("pair", 1, [pair.pk]) == {}
    places.fill("pair", lambda viewer, groups: {group: GroupPlace(f"{viewer}'s") for group in groups})
    assert places.places_of("pair", 1, [pair.pk]) == {pair.pk: GroupPlace("1's")}
    assert places.places_of("circle", 1, [pair.pk]) == {}
    assert (places.speaks_for("pair"), places.speaks_for("circle")) == (True, False)
    with pytest.raises(ValueError, match="speaks for groups"):
        places.fill("pair", lambda viewer, groups: {})


def test_a_key_of_a_note_means_nothing_in_another_group(
    in_scope: Organisation, pair: Group, member: Person, client_for: BrowserFor
) -> None:
    other = start_group(in_scope, by=member, members=[member], kind="pair")
    note = Note.objects.create(
        organisation=in_scope, group=pair, key=uuid4(), author=member, version=1, created_at=pair.created_at
    )
    assert client_for(member).get(reverse("vault:note", args=[other.pk, note.key])).status_code == 404
    assert client_for(member).delete(reverse("vault:note", args=[other.pk, note.key])).status_code == 404


@pytest.mark.parametrize("start", [500, 2**63, 10**30])
def test_behind_the_last_note_there_is_none(start: int, pair: Group, member: Person, client_for: BrowserFor) -> None:
    answer = client_for(member).get(reverse("vault:older", args=[pair.pk, start]))
    assert (answer.status_code, answer.json()) == (200, {"notes": []})
