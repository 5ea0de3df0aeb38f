"""Notes that only their readers open: written by two browsers, opened by another library, looked for everywhere."""

from __future__ import annotations

import json
import re
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.journeys.conftest import WalkIn
from tests.journeys.house import House
from tests.journeys.sealing import Holder, epoch_key, make_epoch, make_note, open_note, to_text
from tests.journeys.visitors import Watch
from tests.journeys.visitors import walk_in as come_in

KEY_PAGE = "/me/vault/"
KEYS = "/me/vault/keys/"
OPENED = "sessionStorage.getItem('roost.vault.opened')"
CODE = "-".join(["0A1B2"] * 8)
# Has the shape of sealed keys and opens with nothing.
SHAPED = ".".join(["s" * 22, "n" * 32, "c" * 222])
# Does in the house what its keeper could, one script after the other; starting Django anew for each would take longer.
KEEPER = """
import contextlib, io, json, sys
import django
django.setup()
from django.core.management import call_command
from roost.doors.demo.access import person_of_part
from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere
from roost.ground.people.access import organisation_for
from roost.ground.vault.actions import close_group, let_in, let_out, start_group
from roost.ground.vault.models import EarlierKeyring, Epoch, Group, Keyring, Note, NoteVersion
def flip(text, place=-9):
    letter = "A" if text[place] != "A" else "B"
    return text[:place] + letter + text[place:][1:]
for line in sys.stdin:
    said = io.StringIO()
    with everywhere(), contextlib.redirect_stdout(said):
        exec(json.loads(line))
    print(json.dumps(said.getvalue()), flush=True)
"""
# Starts a group of these parts, who have these keys; whatever was there of such groups and keys before is gone.
START = """
Group.objects.filter(kind="journey").delete()
for rings in (Keyring, EarlierKeyring):
    rings.objects.all().delete()
people = [person_of_part(part) for part in {parts!r}]
for person, keys in zip(people, {keys!r}):
    if keys:
        Keyring.objects.create(person=person, made_at=clock.now(), **keys)
group = start_group(organisation_for(people[0]), by=people[0], members=people, kind="journey")
print(json.dumps([str(group.pk), [person.pk for person in people]]))
"""
# Leaves the house as it was: no keys, and no group of these tests.
END = """
Group.objects.filter(kind="journey").delete()
for rings in (Keyring, EarlierKeyring):
    rings.objects.all().delete()
"""
# Other keys for a part, as if they had lost theirs.
REPLACE = "Keyring.objects.filter(person=person_of_part({part!r})).update(**{keys!r})"

Keeper = Callable[[str], str]
Change = Callable[[str, str], None]


class Writer:
    """Somebody with a browser who writes; whatever the browser sends is kept, to be looked through."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.passphrase = f"harbour lights {secrets.token_hex(6)}"
        self.code = CODE
        self.person = 0
        self.holder = Holder.new(0)
        self.sent: list[str] = []
        page.on("request", self._sends)

    def _sends(self, request: Request) -> None:
        self.sent.append(f"{request.url} {request.post_data or ''} {request.headers}")

    def ring(self, *, opens: bool) -> dict[str, str]:
        """Give the keys as the server keeps them; sealing them costs a while, and few tests open them again."""
        locks = {"sealed": ("passphrase", self.passphrase), "recovery": ("recovery", self.code)}
        bundles = {name: self.holder.sealed(*lock) if opens else SHAPED for name, lock in locks.items()}
        return self.holder.public | bundles

    def hold(self, holder: Holder) -> None:
        """Have these keys open in the tab, as if the passphrase had been typed."""
        self.holder = holder
        opened = holder.public | {"person": holder.person, "boxSecret": to_text(bytes(holder.box))}
        opened["signSecret"] = to_text(bytes(holder.sign) + bytes(holder.sign.verify_key))
        script = """keys => sessionStorage.setItem(
            "roost.vault.opened", JSON.stringify({...keys, until: Date.now() + 1800000}))"""
        self.page.evaluate(script, opened)

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
        self.keep()
        expect(self.note(title)).to_contain_text(text)

    def keep(self) -> None:
        self.page.get_by_role("button", name="Keep it").first.click()

    def note(self, title: str) -> Any:
        return self.page.locator("article", has=self.page.get_by_role("heading", name=title, exact=True))

    def sees(self, words: str) -> None:
        expect(self.page.get_by_text(words).first).to_be_visible()

    def cannot_write(self) -> None:
        expect(self.page.get_by_role("button", name="Keep it")).to_have_count(0)

    def ask(self, path: str) -> Any:
        return self.page.request.get(path).json()

    def send(self, path: str, told: Any) -> int:
        """Send something as the page's scripts do, and give the status."""
        script = """([path, told]) => fetch(path, {method: "POST", body: JSON.stringify(told),
            headers: {"X-CSRFToken": document.getElementById("vault").dataset.token}}).then(answer => answer.status)"""
        return int(self.page.evaluate(script, [path, told]))


@pytest.fixture(scope="module")
def keeper(house: House) -> Iterator[Keeper]:
    """Give who keeps the house: runs a script there and gives what it prints."""
    command = [sys.executable, "-c", KEEPER]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    process = subprocess.Popen(command, env=house.environ, cwd=house.folder, **pipes)  # type: ignore[call-overload]

    def run(script: str) -> str:
        process.stdin.write(f"{json.dumps(script)}\n")
        process.stdin.flush()
        return str(json.loads(process.stdout.readline())).strip()

    yield run
    run(END)
    process.stdin.close()
    process.wait()


@pytest.fixture
def gather(walk_in: WalkIn, keeper: Keeper) -> Callable[..., Any]:
    """Give a starter of groups: the path of their notes, and a writer for each part, with keys open in the tab.

    `unkeyed` have no keys yet, and who `opens` can type a passphrase or a code.
    """

    def gather(*parts: str, unkeyed: tuple[str, ...] = (), opens: tuple[str, ...] = ()) -> tuple[Any, ...]:
        writers = [Writer(walk_in(part)) for part in parts]
        for writer, part in zip(writers, parts, strict=True):
            writer.person = int(keeper(f"print(person_of_part({part!r}).pk)"))
            writer.holder = Holder.new(writer.person)
        rings = [
            None if part in unkeyed else writer.ring(opens=part in opens)
            for writer, part in zip(writers, parts, strict=True)
        ]
        group, _people = json.loads(keeper(START.format(parts=parts, keys=rings)))
        for writer, part in zip(writers, parts, strict=True):
            if part not in unkeyed:
                writer.hold(writer.holder)
        return (f"/notes/{group}/", *writers)

    return gather


@pytest.fixture
def change(keeper: Keeper) -> Change:
    """Give a changer of what the house keeps of a group."""

    def change(notes: str, act: str) -> None:
        keeper(f"group = Group.objects.get(pk={notes.split('/')[2]!r}); {act}")

    return change


def test_what_the_browser_sealed_opens_in_another_library(gather: Callable[..., Any]) -> None:
    notes, member, founder = gather("member", "founder", unkeyed=("member",))
    member.make_key()
    member.page.goto(notes)
    member.write("First", "What the browser wrote: naïve, 😀, “quoted”.")
    contents = member.ask(f"{notes}contents/")
    by_words = Holder.opened(contents["me"], "passphrase", member.passphrase)
    by_code = Holder.opened(contents["me"], "recovery", member.code)
    for holder in (by_words, by_code, founder.holder):
        told = open_note(contents, contents["notes"][0] | contents["sealed"][0], epoch_key(contents, 1, holder))
        assert told == {"title": "First", "text": "What the browser wrote: naïve, 😀, “quoted”."}


def test_what_another_library_sealed_opens_in_the_browser(gather: Callable[..., Any]) -> None:
    notes, member, founder = gather("member", "founder", opens=("founder",))
    founder.page.goto(KEY_PAGE)
    contents = founder.ask(f"{notes}contents/")
    epoch, key = make_epoch(contents, founder.holder)
    assert founder.send(f"{notes}epochs/", epoch) == 200
    contents = founder.ask(f"{notes}contents/")
    note = make_note(contents, founder.holder, key, title="Made elsewhere", text="Sealed by another library: 😀")
    assert founder.send(f"{notes}written/", note) == 200
    member.page.goto(notes)
    expect(member.note("Made elsewhere")).to_contain_text("Sealed by another library: 😀")
    founder.page.evaluate("sessionStorage.clear()")
    founder.page.goto(notes)
    founder.open_key()
    expect(founder.note("Made elsewhere")).to_be_visible()


def disguised(word: str) -> list[str]:
    """Give a word as it is, and as it would stand in base64 wherever it began."""
    return [word, *(to_text(b"-" * shift + word.encode())[4:-4] for shift in range(3))]


def test_no_word_passphrase_code_or_key_leaves_the_browser(
    gather: Callable[..., Any], house: House, keeper: Keeper
) -> None:
    notes, *writers = gather("member", "founder", unkeyed=("member",))
    canaries = []
    writers[0].make_key()
    for writer in writers:
        writer.page.goto(notes)
        for _ in range(2):
            canaries += [f"title{secrets.token_hex(8)}", f"text{secrets.token_hex(8)}"]
            writer.write(*canaries[-2:])
    canaries += [f"title{secrets.token_hex(8)}", f"text{secrets.token_hex(8)}"]
    first = writers[0].page
    first.get_by_label("Title").fill(canaries[-2])
    first.get_by_label("What do you want to keep?").fill(canaries[-1])
    first.get_by_role("button", name="Lock", exact=True).click()
    expect(first.get_by_role("heading", name="Open your key")).to_be_visible()
    aside = first.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")
    assert "roost.vault.draft" in aside
    assert [canary for canary in canaries if canary in aside] == []
    writers[0].open_key()
    expect(writers[0].note(canaries[4])).to_be_visible()
    expect(first.get_by_label("What do you want to keep?")).to_have_value(canaries[-1])
    contents = writers[0].ask(f"{notes}contents/")
    holder = Holder.opened(contents["me"], "passphrase", writers[0].passphrase)
    canaries += [to_text(epoch_key(contents, 1, holder)), to_text(bytes(holder.box)), to_text(bytes(holder.sign))[:-2]]
    passphrase, code = writers[0].passphrase, writers[0].code
    canaries += [passphrase, passphrase.replace(" ", "+"), passphrase.replace(" ", "%20"), code, code.replace("-", "")]
    if "ROOST_DATABASE_URL" in house.environ:
        (house.folder / "data" / "dump").write_text(keeper("call_command('dumpdata')"))
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


def test_a_changed_database_is_told_in_plain_words(gather: Callable[..., Any], change: Change) -> None:
    notes, member, _founder = gather("member", "founder", opens=("member",))
    member.page.goto(notes)
    member.write("Sound", "This one is whole.")

    def add_words(route: Route) -> None:
        """Answer as a server that puts words of its own beside what is sealed."""
        answer = route.fetch()
        told = answer.json()
        for one in (*told["notes"], *told["sealed"]):
            one |= {"title": "Forged title", "text": "Forged text", "state": "open"}
        route.fulfill(response=answer, json=told)

    change(notes, "v = NoteVersion.objects.get(note__group=group); v.sealed = flip(v.sealed); v.save()")
    member.page.route("**/contents/", add_words)
    member.page.reload()
    member.sees("This note was changed on its way")
    expect(member.page.get_by_text(re.compile("This one is whole|Forged"))).to_have_count(0)
    member.page.unroute("**/contents/")
    change(notes, "e = Epoch.objects.get(group=group); e.signature = flip(e.signature); e.save()")
    member.page.reload()
    member.sees("could not sign it. Nothing is opened")
    member.cannot_write()
    change(notes, "k = Keyring.objects.get(person=person_of_part('member')); k.sealed = flip(k.sealed); k.save()")
    member.page.evaluate("sessionStorage.clear()")
    member.page.reload()
    member.open_key()
    member.sees("This passphrase does not open your key")


def test_a_server_that_gives_less_than_before_is_noticed(gather: Callable[..., Any], change: Change) -> None:
    notes, member, founder = gather("member", "founder")
    member.page.goto(notes)
    member.write("Seen", "I saw this.")
    founder.page.goto(notes)
    expect(founder.note("Seen")).to_be_visible()
    change(notes, "group.notes.update(key='00000000-0000-4000-8000-000000000001')")
    founder.page.reload()
    founder.sees("Something that you saw here is missing or older")
    founder.cannot_write()
    founder.page.get_by_role("button", name="I know why; go on").click()
    founder.write("After that", "Knowingly.")
    founder.page.get_by_role("button", name="Delete After that").click()
    founder.page.get_by_role("button", name="Delete it").click()
    founder.sees("Deleted by its author.")
    # An old backup brings it back.
    change(notes, "Note.objects.filter(group=group).update(deleted_at=None)")
    founder.page.reload()
    founder.sees("Something that you saw here is missing or older")
    founder.cannot_write()


def test_another_record_of_who_reads_than_the_one_seen_is_never_written_under(
    gather: Callable[..., Any], change: Change
) -> None:
    notes, member, founder = gather("member", "founder")
    member.page.goto(notes)
    member.write("Seen", "I saw this.")
    founder.page.goto(notes)
    epoch, _key = make_epoch(founder.ask(f"{notes}contents/"), founder.holder)
    assert founder.send(f"{notes}epochs/", epoch) == 200
    member.page.reload()
    expect(member.note("Seen")).to_be_visible()
    # What was there before the last change of readers may be read, and that is all.
    change(notes, "Epoch.objects.get(group=group, number=2).delete()")
    member.page.reload()
    member.sees("The record of who reads here is older than what you saw")
    expect(member.note("Seen")).to_be_visible()
    member.cannot_write()
    expect(member.page.get_by_role("button", name="I know why; go on")).to_have_count(0)
    # A whole chain, well signed, that is another one.
    change(notes, "group.notes.all().delete(); group.epochs.all().delete()")
    epoch, _key = make_epoch(founder.ask(f"{notes}contents/"), founder.holder)
    assert founder.send(f"{notes}epochs/", epoch) == 200
    member.page.reload()
    member.sees("another one than this browser saw before")
    member.cannot_write()
    expect(member.page.get_by_role("button", name="I know why; go on")).to_have_count(0)


def test_a_key_that_was_wrapped_wrongly_shuts_nobody_out(
    gather: Callable[..., Any], change: Change, keeper: Keeper
) -> None:
    notes, member, founder = gather("member", "founder")
    member.page.goto(notes)
    member.write("Before", "Both read this.")
    founder.page.goto(notes)
    contents = founder.ask(f"{notes}contents/")
    epoch, key = make_epoch(contents, founder.holder, wrongly_for=member.person)
    assert founder.send(f"{notes}epochs/", epoch) == 200
    contents = founder.ask(f"{notes}contents/")
    assert founder.send(f"{notes}written/", make_note(contents, founder.holder, key, title="Between", text="!")) == 200
    member.page.reload()
    expect(member.note("Before")).to_be_visible()
    expect(member.page.get_by_text("one that does not open for you")).to_have_count(1)
    member.write("After", "Under the next key.")
    assert member.ask(f"{notes}contents/")["sealed"][0]["epoch"] == 3
    # What did not open is shared once more.
    founder.page.reload()
    expect(founder.note("After")).to_be_visible()
    founder.page.locator("li", has_text="Numbers to compare").filter(has_not_text="(you)").locator("summary").click()
    founder.page.get_by_role("button", name="Share it again").click()
    expect(founder.page.locator("[data-said]")).to_have_text("Shared.")
    member.page.reload()
    expect(member.note("Between")).to_be_visible()
    # Both lose their keys.
    for part, writer in (("member", member), ("founder", founder)):
        writer.hold(Holder.new(writer.person))
        keeper(REPLACE.format(part=part, keys=writer.ring(opens=False) | {"number": 2}))
    member.page.reload()
    member.sees("Nobody here has the key to go on")
    member.cannot_write()


def test_a_forgotten_passphrase_is_replaced_by_the_code(gather: Callable[..., Any]) -> None:
    _notes, member, _founder = gather("member", "founder", opens=("member",))
    page = member.page
    page.goto(KEY_PAGE)
    before = member.ask(KEYS)["keys"]
    page.get_by_role("button", name="Lock it").click()
    page.get_by_role("button", name="I forgot my passphrase").click()
    page.get_by_label("Recovery code").fill("99999 " + member.code[6:])
    member.passphrase += " anew"
    member.choose("recover", "Open and change the passphrase")
    expect(page.get_by_text("This code does not open your key")).to_be_visible()
    page.get_by_label("Recovery code").fill(member.code.lower().replace("-", " ").replace("1", "l"))
    page.get_by_role("button", name="Open and change the passphrase").click()
    expect(page.get_by_text("Your key is open in this tab")).to_be_visible()
    after = member.ask(KEYS)["keys"]
    assert (after["box"], after["number"], after["version"]) == (before["box"], 1, 2)
    page.get_by_role("button", name="Change the passphrase").click()
    page.get_by_label("Your present passphrase").fill(member.passphrase)
    member.passphrase += " again"
    member.choose("change", "Change it")
    expect(page.get_by_text("Your key is open in this tab")).to_be_visible()
    page.get_by_role("button", name="Lock it").click()
    member.open_key()
    expect(page.get_by_text("Your key is open in this tab")).to_be_visible()


def test_an_opened_key_closes_after_half_an_hour_wherever_one_is_and_what_was_typed_comes_back(
    gather: Callable[..., Any],
) -> None:
    notes, member, _founder = gather("member", "founder", opens=("member",))
    page = member.page
    page.clock.install()
    page.goto(notes)
    expect(page.get_by_label("What do you want to keep?")).to_be_visible()
    page.get_by_label("What do you want to keep?").fill("Half a thought")
    page.clock.fast_forward("27:00")
    page.get_by_label("What do you want to keep?").press_sequentially(", and more")
    page.clock.fast_forward("27:00")
    expect(page.get_by_role("heading", name="Your key closes in two minutes")).to_have_count(0)
    page.clock.fast_forward("01:00")
    stay = page.get_by_role("button", name="Stay open")
    expect(stay).to_be_focused()
    stay.click()
    expect(stay).to_be_hidden()
    page.clock.fast_forward("28:30")
    expect(stay).to_be_visible()
    page.clock.fast_forward("02:00")
    expect(page.get_by_role("heading", name="Open your key")).to_be_visible()
    assert page.evaluate(OPENED) is None
    assert "Half a thought" not in page.content()
    member.open_key()
    expect(page.get_by_label("What do you want to keep?")).to_have_value("Half a thought, and more")
    # Other pages let it close as well.
    page.goto("/grow/")
    assert page.evaluate(OPENED) is not None
    page.clock.fast_forward("31:00")
    assert page.evaluate(OPENED) is None


def test_signing_out_in_one_tab_closes_the_key_in_all(gather: Callable[..., Any]) -> None:
    notes, member, _founder = gather("member", "founder")
    page = member.page
    page.goto(notes)
    member.write("Kept", "Whatever is remembered stays.")
    second = page.context.new_page()
    second.goto("/see/")
    Writer(second).hold(member.holder)
    second.get_by_label("Your account").click()
    second.get_by_role("button", name="Sign out").click()
    second.wait_for_url("**/welcome/")
    assert second.evaluate(OPENED) is None
    page.wait_for_url("**/sign-in/**")
    assert page.evaluate(OPENED) is None
    assert page.evaluate("Object.keys(localStorage).some(name => name.startsWith('roost.vault.seen.'))")
    # Whoever comes next finds nothing of it either.
    member.hold(member.holder)
    come_in(second, "founder")
    page.goto("/")
    assert page.evaluate(OPENED) is None


def test_a_new_key_is_used_only_once_it_was_compared_and_the_old_one_opens_what_was_before(
    gather: Callable[..., Any],
) -> None:
    notes, member, founder = gather("member", "founder", unkeyed=("founder",), opens=("founder",))
    founder.page.goto(notes)
    founder.sees("First make your key")
    member.page.goto(notes)
    member.sees("has no key yet. Writing begins when")
    member.cannot_write()
    founder.page.goto(KEY_PAGE)
    assert founder.send(KEYS, founder.ring(opens=True)) == 200
    member.page.reload()
    member.write("Before", "Written under the first keys.")
    # The founder loses everything.
    founder.page.reload()
    founder.page.get_by_role("button", name="I lost passphrase and code").click()
    founder.page.get_by_label("I lost both, and I know").check()
    remembered, founder.passphrase = founder.passphrase, "another one altogether"
    founder.choose("lost", "Make a new key")
    founder.write_code_down()
    figures = founder.page.locator("[data-figures]").inner_text()
    assert re.fullmatch(r"(\d{5} ){11}\d{5}", figures)
    founder.page.goto(notes)
    founder.sees("You are not yet among those who read")
    founder.sees("under a key that you no longer have")
    member.page.reload()
    member.sees("has a new key")
    member.cannot_write()
    assert len(member.ask(f"{notes}contents/")["epochs"]) == 1
    expect(member.page.locator(".notice .figures")).to_have_text(figures)
    member.page.get_by_role("button", name="We compared: they are the same").click()
    expect(member.page.get_by_role("heading", name="Write a note")).to_be_focused()
    member.write("After", "Written under the new ones.")
    founder.page.reload()
    expect(founder.note("After")).to_be_visible()
    expect(founder.note("Before")).to_have_count(0)
    # The old passphrase comes to mind, and the new key keeps what it opened.
    founder.page.goto(KEY_PAGE)
    founder.page.get_by_label("Your earlier passphrase or code").fill(remembered)
    founder.page.get_by_role("button", name="Open them").click()
    expect(founder.page.get_by_label("Your earlier passphrase or code")).to_be_hidden()
    founder.page.goto(notes)
    expect(founder.note("Before")).to_contain_text("Written under the first keys.")
    opened = json.loads(founder.page.evaluate(OPENED))
    founder.page.evaluate(
        "kept => sessionStorage.setItem('roost.vault.opened', kept)", json.dumps(opened | {"earlier": []})
    )
    founder.page.reload()
    expect(founder.note("Before")).to_be_visible()


def test_who_leaves_reads_nothing_more_and_the_next_note_has_a_new_key(
    gather: Callable[..., Any], change: Change, watches: list[Watch]
) -> None:
    notes, member, founder, leader = gather("member", "founder", "leader")
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
    assert [note["epoch"] for note in contents["sealed"]] == [2, 1]
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
    # What was written meanwhile is handed over by an act of its own.
    founder.page.get_by_role("button", name="Share it with").click()
    expect(founder.page.get_by_role("button", name="Share it with")).to_have_count(0)
    leader.page.reload()
    expect(leader.note("The two of us")).to_be_visible()


def test_a_note_is_changed_looked_back_at_taken_along_and_deleted(
    gather: Callable[..., Any], watches: list[Watch]
) -> None:
    notes, member, founder = gather("member", "founder")
    page = member.page
    page.goto(notes)
    member.write("Goal", "First words.")
    expect(page.locator("[data-said]")).to_have_text("Kept.")
    second = page.context.new_page()
    second.goto(KEY_PAGE)
    Writer(second).hold(member.holder)
    second.goto(notes)
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
    expect(page.locator("[data-versions]")).to_be_focused()
    with page.expect_download() as awaited:
        page.get_by_role("button", name="Download my notes").click()
    (taken,) = json.loads(Path(awaited.value.path()).read_text())
    assert (taken["text"], [one["text"] for one in taken["earlier"]]) == ("Second words.", ["First words."])
    founder.page.goto(notes)
    expect(founder.note("Goal")).to_be_visible()
    expect(founder.page.get_by_role("button", name="Delete", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Delete Goal").click()
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_text("Deleted by its author.")).to_be_visible()
    expect(page.locator("article")).to_be_focused()
    founder.page.reload()
    expect(founder.page.get_by_text("Deleted by its author.")).to_be_visible()
    expect(founder.note("Goal")).to_have_count(0)


def test_many_notes_come_page_by_page_and_are_taken_along_whole(gather: Callable[..., Any]) -> None:
    notes, member, _founder = gather("member", "founder")
    member.page.goto(notes)
    member.write("The first", "Of many.")
    contents = member.ask(f"{notes}contents/")
    key = epoch_key(contents, 1, member.holder)
    for number in range(31):
        note = make_note(contents, member.holder, key, title=f"Number {number}", text="One more.")
        assert member.send(f"{notes}written/", note) == 200
    member.page.reload()
    expect(member.page.locator("article")).to_have_count(30)
    with member.page.expect_download() as awaited:
        member.page.get_by_role("button", name="Download my notes").click()
    # What is not on the page yet is asked for.
    assert len(json.loads(Path(awaited.value.path()).read_text())) == 32
    member.page.get_by_role("button", name="Show older notes").click()
    expect(member.page.locator("article")).to_have_count(32)
    expect(member.page.locator("article", has_text="Number 1One")).to_have_count(0)
    expect(member.page.get_by_role("button", name="Show older notes")).to_be_hidden()
    expect(member.note("The first")).to_be_visible()


def test_closed_notes_are_read_and_left(gather: Callable[..., Any], change: Change) -> None:
    notes, member, founder = gather("member", "founder")
    member.page.goto(notes)
    member.write("Last", "Thank you.")
    founder.page.goto(notes)
    change(notes, "close_group(group, by=person_of_part('member'))")
    for writer in (member, founder):
        writer.page.reload()
        writer.sees("These notes are closed")
        expect(writer.note("Last")).to_be_visible()
        writer.cannot_write()
    expect(member.page.get_by_role("button", name="Delete Last")).to_be_visible()
    founder.page.get_by_text("Leave these notes").click()
    founder.page.get_by_role("button", name="Leave them").click()
    founder.page.wait_for_url(f"**{KEY_PAGE}")
    expect(founder.page.get_by_text("You left these notes")).to_be_visible()
    assert founder.page.request.get(notes).status == 403
