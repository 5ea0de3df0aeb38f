"""The library's pages, as everybody finds them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from roost.ground.people.models import Affiliation, Organisation, Person
from roost.grow.library.actions import Words, add_item, return_item, say_tried, withdraw_item
from roost.grow.library.models import Item, Kind, Tried
from roost.grow.library.reads.rendering import rendered

BrowserFor = Callable[[Person | None], Client]
SEARCH = "/grow/library/"
LINK = {
    "url": "https://example.org/bees",
    "title": "How bees decide",
    "why": "A hive takes its time.",
    "minutes": "8",
    "behaviours": ["deciding"],
    "key": "0" * 32,
}


def page(name: str, thing: int | str) -> str:
    return reverse(f"library:{name}", args=[thing])


@pytest.fixture
def note(in_scope: Organisation, member: Person) -> Item:
    words = Words(
        "Three first", "We ask three.", 3, ["deciding"], text="# Ask\n\n[them](https://example.org) <b>now</b>"
    )
    return add_item(in_scope, by=member, kind=Kind.NOTE, words=words, key="1" * 32)


def test_a_worry_finds_its_card_first_and_says_why(
    in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    text = client_for(member).get(SEARCH, {"q": "I am scared of the board meeting"}).text
    assert "Promise the next word" in text
    assert "which speaks of Confidence." in text
    assert "“scared”" in text


def test_everything_there_is_stands_on_the_first_page(
    in_scope: Organisation, member: Person, note: Item, client_for: BrowserFor
) -> None:
    browser = client_for(member)
    text = browser.get(SEARCH).text
    assert text.count("/grow/library/cards/") == 16
    assert "Three first" in text
    assert "From Mara Member" in text
    only = browser.get(SEARCH, {"kind": "note", "behaviour": "deciding"}).text
    assert "Three first" in only
    assert "/grow/library/cards/" not in only
    assert "Nobody has added anything of this kind yet" in browser.get(SEARCH, {"kind": "video"}).text
    assert "Three first" not in browser.get(SEARCH, {"behaviour": "proactive"}).text
    assert browser.get(SEARCH, {"kind": "nonsense", "behaviour": "nonsense", "page": "x"}).status_code == 200


def test_nothing_found_says_what_to_do(in_scope: Organisation, member: Person, client_for: BrowserFor) -> None:
    text = client_for(member).get(SEARCH, {"q": "xyzzy"}).text
    assert "Nothing speaks of this yet" in text
    assert "Say it in other words" in text


def test_a_misspelt_word_is_read_anew_and_says_so(
    in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    assert "“dedline” was also read as “deadline”" in client_for(member).get(SEARCH, {"q": "dedline"}).text


def test_a_link_is_added_found_changed_and_deleted(
    in_scope: Organisation, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    browser = client_for(member)
    for _ in range(2):
        told = browser.post(page("add", "link"), LINK, follow=True)
        assert "It opens elsewhere, not in Roost:" in told.text
    item = Item.objects.get()
    assert "How bees decide" in client_for(founder).get(SEARCH, {"q": "hive"}).text
    changed = {key: value for key, value in LINK.items() if key != "key"} | {"title": "Ants", "version": "1"}
    assert browser.post(page("change", item.pk), changed).status_code == 302
    late = browser.post(page("change", item.pk), changed | {"title": "Wasps"})
    assert late.status_code == 409
    assert "Kept now" in late.text
    assert ("Ants" in late.text, "Wasps" in late.text) == (True, True)
    assert browser.post(page("change", item.pk), changed | {"title": "Wasps", "version": "2"}).status_code == 302
    assert "Delete this for good?" in browser.get(page("delete", item.pk)).text
    browser.post(page("delete", item.pk))
    assert not Item.objects.exists()


def test_a_document_is_sent_as_a_file_that_may_run_nothing(
    in_scope: Organisation, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    file = SimpleUploadedFile("evil.html", b"<script>alert(1)</script>", content_type="text/html")
    told = {key: value for key, value in LINK.items() if key != "url"} | {"title": "Grüße/../x", "file": file}
    assert client_for(member).post(page("add", "document"), told).status_code == 302
    answer = client_for(founder).get(page("file", Item.objects.get().pk))
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="grue')
    assert "/.." not in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer.getvalue() == b"<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("link", LINK | {"url": "javascript:alert(1)"}),
        ("link", LINK | {"minutes": "many"}),
        ("link", LINK | {"behaviours": []}),
        ("link", LINK | {"behaviours": ["deciding", "proactive", "compassion", "confidence"]}),
        ("note", LINK | {"text": ""}),
        ("document", LINK),
        ("document", LINK | {"file": SimpleUploadedFile("a.pdf", b"\x89PNG")}),
    ],
)
def test_what_cannot_be_added_is_said_on_the_page(
    kind: str, told: dict[str, object], in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    answer = client_for(member).post(page("add", kind), told)
    assert answer.status_code == 422
    assert "field-error" in answer.text
    assert not Item.objects.exists()


def test_something_else_sent_with_a_form_that_was_sent_stays_in_the_form(
    in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    browser = client_for(member)
    browser.post(page("add", "link"), LINK)
    answer = browser.post(page("add", "link"), LINK | {"title": "How ants decide"})
    assert answer.status_code == 422
    assert "This form added an item already." in answer.text
    assert "How ants decide" in answer.text
    assert LINK["key"] not in answer.text
    assert Item.objects.count() == 1


def test_a_lot_at_once_is_asked_to_wait_and_listed_by_pages(
    in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    browser = client_for(member)
    answers = [browser.post(page("add", "link"), LINK | {"key": f"{number:032}"}) for number in range(61)]
    assert (answers[59].status_code, answers[60].status_code) == (302, 422)
    assert "a lot in a short time" in answers[60].text
    assert browser.get("/grow/library/mine/").text.count("<h3>") == 12
    assert browser.get("/grow/library/mine/", {"page": 5}).text.count("<h3>") == 12


def test_there_is_nothing_of_another_kind(in_scope: Organisation, member: Person, client_for: BrowserFor) -> None:
    assert client_for(member).get(page("add", "spell")).status_code == 404
    assert client_for(member).get(page("card", "spell")).status_code == 404


def test_what_is_withdrawn_or_removed_says_so_to_its_person(
    in_scope: Organisation, member: Person, administrator: Person, note: Item, client_for: BrowserFor
) -> None:
    browser, theirs = client_for(member), client_for(administrator)
    assert "Only you find it now." in browser.post(page("withdraw", note.pk), follow=True).text
    assert "Withdrawn: only you find it." in browser.get("/grow/library/mine/").text
    assert theirs.get(page("item", note.pk)).status_code == 404
    assert "Everybody here finds it again." in browser.post(page("return", note.pk), follow=True).text
    assert "Remove it for everybody" in theirs.get(page("item", note.pk)).text
    theirs.post(page("remove", note.pk), {"why": "It names a customer."})
    assert "It names a customer." in browser.get(page("item", note.pk)).text
    assert "It names a customer." in browser.get("/grow/library/mine/").text
    assert "Change it" not in browser.get(page("item", note.pk)).text


@pytest.mark.parametrize("name", ["card", "item"])
def test_who_here_tried_this_is_what_people_let_others_read(
    name: str, in_scope: Organisation, member: Person, founder: Person, note: Item, client_for: BrowserFor
) -> None:
    thing = "deciding" if name == "card" else note.pk
    mine, theirs, address = client_for(member), client_for(founder), page(name, thing)
    say = page(f"{name}-tried", thing)
    assert "Nobody has told here yet" in mine.get(address).text
    kept = mine.post(say, {"words": "Slept on it.", "shared": "no", "version": "0"}, follow=True)
    assert "Kept, for you alone." in kept.text
    for text in (theirs.get(address).text, theirs.get(SEARCH).text):
        assert "Slept on it." not in text
        assert "Mara Member</strong>" not in text
    mine.post(say, {"words": "Slept on it.", "shared": "yes", "version": "1"})
    assert "Slept on it." in theirs.get(address).text
    late = mine.post(say, {"words": "Tossed a coin.", "shared": "yes", "version": "1"})
    assert late.status_code == 409
    assert "Kept now: Slept on it." in late.text
    assert mine.post(say, {"words": "", "shared": "yes", "version": "2"}).status_code == 422
    untried = page("untried", Tried.objects.get().pk)
    theirs.post(untried)
    assert Tried.objects.exists()
    for _ in range(2):
        assert "Taken back." in mine.post(untried, follow=True).text
    assert not Tried.objects.exists()


def test_a_line_on_what_is_no_longer_found_is_ones_own_and_can_be_taken_back(
    in_scope: Organisation, member: Person, founder: Person, note: Item, client_for: BrowserFor
) -> None:
    line = say_tried(in_scope, by=founder, thing=note, words="Asked my aunt.", is_shared=True)
    owner, browser = client_for(member), client_for(founder)
    assert "Asked my aunt." in owner.get(page("item", note.pk)).text
    withdraw_item(note, by=member)
    assert "Asked my aunt." not in owner.get(page("item", note.pk)).text
    text = browser.get("/grow/library/mine/").text
    assert "Asked my aunt." in text
    assert "Three first" in text
    assert "Taken back." in browser.post(page("untried", line.pk), follow=True).text
    return_item(note, by=member)
    assert "Asked my aunt." not in owner.get(page("item", note.pk)).text


def test_what_somebody_shared_who_left_is_read_by_nobody_else(
    in_scope: Organisation, member: Person, founder: Person, note: Item, client_for: BrowserFor, noon: datetime
) -> None:
    for thing in (note, "deciding"):
        say_tried(in_scope, by=founder, thing=thing, words="Asked my aunt.", is_shared=True)
    Affiliation.objects.filter(person=founder).update(ends_on=noon.date())
    for address in (page("item", note.pk), page("card", "deciding")):
        assert "Asked my aunt." not in client_for(member).get(address).text


def test_who_tried_stands_in_the_order_of_names(
    in_scope: Organisation, make_person: Callable[..., Person], member: Person, client_for: BrowserFor
) -> None:
    for name in ("Zoe", "Anna", "Mia"):
        say_tried(in_scope, by=make_person(name), thing="deciding", words=f"{name} did", is_shared=True)
    text = client_for(member).get(page("card", "deciding")).text
    assert sorted(["Zoe", "Anna", "Mia"], key=lambda name: text.index(f"{name} did")) == ["Anna", "Mia", "Zoe"]


def test_what_colleagues_elsewhere_tried_stays_there(
    in_scope: Organisation, member: Person, outsider: Person, client_for: BrowserFor
) -> None:
    say_tried(in_scope, by=member, thing="deciding", words="Slept on it.", is_shared=True)
    assert "Slept on it." not in client_for(outsider).get(page("card", "deciding")).text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>\n"),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>\n"),
        ("[a](data:text/html,x)", "<p>[a](data:text/html,x)</p>\n"),
        ("[a](//elsewhere.example)", "<p>[a](//elsewhere.example)</p>\n"),
        ("[a](/me/)", "<p>[a](/me/)</p>\n"),
        ("[a](https://b.org)", '<p><a href="https://b.org" rel="noopener noreferrer">a</a></p>\n'),
        ("<https://b.org>", '<p><a href="https://b.org" rel="noopener noreferrer">https://b.org</a></p>\n'),
        ("![a](https://b.org/a.png)", '<p>!<a href="https://b.org/a.png" rel="noopener noreferrer">a</a></p>\n'),
        ("# One\n\n## Two", "<h2>One</h2>\n<h3>Two</h3>\n"),
        ("## Two", "<h2>Two</h2>\n"),
    ],
)
def test_markdown_shows_no_more_than_it_may(text: str, html: str) -> None:
    assert rendered(text) == html


def test_what_only_bears_the_same_behaviour_does_not_flood_a_worry(
    in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    for number in range(6):
        words = Words(f"Gardening {number}", "For quiet evenings.", 2, ("confidence",), text="Roses, mostly.")
        add_item(in_scope, by=member, kind=Kind.NOTE, words=words, key=f"{number:032x}")
    words = Words("Before the board", "I was scared too.", 2, ("confidence",), text="Breathe, then begin.")
    add_item(in_scope, by=member, kind=Kind.NOTE, words=words, key="a" * 32)
    text = client_for(member).get(SEARCH, {"q": "I am scared of the board meeting"}).text
    assert "Before the board" in text
    assert text.count("Gardening") == 3
