"""From a spreadsheet to circles: bring a list, wish, watch, move and lock somebody, publish; a member sees theirs."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from roost.doors.demo.engine import MEMBER, email_of
from tests.journeys.acts import LIST, send
from tests.journeys.conftest import WalkIn
from tests.journeys.test_growth import PHONE

CIRCLE = re.compile("^Circle")


def bring(page: Page, title: str) -> None:
    page.goto("/gather/")
    page.get_by_role("link", name="Start a round of circles").click()
    page.get_by_label("What is this round called?").fill(title)
    header, *rows = LIST.replace("id,", "id,email,", 1).splitlines()
    listed = [row.replace(",", f",{email_of(MEMBER) if row.startswith('3,') else ''},", 1) for row in rows]
    content = "\n".join([header, *listed, ""]).encode()
    page.get_by_label("A list of people, as a CSV file").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Go on to the wishes").click()


def test_from_a_spreadsheet_to_circles_in_under_five_minutes(walk_in: WalkIn) -> None:
    # All circles fit: what scrolls between pressing and moving the mouse is not dragged.
    page, member = walk_in("leader", viewport={"width": 1280, "height": 1600}), walk_in("member", **PHONE)
    bring(page, "A journey")
    expect(page.get_by_text("24 people make 4 circles of 6.")).to_be_visible()
    page.get_by_label("What to do with “function”").select_option(label="nobody alone")
    page.get_by_label("How much “years” counts").select_option(label="much")
    page.get_by_label("Pair 1: first person").fill("Abe Tour")
    page.get_by_label("Pair 1: second person").fill("Bea Tour")
    send("Keep the wishes")(page)
    for words in (
        "Nobody is the only one of their function in a circle.",
        "Mix years (much).",
        "Abe Tour and Bea Tour sit apart.",
    ):
        expect(page.get_by_text(words)).to_be_visible()
    page.get_by_role("button", name="Form the circles").click()
    page.wait_for_url(re.compile(r"/rounds/\d+/$"), timeout=120_000)
    expect(page.get_by_role("heading", name="24 people in 4 circles")).to_be_visible()

    first, second = (page.locator("[data-circle]").nth(number) for number in (0, 1))
    dragged, onto = first.locator("[data-seat]").first, second.locator("[data-seat]").last
    names = [str(one.locator("a").text_content()) for one in (dragged, onto)]
    dragged.drag_to(onto)
    expect(page.get_by_role("heading", name=f"Shall {names[0]} and {names[1]} change places?")).to_be_visible()
    expect(page.get_by_text("The mix of all circles together")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Do it")).click()
    expect(second.get_by_role("link", name=names[0])).to_be_visible()
    page.get_by_role("button", name="Take the last move back").click()
    expect(first.get_by_role("link", name=names[0])).to_be_visible()

    page.get_by_role("link", name=names[0], exact=True).click()
    page.get_by_label("Exchange with somebody").fill(names[1])
    page.get_by_role("button", name="See what it would change").click()
    page.get_by_role("button", name=re.compile("^Do it")).click()
    page.get_by_role("button", name=f"Keep {names[0]} here").click()
    page.get_by_role("button", name="Form again, keeping one lock").click()
    page.wait_for_url(re.compile(r"/rounds/\d+/(#.*)?$"), timeout=120_000)
    expect(second.get_by_role("link", name=names[0])).to_be_visible()

    page.get_by_role("link", name="Publish them").click()
    expect(page.get_by_text("One of 24 people is known in Roost.")).to_be_visible()
    page.get_by_role("button", name="Publish the circles").click()
    expect(page.get_by_text("Published on")).to_be_visible()
    member.goto("/gather/")
    card = member.locator(".card", has_text="A journey")
    expect(card.get_by_role("heading", name=CIRCLE)).to_be_visible()
    expect(card.get_by_text("And 5 more, who are not in Roost.")).to_be_visible()
    card.get_by_text("Why you sit here").click()
    expect(card.get_by_text("Some seats were wished for")).to_be_visible()

    card.get_by_role("link", name="Give it a name").click()
    member.get_by_label("What do you call yourselves?").fill("The Owls")
    send("Call it so")(member)
    expect(member.get_by_role("heading", name="The Owls")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name=CIRCLE).first).to_be_visible()
    expect(page.get_by_text("The Owls")).to_have_count(0)
