"""What three write in a meeting: each reads it with their key, nobody else can, and it goes when the meeting ends."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.acts import look_for
from tests.journeys.conftest import WalkIn
from tests.journeys.house import House
from tests.journeys.judging import judge
from tests.journeys.sealing import Holder, to_text
from tests.journeys.test_growth import PHONE
from tests.journeys.test_meetings import CIRCLE, button, come_in
from tests.journeys.visitors import Watch
from tests.journeys.writers import Keeper, Writer

PARTS = {"member": "Lena Marchetti", "leader": "Jonas Albrecht", "founder": "Noor Haddad"}
KEYED = "Keyring.objects.create(person=person_of_part({part!r}), made_at=clock.now(), **{keys!r})"
GROUP = "from roost.gather.meetings.reads import group_of; print(group_of({circle}))"
PLACES = "print(sorted(Note.objects.exclude(place='').values_list('place', flat=True)))"
PROMISED = """
from roost.gather.commitments.models import Commitment
print([
    (one.is_written, one.person == person_of_part("founder"), one.settled_at is None)
    for one in Commitment.objects.filter(circle={circle})
])
"""
END = """
from roost.gather.meetings.models import Readers
Group.objects.filter(kind="circle").delete()
Readers.objects.update(group=None)
Keyring.objects.all().delete()
"""
# One browser is first with an epoch; the others take it.
EXPECTED = re.compile(r"/(epochs|written)/ answered 409$")


@pytest.fixture
def three(walk_in: WalkIn, keeper: Keeper, watches: list[Watch]) -> Iterator[list[Writer]]:
    """Give three with a key each, open in their tabs: one with a laptop, two with phones."""
    writers = [Writer(walk_in(part, **({} if part == "member" else PHONE))) for part in PARTS]
    for writer, part in zip(writers, PARTS, strict=True):
        writer.person = int(keeper(f"print(person_of_part({part!r}).pk)"))
        writer.hold(Holder.new(writer.person))
        keeper(KEYED.format(part=part, keys=writer.ring(opens=False)))
    yield writers
    # A page that is open asks for what it shows, and would be told that it is gone.
    for writer in writers:
        writer.page.close()
    keeper(END)
    for watch in watches:
        watch.expected = EXPECTED


def speaker(writers: list[Writer]) -> Writer:
    """Give whose turn it is."""
    name = writers[0].page.locator(".stage-who").inner_text()
    return writers[list(PARTS.values()).index(name)]


def all_read(writers: list[Writer], place: str, text: str) -> None:
    for writer in writers:
        writer.reads(place, text)


def test_what_three_write_is_read_by_them_alone_and_goes_when_they_end(
    three: list[Writer], walk_in: WalkIn, house: House, keeper: Keeper, watches: list[Watch]
) -> None:
    circle = house.run(CIRCLE)
    laptop, phone, other = three
    said = {
        name: f"{name}{secrets.token_hex(8)}"
        for name in ("update", "topic", "question", "lived", "deed", "word", "went")
    }

    laptop.page.goto(f"/gather/circles/{circle}/begin/")
    laptop.page.get_by_text("45 minutes").first.click()
    button(laptop.page, "Open the meeting")
    button(laptop.page, "I promise this")
    meeting = re.search(r"meetings/(\d+)/", laptop.page.url)[1]  # type: ignore[index]
    for writer in (phone, other):
        come_in(writer.page, circle)
    steps = {
        name: f"meeting:{meeting}:{number}"
        for name, number in (("update", 1), ("question", 4), ("lived", 5), ("word", 8))
    }
    topics, deeds = f"circle:{circle}:topics", f"circle:{circle}:commitments"

    def go_on(words: str) -> None:
        button(laptop.page, f"Go on to “{re.escape(words)}”")
        for writer in three:
            expect(writer.page.locator("[data-stage]")).to_contain_text(words)

    expect(phone.place(topics)).to_be_visible()
    button(laptop.page, "All are here: begin")
    # An update is read when its writer's turn comes, and not before.
    phone.put(steps["update"], said["update"])
    expect(laptop.place(steps["update"]).get_by_label("Write here")).to_be_visible()
    expect(laptop.page.get_by_text(said["update"])).to_have_count(0)
    button(laptop.page, "I have said it")
    all_read(three, steps["update"], said["update"])
    # Half-written words go along to the step in which one can write next, and outlast a page that is lost.
    here = laptop.place(steps["update"]).get_by_label("Write here")
    here.fill(said["topic"])
    go_on("What do we talk about?")
    expect(laptop.place(topics).get_by_label("Write here")).to_have_value(said["topic"])
    laptop.page.reload()
    expect(laptop.place(topics).get_by_label("Write here")).to_have_value(said["topic"])
    laptop.put(topics, said["topic"])
    button(laptop.page, "I bring a topic")
    expect(phone.page.locator("[data-topics-of]")).to_have_text(said["topic"])
    assert judge(laptop.page, watches[0]) == []
    assert judge(phone.page, watches[1]) == []
    button(laptop.page, "Take the topic that weighs most")
    expect(laptop.page.locator("[data-stage]")).to_contain_text("Lena Marchetti’s topic")
    go_on("It is told")
    go_on("Ask, to understand")
    other.put(steps["question"], said["question"])
    all_read(three, steps["question"], said["question"])
    go_on("What I lived through")
    expect(laptop.place(steps["lived"]).get_by_label("Write here")).to_be_hidden()
    speaker(three).put(steps["lived"], said["lived"])
    all_read(three, steps["lived"], said["lived"])
    go_on("What I heard")
    go_on("What will I do?")
    day = other.place(deeds).get_by_label("For which day?")
    day.fill((date.fromisoformat(day.input_value()) + timedelta(days=1)).isoformat())
    other.put(deeds, said["deed"])
    expect(other.place(deeds).get_by_text("Promised for")).to_be_visible()
    go_on("One word")
    speaker(three).put(steps["word"], said["word"])
    all_read(three, steps["word"], said["word"])
    with other.page.expect_download() as file:
        button(other.page, "Take along what I wrote")
    assert said["deed"] in file.value.path().read_text()
    assert said["topic"] not in file.value.path().read_text()

    # Nobody else is given even what is sealed, and nothing of it lies anywhere.
    group = keeper(GROUP.format(circle=circle))
    asked = f"/notes/{group}/placed/?place={steps['word']}"
    assert laptop.page.request.get(asked).json()["held"] == 1
    stranger = walk_in("administrator")
    for address in (asked, f"/gather/meetings/{meeting}/"):
        assert stranger.request.get(address).status == 404
    assert keeper(PLACES) == str(sorted([*steps.values(), topics, deeds]))
    assert nothing_of(list(said.values()), house, keeper, three)

    # The demo's window for administrators finds none of it, and what the server does know.
    window = laptop.page.context.new_page()
    window.goto("/demo/window/")
    place = window.locator(".raw", has_text=steps["word"])
    expect(place).to_have_count(1)
    look_for(said["topic"])(window)
    expect(window.locator("#searched")).to_contain_text("stands nowhere")
    look_for("Lena Marchetti")(window)
    expect(window.locator("#searched")).to_contain_text("people_person.name")
    assert judge(window, watches[0]) == []
    window.close()

    laptop.page.get_by_text("End the meeting").click()
    button(laptop.page, "Yes, end it")
    for writer in three:
        writer.reads(deeds, said["deed"])
        writer.reads(topics, said["topic"])
        for name in ("update", "question", "lived", "word"):
            expect(writer.page.get_by_text(said[name])).to_have_count(0)
    assert keeper(PROMISED.format(circle=circle)) == "[(True, True, True)]"
    says_how_it_went(three, said, watches)
    assert keeper(PROMISED.format(circle=circle)) == "[(True, True, False)]"
    # What stays with the circle is taken along from its page.
    with other.page.expect_download() as file:
        button(other.page, "Take along what I wrote")
    assert file.value.suggested_filename == "circle.txt"
    assert f"{said['deed']}\nDropped: {said['went']}" in file.value.path().read_text()
    assert judge(laptop.page, watches[0]) == []
    outcomes = f"circle:{circle}:outcomes"
    assert keeper(PLACES) == str(sorted([topics, deeds, outcomes]))
    # Beside the next meeting's first round it stands once more.
    laptop.page.goto(f"/gather/circles/{circle}/begin/")
    button(laptop.page, "Open the meeting")
    button(laptop.page, "I promise this")
    expect(promised(laptop)).to_be_hidden()
    come_in(phone.page, circle)
    come_in(other.page, circle)
    button(laptop.page, "All are here: begin")
    expect(promised(phone)).to_contain_text(f"Dropped {said['went']}")
    expect(promised(phone)).to_contain_text(said["deed"])
    assert judge(phone.page, watches[1]) == []
    button(laptop.page, "Go on to “What do we talk about")
    expect(promised(phone)).to_be_hidden()
    assert nothing_of(list(said.values()), house, keeper, three)
    for writer in three:
        writer.page.goto("/")


def promised(writer: Writer) -> Locator:
    """Give the list of what each promised, wherever it stands."""
    return writer.page.locator("[data-words-in]")


def says_how_it_went(writers: list[Writer], said: dict[str, str], watches: list[Watch]) -> None:
    """Let the last of them say how theirs went, think better of it, and the others read that."""
    reader, _phone, writer = writers
    line = promised(writer).locator("li")
    expect(line).to_contain_text(said["deed"])
    for answer, words in (("Learned something else", "not yet"), ("Dropped", said["went"])):
        line.get_by_text("How did it go?").click()
        line.get_by_label("One line about it, if you like").fill(words)
        assert judge(writer.page, watches[2]) == []
        line.get_by_role("button", name=answer).click()
        expect(line.locator("[data-outcome]")).to_have_text(re.compile(rf"{answer}\s+{words}"))
        expect(line.get_by_role("button", name=answer)).to_be_hidden()
    reader.page.reload()
    expect(promised(reader)).to_contain_text(f"Dropped {said['went']}")
    expect(promised(reader)).to_contain_text(said["deed"])
    expect(promised(reader).get_by_text("How did it go?")).to_have_count(0)
    # Nothing of it stays on a page whose key was locked.
    reader.page.evaluate("document.dispatchEvent(new Event('vault:locked'))")
    expect(promised(reader).get_by_text("Told how it went")).to_be_visible()
    expect(promised(reader).get_by_text(said["deed"])).to_have_count(0)
    reader.page.reload()


def nothing_of(words: list[str], house: House, keeper: Keeper, writers: list[Writer]) -> bool:
    """Look for words in database, log, everything else in the house's folder, and what browsers sent."""
    if "ROOST_DATABASE_URL" in house.environ:
        (house.folder / "data" / "dump").write_text(keeper("call_command('dumpdata')"))
    kept = [path.read_bytes() for path in house.folder.rglob("*") if path.is_file()]
    sent = "\n".join(line for writer in writers for line in writer.sent)
    assert any(b"vault_noteversion" in content for content in kept)
    forms = [
        form for word in words for form in (word, *(to_text(b"-" * shift + word.encode())[4:-4] for shift in range(3)))
    ]
    return not [form for form in forms if form in sent or any(form.encode() in content for content in kept)]


def test_who_has_no_key_takes_part_without_writing(walk_in: WalkIn, house: House, watches: list[Watch]) -> None:
    circle = house.run(CIRCLE)
    page: Page = walk_in("leader", **PHONE)
    page.goto(f"/gather/circles/{circle}/begin/")
    button(page, "Open the meeting")
    button(page, "I promise this")
    expect(page.get_by_text("To read and write here you need a key.")).to_be_visible()
    expect(page.get_by_text("You can take part without writing.").locator("visible=true")).to_have_count(1)
    assert judge(page, watches[0]) == []
    button(page, "Who reads here")
    expect(page.get_by_text("Making one takes two minutes")).to_be_visible()
