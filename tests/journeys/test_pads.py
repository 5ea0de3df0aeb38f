"""Texts on a page of a room above: three people write, one with a lost phone is let in, and nothing of it stays."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.house import House
from tests.journeys.judging import judge
from tests.journeys.parlour.urls import TOPICS, UPDATES
from tests.journeys.sealing import Holder, epoch_key, make_note, open_note, open_sealed, to_bytes, to_text
from tests.journeys.visitors import WalkIn, Watch
from tests.journeys.writers import KEY_PAGE, KEYS, REPLACE, Change, Keeper, Writer

VECTORS: list[dict[str, Any]] = json.loads(Path(__file__).with_name("vectors.json").read_text())
SAY = "from django.core.cache import cache; cache.set(f'parlour:{{group.pk}}', {!r})"
FORGET = f"from roost.ground.vault.actions import forget_places; forget_places(group.pk, places={[UPDATES, TOPICS]!r})"
# Where somebody is shut out, one browser is first with the next epoch, and what the others send is sealed once more;
# whoever left is told so.
EXPECTED = re.compile(r"/(epochs|written)/ answered 409$|/(mark/|placed/.*) answered 403$")


@pytest.fixture(scope="module")
def house(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Give a house with a parlour: a page such as a room above the vault would have."""
    house = House(tmp_path_factory.mktemp("parlour"), settings="tests.journeys.parlour.settings")
    try:
        house.wait_until_open()
        yield house
    finally:
        house.close()


@pytest.fixture
def meet(gather: Callable[..., Any], watches: list[Watch]) -> Iterator[Callable[..., Any]]:
    """Give a starter of groups, each of whom is in the parlour."""

    def meet(*parts: str, **how: Any) -> tuple[Any, ...]:
        notes, *writers = gather(*parts, **how)
        for writer in writers:
            writer.page.goto(notes.replace("/notes/", "/parlour/"))
        return (notes, *writers)

    yield meet
    for watch in watches:
        watch.expected = EXPECTED


def is_in(writer: Writer, state: str) -> None:
    expect(writer.page.locator("#state")).to_have_text(state)


def let_in(writer: Writer, figures: str) -> None:
    """Compare the sixty digits with whoever waits, and let them in."""
    writer.page.get_by_role("button", name="Compare and let in").click()
    question = writer.page.locator("#compare .notice:visible")
    expect(question.locator(".figures")).to_have_text(figures)
    question.get_by_role("button", name="We compared").click()
    expect(question).to_have_count(0)


def figures_of(writer: Writer) -> str:
    is_in(writer, "waiting")
    return writer.page.locator("#vault .figures:visible").inner_text()


def test_what_was_sealed_once_opens_for_ever(walk_in: WalkIn) -> None:
    page = walk_in("member")
    page.goto(KEY_PAGE)
    script = """async ({about, key, sign, ...sealed}) => {
        const at = (name) => import(`/static/vault/${name}.js`);
        const [bytes, texts] = await Promise.all(["bytes", "texts"].map(at));
        await bytes.ready;
        return texts.openNote(about, sealed, bytes.toBytes(key), sign);
    }"""
    for one in VECTORS:
        assert open_sealed(one["about"], one, to_bytes(one["key"]), one["sign"]) == one["said"]
        assert page.evaluate(script, {name: one[name] for name in one if name != "said"}) == one["said"]


def test_texts_of_a_place_open_in_another_library_and_the_other_way(meet: Callable[..., Any]) -> None:
    notes, member, founder = meet("member", "founder")
    is_in(member, "open")
    member.put(UPDATES, "From the browser: naïve, 😀")
    told = member.ask(f"{notes}placed/?place={UPDATES}")
    key = epoch_key(told["who"], 1, founder.holder)
    assert open_note(told["who"], told["notes"][0], key) == {"kind": "text", "text": "From the browser: naïve, 😀"}
    note = make_note(told["who"], founder.holder, key, TOPICS, kind="text", text="From elsewhere: 😀")
    assert founder.send(f"{notes}written/", note) == 200
    member.reads(TOPICS, "From elsewhere: 😀")
    # Changed in two tabs at once: what was not seen is not overwritten, and what was typed stays.
    here = member.place(UPDATES)
    here.get_by_role("button", name="Change").click()
    other = make_note(told["who"], member.holder, key, UPDATES, told["notes"][0], kind="text", text="The other tab")
    assert member.send(f"{notes}written/", other) == 200
    member.reads(UPDATES, "The other tab")
    here.get_by_label("Write here").fill("This tab")
    here.get_by_role("button", name="Keep it").click()
    member.sees("Something changed meanwhile")
    expect(here.get_by_label("Write here")).to_have_value("This tab")
    here.get_by_role("button", name="Keep it").click()
    member.reads(UPDATES, "This tab")


def test_the_others_write_on_while_somebody_with_a_lost_phone_is_let_in(
    meet: Callable[..., Any], change: Change, keeper: Keeper
) -> None:
    notes, member, founder, leader = meet("member", "founder", "leader", unkeyed=("leader",))
    member.sees("No key yet, and so cannot read along:")
    member.put(UPDATES, "One")
    founder.reads(UPDATES, "One")
    is_in(leader, "none")
    # The third one comes later, and reads once any of the others has compared.
    leader.send(KEYS, leader.ring(opens=False))
    leader.hold(leader.holder)
    leader.page.reload()
    figures = figures_of(leader)
    founder.put(UPDATES, "Two")
    member.reads(UPDATES, "Two")
    expect(leader.page.get_by_text("Written before you were let in")).to_have_count(2)
    let_in(member, figures)
    is_in(leader, "open")
    leader.put(UPDATES, "Three")
    founder.reads(UPDATES, "One", "Two", "Three")
    founder.page.get_by_role("button", name="Share it with").click()
    leader.reads(UPDATES, "One", "Two", "Three")
    # The founder's phone is lost: old keys are shut out at once, new ones wait, and nobody stops.
    founder.hold(Holder.new(founder.person))
    keeper(REPLACE.format(part="founder", keys=founder.ring(opens=False) | {"number": 2}))
    founder.page.reload()
    figures = figures_of(founder)
    member.put(UPDATES, "Four")
    leader.reads(UPDATES, "Four")
    assert [len(roster) for roster in rosters(member, notes)] == [2, 3, 2]
    let_in(leader, figures)
    is_in(founder, "open")
    founder.put(UPDATES, "Five")
    member.reads(UPDATES, "Four", "Five")
    expect(founder.place(UPDATES).get_by_text("Four")).to_have_count(0)
    # Whoever leaves is shut out before the next word.
    change(notes, "let_out(group, by=person_of_part('member'), person=person_of_part('leader'))")
    member.put(UPDATES, "Six")
    founder.reads(UPDATES, "Six")
    assert {one["person"] for one in rosters(member, notes)[-1]} == {member.person, founder.person}
    assert leader.page.request.get(f"{notes}placed/?place={UPDATES}").status == 403
    leader.sees("You are no longer in this group.")
    expect(leader.place(UPDATES).locator("article")).to_have_count(0)


def test_every_state_of_a_pad_is_open_to_everybody(
    meet: Callable[..., Any], watches: list[Watch], keeper: Keeper
) -> None:
    _notes, member, _founder, leader = meet("member", "founder", "leader", unkeyed=("leader",))
    is_in(member, "open")
    member.put(UPDATES, "One")
    is_in(leader, "none")
    assert judge(leader.page, watches[2]) == []
    leader.send(KEYS, leader.ring(opens=False))
    leader.hold(leader.holder)
    leader.page.reload()
    figures_of(leader)
    assert judge(leader.page, watches[2]) == []
    compare = member.page.get_by_role("button", name="Compare and let in")
    expect(compare).to_be_visible()
    assert judge(member.page, watches[0]) == []
    compare.click()
    expect(member.page.get_by_role("button", name="We compared")).to_be_visible()
    assert judge(member.page, watches[0]) == []
    # Keys that are swapped while somebody compares are let in by no button that stood under the others.
    keeper(REPLACE.format(part="leader", keys=Holder.new(leader.person).public | {"number": 2}))
    expect(member.page.get_by_role("button", name="We compared")).to_be_hidden()
    expect(compare).to_be_visible()
    member.page.get_by_text("Who reads here", exact=True).click()
    member.page.get_by_role("button", name="Lock", exact=True).click()
    is_in(member, "locked")
    assert judge(member.page, watches[0]) == []


def rosters(writer: Writer, notes: str) -> list[list[dict[str, Any]]]:
    epochs = writer.ask(f"{notes}contents/")["epochs"]
    return [json.loads(epoch["record"])["roster"] for epoch in epochs]


def test_a_text_that_the_server_moves_to_another_place_does_not_open(meet: Callable[..., Any], change: Change) -> None:
    notes, member, founder = meet("member", "founder")
    is_in(member, "open")
    member.put(UPDATES, "It belongs here")
    change(notes, f"group.notes.update(place={TOPICS!r})")
    founder.page.reload()
    expect(founder.place(TOPICS).get_by_text("changed on its way")).to_be_visible()
    expect(founder.page.get_by_text("It belongs here")).to_have_count(0)
    change(notes, "group.notes.update(place='')")
    founder.page.goto(notes)
    founder.sees("This note was changed on its way")
    # A text that goes while its place stays is said, until somebody knows why.
    change(notes, "group.notes.all().delete(); group.changes += 1; group.save()")
    member.sees("Something that you saw here is missing or older")
    expect(member.place(UPDATES).get_by_label("Write here")).to_be_hidden()
    member.page.get_by_role("button", name="I know why; go on").click()
    member.put(UPDATES, "Knowingly")


def test_words_are_changed_deleted_put_aside_and_forgotten_without_a_trace(
    meet: Callable[..., Any], change: Change, house: House, keeper: Keeper
) -> None:
    notes, member, founder = meet("member", "founder", opens=("member",))
    canaries = [f"{kind}{secrets.token_hex(8)}" for kind in ("said", "anew", "half", "gone")]
    is_in(member, "open")
    here = member.place(UPDATES)
    member.put(UPDATES, canaries[0])
    here.get_by_role("button", name="Change").click()
    expect(here.get_by_label("Write here")).to_have_value(canaries[0])
    member.put(UPDATES, canaries[1])
    founder.reads(UPDATES, canaries[1])
    expect(founder.page.get_by_role("button", name="Delete")).to_have_count(0)
    founder.put(TOPICS, canaries[3])
    founder.place(TOPICS).get_by_role("button", name="Delete").click()
    founder.page.locator("#delete-text").get_by_role("button", name="Delete it").click()
    expect(member.page.get_by_text(canaries[3])).to_have_count(0)
    # Locked and opened again in place, with what was half written.
    here.get_by_label("Write here").fill(canaries[2])
    member.page.get_by_text("Who reads here", exact=True).click()
    member.page.get_by_role("button", name="Lock", exact=True).click()
    is_in(member, "locked")
    expect(member.page.get_by_text(canaries[1])).to_have_count(0)
    aside = member.page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")
    assert UPDATES in aside
    assert [canary for canary in canaries if canary in aside] == []
    member.page.get_by_role("button", name="Open my key").click()
    member.open_key()
    member.reads(UPDATES, canaries[1])
    expect(here.get_by_label("Write here")).to_have_value(canaries[2])
    # The place takes no more, and then it is over, and what stood there went from server and pages.
    change(notes, SAY.format("quiet") + "; group.changes += 1; group.save()")
    expect(here.get_by_label("Write here")).to_be_hidden()
    member.reads(UPDATES, canaries[1])
    change(notes, f"{SAY.format('over')}; {FORGET}")
    for writer in (member, founder):
        expect(writer.page.get_by_text(canaries[1])).to_have_count(0)
    assert UPDATES not in member.page.evaluate("JSON.stringify({...sessionStorage})")
    assert json.loads(keeper("print(json.dumps([NoteVersion.objects.count(), Note.objects.count()]))")) == [0, 0]
    if "ROOST_DATABASE_URL" in house.environ:
        (house.folder / "data" / "dump").write_text(keeper("call_command('dumpdata')"))
    kept = [path.read_bytes() for path in house.folder.rglob("*") if path.is_file()]
    sent = "\n".join(line for writer in (member, founder) for line in writer.sent)
    assert any(b"vault_noteversion" in content for content in kept)
    assert "/written/" in sent
    for word in [*canaries, member.passphrase]:
        for form in (word, *(to_text(b"-" * shift + word.encode())[4:-4] for shift in range(3))):
            assert not [content for content in kept if form.encode() in content]
            assert form not in sent
