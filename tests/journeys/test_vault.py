"""Notes that only their readers open: written by two browsers, opened by another library, looked for everywhere."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from tests.journeys.conftest import WalkIn
from tests.journeys.house import House
from tests.journeys.sealing import Holder, epoch_key, make_epoch, make_note, open_note, to_text
from tests.journeys.visitors import Watch
from tests.journeys.visitors import walk_in as come_in

KEY_PAGE = "/me/vault/"
# Starts a group of these parts; whatever keys were made in this house before are gone.
START = """
import django
django.setup()
from roost.doors.demo.access import person_of_part
from roost.ground.kit.scopes import everywhere
from roost.ground.people.access import organisation_for
from roost.ground.vault.actions import start_group
from roost.ground.vault.models import Keyring
with everywhere():
    people = [person_of_part(part) for part in {parts!r}]
    Keyring.objects.filter(person__in=people).delete()
    print(start_group(organisation_for(people[0]), by=people[0], members=people, kind="journey").pk)
"""
# Leaves the house as it was: no keys, and no group of these tests.
END = """
import django
django.setup()
from roost.ground.kit.scopes import everywhere
from roost.ground.vault.models import Group, Keyring
with everywhere():
    Group.objects.filter(kind="journey").delete()
    Keyring.objects.all().delete()
"""
CHANGE = """
import django
django.setup()
from roost.doors.demo.access import person_of_part
from roost.ground.kit.scopes import everywhere
from roost.ground.vault.actions import let_in, let_out
from roost.ground.vault.models import Epoch, Group, Keyring, NoteVersion
def flip(text, place=-9):
    letter = "A" if text[place] != "A" else "B"
    return text[:place] + letter + text[place:][1:]
with everywhere():
    group = Group.objects.get(pk={group!r})
    {act}
"""

# What PostgreSQL holds, which has no files here to look through.
DUMP = """
import django
django.setup()
from django.core.management import call_command
from roost.ground.kit.scopes import everywhere
with everywhere():
    call_command("dumpdata")
"""


class Writer:
    """Somebody with a browser who writes; whatever the browser sends is kept, to be looked through."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.passphrase = f"harbour lights {secrets.token_hex(6)}"
        self.code = ""
        self.sent: list[str] = []
        page.on("request", self._sends)

    def _sends(self, request: Request) -> None:
        self.sent.append(f"{request.url} {request.post_data or ''} {request.headers}")

    def make_key(self) -> None:
        self.page.goto(KEY_PAGE)
        self.choose("make", "Make my key")
        self.write_code_down()

    def choose(self, prefix: str, button: str) -> None:
        self.page.locator(f"#{prefix}-secret").fill(self.passphrase)
        self.page.locator(f"#{prefix}-again").fill(self.passphrase)
        self.page.get_by_role("button", name=button).click()

    def write_code_down(self) -> None:
        shown = self.page.locator("[data-code]")
        expect(shown).to_have_text(re.compile(r"^([0-9A-Z]{5}-){7}[0-9A-Z]{5}$"))
        self.code = shown.inner_text()
        self.page.get_by_label("I wrote it down").check()
        self.page.get_by_role("button", name="Keep my key").click()
        expect(self.page.get_by_text("Your key is open in this tab")).to_be_visible()

    def open_key(self) -> None:
        self.page.get_by_label("Your passphrase for notes").fill(self.passphrase)
        self.page.get_by_role("button", name="Open", exact=True).click()

    def write(self, title: str, text: str) -> None:
        self.page.get_by_label("Title").fill(title)
        self.page.get_by_label("What do you want to keep?").fill(text)
        self.page.get_by_role("button", name="Keep it").first.click()
        expect(self.note(title)).to_contain_text(text)

    def note(self, title: str) -> Any:
        return self.page.locator("article", has=self.page.get_by_role("heading", name=title, exact=True))

    def ask(self, path: str) -> Any:
        return self.page.request.get(path).json()

    def send(self, path: str, told: Any) -> int:
        """Send something as the page's scripts do, and give the status."""
        script = """([path, told]) => fetch(path, {method: "POST", body: JSON.stringify(told),
            headers: {"X-CSRFToken": document.getElementById("vault").dataset.token}}).then(answer => answer.status)"""
        return int(self.page.evaluate(script, [path, told]))


@pytest.fixture
def start(house: House) -> Iterator[Callable[..., str]]:
    """Give a starter of groups: `start("member", "founder")` gives the path of their notes."""

    def start(*parts: str) -> str:
        return f"/notes/{house.run(START.format(parts=parts))}/"

    yield start
    house.run(END)


@pytest.fixture
def change(house: House) -> Callable[[str, str], None]:
    def change(notes: str, act: str) -> None:
        house.run(CHANGE.format(group=notes.split("/")[2], act=act))

    return change


def test_what_the_browser_sealed_opens_in_another_library(walk_in: WalkIn, start: Callable[..., str]) -> None:
    notes = start("member", "founder")
    member, founder = Writer(walk_in("member")), Writer(walk_in("founder"))
    member.make_key()
    founder.make_key()
    member.page.goto(notes)
    member.write("First", "What the browser wrote: naïve, 😀, “quoted”.")
    contents = member.ask(f"{notes}contents/")
    mine = Holder.opened(contents["me"], "passphrase", member.passphrase)
    theirs = Holder.opened(founder.ask("/me/vault/keys/"), "recovery", founder.code)
    for holder in (mine, theirs):
        told = open_note(contents, contents["notes"][0], epoch_key(contents, 1, holder))
        assert told == {"title": "First", "text": "What the browser wrote: naïve, 😀, “quoted”."}


def test_what_another_library_sealed_opens_in_the_browser(walk_in: WalkIn, start: Callable[..., str]) -> None:
    notes = start("member", "founder")
    member, founder = Writer(walk_in("member")), Writer(walk_in("founder"))
    member.make_key()
    founder.page.goto(KEY_PAGE)
    holder = Holder.new(founder.ask("/me/vault/keys/")["person"])
    bundles = {"sealed": holder.sealed("passphrase", founder.passphrase), "recovery": holder.sealed("recovery", "x")}
    assert founder.send("/me/vault/keys/", holder.public | bundles) == 200
    contents = founder.ask(f"{notes}contents/")
    epoch, key = make_epoch(contents, holder)
    assert founder.send(f"{notes}epochs/", epoch) == 200
    contents = founder.ask(f"{notes}contents/")
    note = make_note(contents, holder, key, title="Made elsewhere", text="Sealed by another library: 😀")
    assert founder.send(f"{notes}written/", note) == 200
    member.page.goto(notes)
    expect(member.note("Made elsewhere")).to_contain_text("Sealed by another library: 😀")
    founder.page.goto(notes)
    founder.open_key()
    expect(founder.note("Made elsewhere")).to_be_visible()


def disguised(word: str) -> list[str]:
    """Give a word as it is, and as it would stand in base64 wherever it began."""
    return [word, *(to_text(b"-" * shift + word.encode())[4:-4] for shift in range(3))]


def test_no_word_passphrase_code_or_key_leaves_the_browser(
    walk_in: WalkIn, start: Callable[..., str], house: House
) -> None:
    notes = start("member", "founder")
    writers = Writer(walk_in("member")), Writer(walk_in("founder"))
    canaries = []
    for writer in writers:
        writer.make_key()
    for writer in writers:
        writer.page.goto(notes)
        for _ in range(2):
            canaries += [f"title{secrets.token_hex(8)}", f"text{secrets.token_hex(8)}"]
            writer.write(*canaries[-2:])
    writers[0].page.reload()
    expect(writers[0].note(canaries[-2])).to_contain_text(canaries[-1])
    first = writers[1].page
    first.reload()
    first.get_by_role("button", name="Lock", exact=True).click()
    writers[1].open_key()
    expect(writers[1].note(canaries[0])).to_be_visible()
    contents = writers[0].ask(f"{notes}contents/")
    holder = Holder.opened(contents["me"], "passphrase", writers[0].passphrase)
    canaries += [to_text(epoch_key(contents, 1, holder)), to_text(bytes(holder.box)), to_text(bytes(holder.sign))[:-2]]
    for writer in writers:
        canaries += [writer.passphrase, writer.passphrase.replace(" ", "+"), writer.passphrase.replace(" ", "%20")]
        canaries += [writer.code, writer.code.replace("-", "")]
    if "ROOST_DATABASE_URL" in house.environ:
        (house.folder / "data" / "dump").write_text(house.run(DUMP))
    kept = [path.read_bytes() for path in house.folder.rglob("*") if path.is_file()]
    sent = "\n".join(line for writer in writers for line in writer.sent)
    assert any(b"vault_noteversion" in content for content in kept)
    assert "/written/" in sent
    for canary in [form for word in canaries for form in disguised(word)]:
        assert not [content for content in kept if canary.encode() in content]
        assert canary not in sent


def test_whatever_is_changed_by_one_bit_is_refused(walk_in: WalkIn) -> None:
    page = walk_in("member")
    page.goto(KEY_PAGE)
    assert page.evaluate(Path(__file__).with_name("flipped.js").read_text()) == []


def test_a_changed_database_is_told_in_plain_words(
    walk_in: WalkIn, start: Callable[..., str], change: Callable[[str, str], None]
) -> None:
    notes = start("member", "founder")
    member, founder = Writer(walk_in("member")), Writer(walk_in("founder"))
    member.make_key()
    founder.make_key()
    member.page.goto(notes)
    member.write("Sound", "This one is whole.")
    change(notes, "v = NoteVersion.objects.get(note__group=group); v.sealed = flip(v.sealed); v.save()")
    member.page.reload()
    expect(member.page.get_by_text("This note was changed on its way")).to_be_visible()
    expect(member.page.get_by_text("This one is whole.")).to_have_count(0)
    change(notes, "e = Epoch.objects.get(group=group); e.signature = flip(e.signature); e.save()")
    member.page.reload()
    expect(member.page.get_by_text("could not sign it. Nothing is opened")).to_be_visible()
    expect(member.page.get_by_role("button", name="Keep it")).to_have_count(0)
    change(notes, "k = Keyring.objects.get(person=person_of_part('member')); k.sealed = flip(k.sealed); k.save()")
    member.page.evaluate("sessionStorage.clear()")
    member.page.reload()
    member.open_key()
    expect(member.page.get_by_text("This passphrase does not open your key")).to_be_visible()


def test_a_server_that_gives_less_than_before_is_noticed(
    walk_in: WalkIn, start: Callable[..., str], change: Callable[[str, str], None]
) -> None:
    notes = start("member", "founder")
    member, founder = Writer(walk_in("member")), Writer(walk_in("founder"))
    member.make_key()
    founder.make_key()
    member.page.goto(notes)
    member.write("Seen", "I saw this.")
    founder.page.goto(notes)
    expect(founder.note("Seen")).to_be_visible()
    change(notes, "group.notes.all().delete()")
    founder.page.reload()
    expect(founder.page.get_by_text("Something that you saw here is missing or older")).to_be_visible()
    expect(founder.page.get_by_role("button", name="Keep it")).to_have_count(0)
    founder.page.get_by_role("button", name="I know why; go on").click()
    founder.write("After that", "Knowingly.")


def test_a_forgotten_passphrase_is_replaced_by_the_code(walk_in: WalkIn, start: Callable[..., str]) -> None:
    start("member", "founder")
    member = Writer(walk_in("member"))
    page = member.page
    member.make_key()
    before = member.ask("/me/vault/keys/")["keys"]
    page.get_by_role("button", name="Lock it").click()
    page.get_by_role("button", name="I forgot my passphrase").click()
    page.get_by_label("Recovery code").fill("00000 " + member.code[6:])
    member.passphrase += " anew"
    member.choose("recover", "Open and change the passphrase")
    expect(page.get_by_text("This code does not open your key")).to_be_visible()
    page.get_by_label("Recovery code").fill(member.code.lower().replace("-", " ").replace("1", "l"))
    page.get_by_role("button", name="Open and change the passphrase").click()
    expect(page.get_by_text("Your key is open in this tab")).to_be_visible()
    after = member.ask("/me/vault/keys/")["keys"]
    assert (after["box"], after["number"], after["version"]) == (before["box"], 1, 2)
    page.get_by_role("button", name="Change the passphrase").click()
    page.get_by_label("Your present passphrase").fill(member.passphrase)
    member.passphrase += " again"
    member.choose("change", "Change it")
    expect(page.get_by_text("Your key is open in this tab")).to_be_visible()
    page.get_by_role("button", name="Lock it").click()
    member.open_key()
    expect(page.get_by_text("Your key is open in this tab")).to_be_visible()


def test_an_opened_key_closes_after_half_an_hour_and_for_anybody_else(
    walk_in: WalkIn, start: Callable[..., str]
) -> None:
    notes = start("member", "founder")
    member = Writer(walk_in("member"))
    page = member.page
    page.clock.install()
    member.make_key()
    page.goto(notes)
    expect(page.get_by_role("heading", name="Who reads here")).to_be_visible()
    page.clock.fast_forward("29:00")
    page.keyboard.press("Shift")
    page.clock.fast_forward("29:00")
    expect(page.get_by_role("heading", name="Who reads here")).to_be_visible()
    page.clock.fast_forward("02:00")
    expect(page.get_by_role("heading", name="Open your key")).to_be_visible()
    assert page.evaluate("sessionStorage.getItem('roost.vault.opened')") is None
    member.open_key()
    expect(page.get_by_role("heading", name="Who reads here")).to_be_visible()
    page.context.clear_cookies()
    come_in(page, "founder")
    page.goto(notes)
    expect(page.get_by_text("First make your key")).to_be_visible()
    assert page.evaluate("sessionStorage.getItem('roost.vault.opened')") is None


def test_a_new_key_is_used_only_once_it_was_compared(walk_in: WalkIn, start: Callable[..., str]) -> None:
    notes = start("member", "founder")
    member, founder = Writer(walk_in("member")), Writer(walk_in("founder"))
    member.make_key()
    founder.page.goto(notes)
    expect(founder.page.get_by_text("First make your key")).to_be_visible()
    member.page.goto(notes)
    expect(member.page.get_by_text("has no key yet. Writing begins when")).to_be_visible()
    expect(member.page.get_by_role("button", name="Keep it")).to_have_count(0)
    founder.make_key()
    member.page.reload()
    member.write("Before", "Written under the first keys.")
    # The founder loses everything.
    founder.page.get_by_role("button", name="Lock it").click()
    founder.page.get_by_role("button", name="I lost passphrase and code").click()
    founder.page.get_by_label("I lost both, and I know").check()
    founder.choose("lost", "Make a new key")
    founder.write_code_down()
    figures = founder.page.locator("[data-figures]").inner_text()
    assert re.fullmatch(r"(\d{5} ){11}\d{5}", figures)
    founder.page.goto(notes)
    expect(founder.page.get_by_text("You are not yet among those who read")).to_be_visible()
    expect(founder.page.get_by_text("under a key that you no longer have")).to_be_visible()
    member.page.reload()
    expect(member.page.get_by_text("has a new key")).to_be_visible()
    expect(member.page.get_by_role("button", name="Keep it")).to_have_count(0)
    assert len(member.ask(f"{notes}contents/")["epochs"]) == 1
    expect(member.page.locator(".notice .figures")).to_have_text(figures)
    member.page.get_by_role("button", name="We compared: they are the same").click()
    member.write("After", "Written under the new ones.")
    founder.page.reload()
    expect(founder.note("After")).to_be_visible()
    expect(founder.note("Before")).to_have_count(0)
    # What was written before is handed over by an act of its own.
    member.page.get_by_role("button", name="Share it with").click()
    expect(member.page.get_by_role("button", name="Share it with")).to_have_count(0)
    founder.page.reload()
    expect(founder.note("Before")).to_contain_text("Written under the first keys.")


def test_who_leaves_reads_nothing_more_and_the_next_note_has_a_new_key(
    walk_in: WalkIn, start: Callable[..., str], change: Callable[[str, str], None], watches: list[Watch]
) -> None:
    notes = start("member", "founder", "leader")
    writers = [Writer(walk_in(part)) for part in ("member", "founder", "leader")]
    member, founder, leader = writers
    for writer in writers:
        writer.make_key()
    member.page.goto(notes)
    member.write("Together", "All three read this.")
    leader.page.goto(notes)
    expect(leader.note("Together")).to_be_visible()
    change(notes, "let_out(group, by=person_of_part('member'), person=person_of_part('leader'))")
    assert leader.page.request.get(f"{notes}contents/").status == 403
    assert leader.page.goto(notes).status == 403
    assert founder.ask(f"{notes}contents/")["members"][0].keys() >= {"box"}
    # Whoever still has the old page open cannot write under the old key: the page takes the next one.
    member.page.get_by_label("Title").fill("The two of us")
    member.page.get_by_label("What do you want to keep?").fill("One left.")
    member.page.get_by_role("button", name="Keep it").first.click()
    expect(member.page.get_by_text("Something changed meanwhile")).to_be_visible()
    watches[0].faults.clear()
    member.page.get_by_role("button", name="Keep it").first.click()
    expect(member.note("The two of us")).to_be_visible()
    contents = member.ask(f"{notes}contents/")
    assert [note["epoch"] for note in contents["notes"]] == [2, 1]
    assert len(contents["members"]) == 2
    # Somebody who comes in reads from then on.
    change(notes, "let_in(group, by=person_of_part('member'), person=person_of_part('leader'))")
    founder.page.goto(notes)
    founder.page.get_by_role("button", name="We compared: they are the same").click()
    founder.write("Three again", "Welcome back.")
    leader.page.goto(notes)
    expect(leader.note("Three again")).to_be_visible()
    expect(leader.note("Together")).to_be_visible()
    expect(leader.note("The two of us")).to_have_count(0)
    expect(leader.page.get_by_text("Written before you came")).to_have_count(1)


def test_a_note_is_changed_looked_back_at_taken_along_and_deleted(
    walk_in: WalkIn, start: Callable[..., str], watches: list[Watch]
) -> None:
    notes = start("member", "founder")
    member, founder = Writer(walk_in("member")), Writer(walk_in("founder"))
    page = member.page
    member.make_key()
    founder.make_key()
    page.goto(notes)
    member.write("Goal", "First words.")
    second = page.context.new_page()
    second.goto(notes)
    second.get_by_label("Your passphrase for notes").fill(member.passphrase)
    second.get_by_role("button", name="Open", exact=True).click()
    second.get_by_role("button", name="Change").click()
    page.get_by_role("button", name="Change").click()
    member.write("Goal", "Second words.")
    # The other tab still holds the first version.
    second.get_by_label("What do you want to keep?").fill("Third words.")
    second.get_by_role("button", name="Keep it").first.click()
    expect(second.get_by_text("Something changed meanwhile")).to_be_visible()
    expect(second.get_by_text("Second words.")).to_be_visible()
    watches[0].faults.clear()
    page.get_by_role("button", name="Earlier versions").click()
    expect(page.get_by_text("First words.")).to_be_visible()
    with page.expect_download() as awaited:
        page.get_by_role("button", name="Download my notes").click()
    assert "Second words." in Path(awaited.value.path()).read_text()
    founder.page.goto(notes)
    expect(founder.note("Goal")).to_be_visible()
    expect(founder.page.get_by_role("button", name="Delete", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Delete Goal").click()
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_text("Deleted by its author.")).to_be_visible()
    founder.page.reload()
    expect(founder.page.get_by_text("Deleted by its author.")).to_be_visible()
    expect(founder.note("Goal")).to_have_count(0)
