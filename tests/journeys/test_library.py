"""The library: a worry on a phone finds its card, what was tried is told, and what somebody adds is found by others."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.conftest import WalkIn
from tests.journeys.steps import is_same_page, mark, own_name, press_tab_until
from tests.journeys.test_growth import PHONE


def test_a_worry_finds_its_card_and_what_was_tried_is_read_by_others(walk_in: WalkIn) -> None:
    member, founder = walk_in("member", **PHONE), walk_in("founder")
    tried = own_name("Told them when they hear from me")
    member.goto("/grow/")
    member.get_by_role("link", name="Look for something").click()
    mark(member)
    member.get_by_role("searchbox").press_sequentially("I am scard of the bord meeting")
    expect(member.get_by_text("which speaks of Confidence.").first).to_be_visible()
    expect(member.get_by_text("was also read as “scared”")).to_be_visible()
    expect(member).to_have_url(re.compile(r"q=I(%20|\+)am"))
    assert is_same_page(member)
    member.get_by_role("link", name="Promise the next word").click()
    expect(member.get_by_role("heading", name="To take along")).to_be_visible()
    member.get_by_label("What did you try, and what came of it?").fill(tried)
    member.get_by_role("button", name="Keep it").click()
    expect(member.get_by_text("Kept, for you alone.")).to_be_visible()
    founder.goto("/grow/library/cards/confidence/")
    expect(founder.get_by_text(tried)).to_have_count(0)

    member.get_by_text("Colleagues, with my name").click()
    member.get_by_role("button", name="Keep it").click()
    founder.reload()
    expect(founder.get_by_text(tried)).to_be_visible()
    member.get_by_role("button", name="Take it back").click()
    expect(member.get_by_text("Nothing of it stays.")).to_be_visible()
    founder.reload()
    expect(founder.get_by_text(tried)).to_have_count(0)


def test_a_link_is_added_and_found_by_the_keyboard(walk_in: WalkIn) -> None:
    member, founder = walk_in("member"), walk_in("founder")
    title = own_name("Kingfishers")
    member.goto("/grow/library/add/link/")
    member.get_by_label("Address").fill("https://example.org/kingfishers")
    member.get_by_label("What is it called?").fill(title)
    member.get_by_label("Why is it worth it?").fill("They look twice before they dive.")
    member.get_by_label("How many minutes does it take?").fill("4")
    member.get_by_label("Deciding", exact=True).check()
    member.get_by_role("button", name="Put it into the library").click()
    expect(member.get_by_role("link", name="Read it there")).to_have_attribute("rel", "noopener noreferrer")

    founder.goto("/grow/library/")
    press_tab_until(founder, founder.get_by_role("searchbox"))
    founder.keyboard.type("kingfisher dive")
    founder.keyboard.press("Enter")
    found = founder.get_by_role("link", name=title)
    expect(found).to_be_visible()
    press_tab_until(founder, found)
    founder.keyboard.press("Enter")
    expect(founder.get_by_role("heading", level=1)).to_have_text(title)
