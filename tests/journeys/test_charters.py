"""Three agree on how they meet, in choices and in words that nobody else can read; a newcomer signs; a change holds."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.conftest import WalkIn
from tests.journeys.house import House
from tests.journeys.judging import judge
from tests.journeys.sealing import Holder
from tests.journeys.test_growth import PHONE
from tests.journeys.test_meetings import CIRCLE
from tests.journeys.test_writing import END, EXPECTED, KEYED, nothing_of
from tests.journeys.visitors import Watch
from tests.journeys.writers import Keeper, Writer

PARTS = ("member", "leader", "founder")
JOIN = """
from roost.gather.circles.models import Circle, Member
circle = Circle.objects.get(pk={circle})
Member.objects.create(
    organisation=circle.organisation, circle=circle, person=person_of_part("administrator"), since=clock.now()
)
"""
SIGNATURES = """
from roost.gather.charters.models import Signature
print([bool(one.digest) for one in Signature.objects.filter(version__circle={circle}).order_by("version", "pk")])
"""
# As if somebody had signed other words than stand there now.
SWAP = """
from roost.gather.charters.models import Signature
Signature.objects.filter(version__circle={circle}, person=person_of_part("leader")).update(digest="0" * 64)
"""


@pytest.fixture
def three(walk_in: WalkIn, keeper: Keeper, watches: list[Watch]) -> Iterator[list[Writer]]:
    """Give three: with a laptop and a key, with a phone and a key, with a phone and no key yet."""
    writers = [Writer(walk_in(part, **({} if part == "member" else PHONE))) for part in PARTS]
    for writer, part in zip(writers[:2], PARTS, strict=False):
        give_key(writer, part, keeper)
    yield writers
    # A page that is open asks for what it shows, and would be told that it is gone.
    for writer in writers:
        writer.page.close()
    keeper(END)
    for watch in watches:
        watch.expected = EXPECTED


def give_key(writer: Writer, part: str, keeper: Keeper) -> None:
    writer.person = int(keeper(f"print(person_of_part({part!r}).pk)"))
    writer.hold(Holder.new(writer.person))
    keeper(KEYED.format(part=part, keys=writer.ring(opens=False)))


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(f"^{name}")).click()


def test_three_agree_a_newcomer_signs_and_a_change_is_signed_anew(
    three: list[Writer], walk_in: WalkIn, house: House, keeper: Keeper, watches: list[Watch]
) -> None:
    circle = house.run(CIRCLE)
    here, about = f"/gather/circles/{circle}/charter/", f"/gather/circles/{circle}/"
    laptop, phone, keyless = three
    words, others = (f"kept{secrets.token_hex(8)}" for _ in range(2))
    written = f"We laugh.\n{words}" + "\nWe begin when all are here, and end in time." * 12

    laptop.page.goto(about)
    laptop.page.get_by_role("link", name="Propose how we meet").click()
    laptop.page.get_by_label("How often you meet").select_option(label="two weeks")
    laptop.page.get_by_label("In our own words").fill(written)
    assert judge(laptop.page, watches[0]) == []
    press(laptop.page, "Propose and sign it")
    expect(laptop.page.get_by_text("Proposed, and signed by you.")).to_be_visible()
    expect(laptop.page.get_by_text(words)).to_be_visible()

    phone.page.goto("/")
    phone.page.get_by_role("link", name="Read and sign it").last.click()
    phone.page.goto(here)
    expect(phone.page.get_by_text(words)).to_be_visible()
    expect(phone.page.get_by_text("We meet every two weeks for 90 minutes.")).to_be_visible()
    assert judge(phone.page, watches[1]) == []
    press(phone.page, "Sign it")
    expect(phone.page.get_by_text("It holds once each of you has.")).to_be_visible()

    # Without a key one signs the choices, and reads the words later.
    keyless.page.goto(here)
    expect(keyless.page.get_by_text("You sign the choices.")).to_be_visible()
    expect(keyless.page.get_by_text("Own words wait until you have a key")).to_be_visible()
    press(keyless.page, "Sign it")
    expect(keyless.page.get_by_text("All of you have: it holds.")).to_be_visible()
    assert keeper(SIGNATURES.format(circle=circle)) == "[True, True, False]"

    # Printed, it is one sheet with the words and who signed, and nothing of the page around it.
    laptop.page.goto(here)
    expect(laptop.page.get_by_text(words)).to_be_visible()
    laptop.page.emulate_media(media="print")
    (sheet,) = PdfReader(BytesIO(laptop.page.pdf(prefer_css_page_size=True))).pages
    printed = sheet.extract_text()
    for part in ("We meet every two weeks", words, "Signed by", "Noor Haddad, "):
        assert part in printed
    for part in ("Who signed", "My key", "Propose a change"):
        assert part not in printed
    laptop.page.emulate_media(media="screen")

    # Who comes later signs the one in force.
    keeper(JOIN.format(circle=circle))
    newcomer = walk_in("administrator", **PHONE)
    newcomer.goto("/")
    newcomer.get_by_role("link", name="Read and sign it").click()
    expect(newcomer.get_by_text("It holds.", exact=False).first).to_be_visible()
    press(newcomer, "Sign it")
    laptop.page.goto(about)
    expect(laptop.page.get_by_text("by all 4")).to_be_visible()

    # Another version: the first holds until all have signed, and its words stand beside the new ones.
    phone.page.goto(f"{here}propose/")
    expect(phone.page.get_by_label("In our own words")).to_have_value(written)
    phone.page.get_by_label("How late counts half").select_option(label="5 minutes")
    phone.page.get_by_label("In our own words").fill(others)
    press(phone.page, "Propose and sign it")
    expect(phone.page.get_by_text("Proposed, and signed by you.")).to_be_visible()
    laptop.page.goto(here)
    expect(laptop.page.get_by_text(others)).to_be_visible()
    expect(laptop.page.get_by_text(words)).to_be_visible()
    expect(laptop.page.get_by_text("than 10 minutes late")).to_be_visible()
    assert judge(laptop.page, watches[0]) == []
    for page in (laptop.page, keyless.page, newcomer):
        page.goto(here)
        if page is laptop.page:
            expect(page.get_by_text(others)).to_be_visible()
        press(page, "Sign it")
    expect(newcomer.get_by_text("All of you have: it holds.")).to_be_visible()

    # Words that go along unchanged are signed as they are; the first version stays readable.
    laptop.page.goto(f"{here}propose/")
    expect(laptop.page.get_by_label("In our own words")).to_have_value(others)
    laptop.page.goto(f"{here}1/")
    expect(laptop.page.get_by_text(words)).to_be_visible()

    # Whoever signed other words than stand there now is named, and asked to sign anew.
    keeper(SWAP.format(circle=circle))
    laptop.page.goto(here)
    expect(laptop.page.get_by_text("own words changed since").locator("visible=true")).to_have_count(1)
    phone.page.goto(here)
    expect(phone.page.get_by_text("The own words are others than those that you signed.")).to_be_visible()
    press(phone.page, "Sign the own words as they stand")
    expect(phone.page.get_by_text(others)).to_be_visible()
    expect(phone.page.get_by_text("own words changed since").locator("visible=true")).to_have_count(0)

    assert nothing_of([words, others], house, keeper, three)


def test_each_says_what_they_want_to_learn(three: list[Writer], house: House, keeper: Keeper) -> None:
    circle = house.run(CIRCLE)
    laptop, phone, _keyless = three
    goals, goal = f"circle:{circle}:goals", f"learn{secrets.token_hex(8)}"
    laptop.page.goto(f"/gather/circles/{circle}/begin/")
    press(laptop.page, "Open the meeting")
    press(laptop.page, "I promise this")
    laptop.place(goals).locator("summary").click()
    laptop.put(goals, goal)
    # One each: it is changed, and no second one begun.
    expect(laptop.place(goals).get_by_label("Write here")).to_be_hidden()
    laptop.place(goals).get_by_role("button", name="Change").click()
    laptop.put(goals, f"{goal}more")
    phone.page.goto(f"/gather/circles/{circle}/")
    phone.page.get_by_role("link", name="Come in").click()
    press(phone.page, "I promise this")
    phone.place(goals).locator("summary").click()
    phone.reads(goals, f"{goal}more")
    assert nothing_of([goal], house, keeper, three)
