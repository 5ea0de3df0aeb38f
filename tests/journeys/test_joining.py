"""Ask people first: some answer themselves, some by a note, lots decide, circles begin, and somebody joins."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from roost.doors.demo.engine import FOUNDER, MEMBER, email_of
from tests.journeys.acts import send
from tests.journeys.conftest import WalkIn
from tests.journeys.test_growth import PHONE

PEOPLE = [f"{number},Guest {number},," for number in range(1, 9)]
LIST = "\n".join(
    [
        "id,name,email,function",
        f"20,{MEMBER},{email_of(MEMBER)},care",
        f"21,{FOUNDER},{email_of(FOUNDER)},build",
        *PEOPLE,
    ]
)


def test_seats_are_asked_for_drawn_and_changed(walk_in: WalkIn) -> None:
    page, member = walk_in("founder"), walk_in("member", **PHONE)
    page.goto("/gather/rounds/new/")
    page.get_by_label("What is this round called?").fill("By lot")
    page.get_by_label("People in a circle, from").fill("2")
    page.get_by_label("to", exact=True).fill("4")
    file = {"name": "people.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    page.get_by_label("A list of people, as a CSV file").set_input_files(file)
    send("Go on to the wishes")(page)
    page.get_by_role("link", name="Ask them first").click()
    page.get_by_label("How many seats are there?").fill("6")
    send("Look it over")(page)
    expect(page.get_by_role("heading", name="2 people would be asked")).to_be_visible()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="0 of 10 people want a seat")).to_be_visible()

    member.goto("/")
    card = member.locator(".card", has_text="By lot")
    card.get_by_role("button", name="I want a seat").click()
    expect(member.locator(".card", has_text="By lot").get_by_text("You can change your mind.")).to_be_visible()

    for number in range(1, 9):
        group = page.get_by_role("group", name=f"Guest {number}", exact=True)
        group.get_by_label("wants a seat" if number < 8 else "not this time").check()
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("8 answers were written down.")).to_be_visible()
    expect(page.get_by_role("heading", name="8 of 10 people want a seat")).to_be_visible()
    expect(page.get_by_text("2 people will wait")).to_be_visible()
    expect(page.get_by_text("otherwise it could be closed on those who answer first")).to_be_visible()
    page.goto("/gather/")
    page.locator(".card", has_text="By lot").get_by_role("button", name="I want a seat").click()
    page.get_by_role("link", name="By lot").click()
    send("Close, and draw lots")(page)
    expect(page.get_by_role("heading", name="Lots were drawn: 6 people are in")).to_be_visible()
    page.get_by_role("link", name="Go on").click()
    page.get_by_role("button", name="Form the circles").first.click()
    page.wait_for_url(re.compile(r"/rounds/\d+/$"), timeout=120_000)
    page.get_by_role("link", name="Publish them").click()
    send("Publish the circles")(page)

    page.get_by_role("link", name="Somebody joins or leaves").click()
    page.get_by_label(", number 1 of the lot").check()
    send("See what changes")(page)
    page.wait_for_url(re.compile(r"/rounds/\d+/$"), timeout=120_000)
    expect(page.get_by_text("Nobody else changes circles.")).to_be_visible()
    page.get_by_role("link", name="Publish them").click()
    send("Publish the circles")(page)
    expect(page.get_by_role("heading", name="7 people in 2 circles")).to_be_visible()
