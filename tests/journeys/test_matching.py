"""Two find each other by topic, on a phone; somebody checks how alone they are; and chance brings two together."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.acts import check_oneself
from tests.journeys.conftest import WalkIn
from tests.journeys.test_growth import PHONE


def look_for_a_peer(page: Page, *, stage: str, words: str) -> None:
    page.goto("/gather/")
    page.get_by_role("link", name="Find me a peer").click()
    page.get_by_role("link", name="Say what it is about").click()
    page.get_by_label("What would you like to think aloud about?").select_option("A reorganisation")
    page.get_by_text(stage).click()
    page.get_by_text("Anybody with the same topic").click()
    page.get_by_label("What do you hope for?").fill(words)
    page.get_by_role("button", name="Look for somebody").click()
    expect(page.get_by_text("Kept. Roost looks for somebody")).to_be_visible()


def test_two_find_each_other_once_both_said_yes(walk_in: WalkIn) -> None:
    founder, administrator = walk_in("founder", **PHONE), walk_in("administrator", **PHONE)
    look_for_a_peer(founder, stage="I am in the middle of it", words="To hear how others tell their people")
    expect(founder.get_by_text("Nobody is proposed to you at the moment.")).to_be_visible()
    look_for_a_peer(administrator, stage="I have been through it", words="")
    expect(administrator.get_by_text("To hear how others tell their people")).to_be_visible()
    expect(administrator.get_by_text("Noor Haddad")).to_have_count(0)
    administrator.get_by_role("button", name="Yes, gladly").click()
    expect(administrator.get_by_text("You said yes.", exact=True)).to_be_visible()

    founder.goto("/")
    founder.get_by_role("link", name="Look, and say yes or no").click()
    expect(founder.get_by_role("heading", name="Somebody who has been through it")).to_be_visible()
    founder.get_by_role("button", name="Yes, gladly").click()
    expect(founder.get_by_role("heading", name="Meera Chandran")).to_be_visible()
    founder.get_by_role("link", name="Open your circle").click()
    expect(founder.get_by_role("heading", name="Meera Chandran and Noor Haddad")).to_be_visible()
    administrator.goto("/")
    expect(administrator.get_by_text("It is Noor Haddad.")).to_be_visible()


def test_a_self_check_answers_and_offers_a_peer(walk_in: WalkIn) -> None:
    page = walk_in("leader")
    page.goto("/gather/peers/check/")
    check_oneself(page)
    expect(page.get_by_role("heading", name="You carry some of this alone at the moment")).to_be_visible()
    expect(page.get_by_label("What would you like to think aloud about?")).to_have_value("deciding")


def test_chance_brings_together_and_one_says_that_they_met(walk_in: WalkIn) -> None:
    page = walk_in("founder")
    page.goto("/gather/")
    page.get_by_role("link", name="Conversations by chance").click()
    expect(page.get_by_text("You talk with", exact=True)).to_be_visible()
    page.get_by_role("button", name="Yes", exact=True).click()
    expect(page.get_by_text("You met. Would you like to stay in touch?")).to_be_visible()
    page.get_by_role("button", name="I would like to").click()
    expect(page.get_by_text("You would like to stay in touch.")).to_be_visible()
    page.get_by_text("Not for a while").click()
    page.get_by_label("No conversation before").fill("")
    page.get_by_role("button", name="Pause until then").click()
    expect(page.get_by_text("Choose a day.")).to_be_visible()
