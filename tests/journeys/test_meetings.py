"""A whole meeting of three: on a laptop, on a phone, and on a phone that drops off and comes back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import visitors
from tests.journeys.cable import Cable
from tests.journeys.conftest import WalkIn
from tests.journeys.house import House
from tests.journeys.test_growth import PHONE
from tests.journeys.visitors import Watch

CIRCLE = """
import django
django.setup()
from roost.doors.demo.access import person_of_part
from roost.gather.circles.actions import found_circle
from roost.ground.kit.scopes import everywhere
from roost.ground.people.access import organisation_for
with everywhere():
    people = [person_of_part(key) for key in ("member", "leader", "founder")]
    print(found_circle(organisation_for(people[0]), people=people, by=people[0]).pk)
"""

# Every row that says anything of meetings that are over, but the protocol, which speaks of passing to everybody.
WHAT_IS_LEFT = """
import django
django.setup()
from roost.gather.meetings.models import Arrival, Meeting, Rating, Weight
from roost.ground.activity.models import Fact
from roost.ground.kit.scopes import everywhere
with everywhere():
    for rows in (Meeting.objects.exclude(ended_at=None), Arrival.objects, Rating.objects, Weight.objects):
        for row in rows.all():
            print({one: value for one, value in vars(row).items() if one != "protocol"})
    for fact in Fact.objects.filter(verb__startswith="meetings."):
        print(vars(fact))
"""


# Whoever presses before their own part has followed the stage is told that the meeting moved on.
FOLLOWED = """() => {
    const shown = document.querySelector("[data-meeting]")?.dataset.version ?? 0;
    return Number(document.querySelector("[data-own]")?.firstElementChild.dataset.version ?? shown) >= Number(shown);
}"""


def button(page: Page, name: str) -> None:
    page.wait_for_function(FOLLOWED)
    page.get_by_role("button", name=re.compile(f"^{name}")).click()


def seconds(page: Page) -> int:
    minutes, rest = str(page.locator("[data-clock]").text_content()).split(":")
    return int(minutes) * 60 + int(rest)


def come_in(page: Page, circle: str) -> None:
    page.goto(f"/gather/circles/{circle}/")
    page.get_by_role("link", name="Come in").click()
    button(page, "I promise this")


@pytest.fixture
def cable(house: House) -> Iterator[Cable]:
    """Give a cable of one's own to the house."""
    cable = Cable(house.port)
    yield cable
    cable.cut()


@pytest.fixture
def lost(newcomer: WalkIn, cable: Cable, watches: list[Watch]) -> Page:
    """Give the founder's phone, at the end of a cable of which outages are expected."""
    page = newcomer(cable.url, **PHONE)
    watches[-1].expects_cuts = True
    visitors.walk_in(page, "founder")
    return page


def test_a_meeting_of_three_from_the_promise_to_what_remains(
    walk_in: WalkIn, house: House, lost: Page, cable: Cable
) -> None:
    circle = house.run(CIRCLE)
    laptop, phone = walk_in("member"), walk_in("leader", **PHONE)
    everybody = (laptop, phone, lost)

    def all_see(words: str) -> None:
        for page in everybody:
            expect(page.locator("[data-stage]")).to_contain_text(words)

    laptop.goto(f"/gather/circles/{circle}/")
    laptop.get_by_role("link", name="Begin a meeting").click()
    laptop.get_by_text("45 minutes").first.click()
    button(laptop, "Open the meeting")
    expect(laptop.locator("[data-stage]")).to_have_count(0)
    button(laptop, "I promise this")
    phone.goto("/")
    expect(phone.get_by_text("Your circle is meeting now").first).to_be_visible()
    for page in (phone, lost):
        come_in(page, circle)
    all_see("3 of you are here")

    button(laptop, "All are here: begin")
    all_see("Step 2 of 9")
    all_see("Lena Marchetti")
    assert abs(seconds(laptop) - seconds(phone)) <= 2
    expect(laptop.locator("[data-clock]")).to_have_text(re.compile("^2:"))
    more = phone.locator("#more > summary")
    more.focus()
    button(laptop, "One minute more")
    expect(laptop.get_by_role("button", name="One minute more")).to_be_focused()
    for page in everybody:
        expect(page.locator("[data-clock]")).to_have_text(re.compile("^3:"))

    lost.context.set_offline(True)
    # Chromium's own offline mode spares streams that are open.
    cable.cut()
    expect(lost.get_by_text("This device is not connected")).to_be_visible()
    laptop.get_by_role("button", name="I have said it").focus()
    button(laptop, "I have said it")
    # Their button is gone, and the keyboard stands where the next one is.
    expect(laptop.get_by_role("heading", name="What you can do")).to_be_focused()
    expect(phone.get_by_text("It is your turn")).to_be_visible()
    expect(more).to_be_focused()
    expect(phone.locator("[data-told]")).to_have_text("How are you, really?: it is Jonas Albrecht’s turn.")
    # Both press at the same time: whose turn it is passes, and the moderator goes on to the next turn.
    for page, name in ((phone, "I pass"), (laptop, "Next turn")):
        page.get_by_role("button", name=name).evaluate("one => setTimeout(() => one.click(), 300)")
    expect(laptop.locator(".stage-who")).to_have_text("Noor Haddad")
    cable.mend()
    lost.context.set_offline(False)
    for page in everybody:
        expect(page.locator(".stage-who")).to_have_text("Noor Haddad")
    expect(lost.get_by_text("This device is not connected")).to_be_hidden()
    button(lost, "I have said it")
    all_see("Everybody had a turn")

    button(laptop, "Go on to")
    for page in (phone, lost):
        button(page, "I bring a topic")
    all_see("Jonas Albrecht, Noor Haddad")
    # Whoever presses what is true no longer hears that, and not that their line is down.
    # In one go, because a part that comes from the server in between would bring the true button back.
    phone.evaluate("() => { const one = document.getElementById('bring'); one.value = 'done'; one.click(); }")
    expect(phone.get_by_role("status").filter(has_text="It is not your turn any more.")).to_be_visible()
    expect(phone.get_by_text("This device is not connected")).to_be_hidden()
    half = phone.get_by_role("radiogroup", name="How much Noor Haddad’s topic matters").get_by_label("5")
    half.check()
    expect(lost.get_by_role("radiogroup", name="How much Noor")).to_have_count(0)
    for group in ("How much Jonas", "How soon Jonas"):
        lost.get_by_role("radiogroup", name=group).get_by_label("4").check()
    button(lost, "Keep what I gave")
    all_see("1 of 3 has weighed")
    expect(half).to_be_checked()
    button(laptop, "Take the topic that weighs most")
    all_see("Jonas Albrecht’s topic")
    for step in (
        "It is told",
        "Ask, to understand",
        "What I lived through",
        "What I heard",
        "What will I do?",
        "One word",
    ):
        button(laptop, f"Go on to “{re.escape(step)}”")
        all_see(step)
    for page, value in ((laptop, "8"), (phone, "9"), (lost, "7")):
        for scale in ("worth to you", "room was there for you"):
            page.get_by_role("group", name=re.compile(scale)).get_by_label(value, exact=True).check()
        button(page, "Keep my numbers")
    all_see("3 of 3 have rated")
    laptop.get_by_text("End the meeting").click()
    expect(laptop.get_by_text("It is over then for all of you")).to_be_visible()
    button(laptop, "Yes, end it for all of us")
    for page in everybody:
        expect(page.get_by_role("row", name=re.compile("2026|20"))).to_contain_text("8.0")
    left = house.run(WHAT_IS_LEFT)
    assert "'reached': 8" in left
    assert not re.search(r"pass|skip|turn|spoke|had", left)
