"""Notes that only their readers open: written by two browsers, opened by another library, looked for everywhere."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Route, expect

from tests.journeys.conftest import WalkIn
from tests.journeys.house import House
from tests.journeys.sealing import Holder, epoch_key, make_epoch, make_note, open_note, to_text
from tests.journeys.visitors import Watch
from tests.journeys.writers import KEY_PAGE, REPLACE, Change, Keeper, Writer


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
    page.bring_to_front()
    page.get_by_role("button", name="Change").click()
    expect(page.get_by_label("Title")).to_be_focused()
    member.write("Goal", "Second words.")
    second.bring_to_front()
    # The other tab still holds the first version.
    second.get_by_label("What do you want to keep?").fill("Third words.")
    second.get_by_role("button", name="Keep it").first.click()
    expect(second.get_by_text("Something changed meanwhile")).to_be_visible()
    expect(second.get_by_text("Second words.")).to_be_visible()
    watches[0].faults.clear()
    page.bring_to_front()
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
