"""Rules that belong to the players: somebody proposes a change, sees what it would have meant, and others vote."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.acts import address
from tests.journeys.visitors import WalkIn


def test_a_change_is_proposed_looked_at_and_taken_back(walk_in: WalkIn) -> None:
    page = walk_in("leader")
    page.goto("/see/")
    page.goto(address(page, "Helping customers early").removesuffix("own/"))
    page.get_by_role("link", name="How points are made").click()
    page.get_by_role("link", name="Propose a change").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Propose other rules")
    page.get_by_label("Points for each").first.fill("7")
    page.get_by_role("button", name="See what it would have meant").click()
    expect(page.get_by_role("heading", name="If this had been the rule")).to_be_visible()
    expect(page.get_by_role("insertion").filter(has_text="worth 7 points")).to_be_visible()
    page.get_by_role("button", name="Put it to the vote").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Why?").fill("Early help is worth more.")
    page.get_by_role("button", name="Put it to the vote").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("proposes other rules")
    expect(page.get_by_text("by these rules").first).to_be_visible()
    page.get_by_role("button", name="Take your proposal back").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Proposed rules")
    expect(page.get_by_text("Taken back before it was decided.")).to_be_visible()


def test_a_player_is_asked_on_today_votes_changes_it_and_takes_it_back(walk_in: WalkIn) -> None:
    page = walk_in("member")
    page.goto("/")
    page.get_by_role("link", name="proposes other rules for A day with another team").click()
    here = page.url
    page.get_by_role("button", name="Yes").click()
    expect(page.get_by_text("You voted yes.").first).to_be_visible()
    page.get_by_role("button", name="No").click()
    expect(page.get_by_text("You voted no.").first).to_be_visible()
    page.get_by_label("Say something to it").fill("What about those who live far away?")
    page.get_by_role("button", name="Say it").click()
    expect(page.get_by_text("What about those who live far away?")).to_be_visible()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("What about those who live far away?")).to_have_count(0)
    page.goto("/")
    expect(page.get_by_role("link", name="proposes other rules for A day with another team")).to_have_count(0)
    page.goto(here)
    page.get_by_role("button", name="Take your vote back").click()
    expect(page.get_by_text("You took your vote back.")).to_be_visible()
