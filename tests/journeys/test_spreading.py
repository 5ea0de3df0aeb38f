"""How a program spreads, scrubbed through by keyboard, and a sponsor who signs for one and takes it back."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.acts import address
from tests.journeys.visitors import WalkIn


def test_the_year_of_a_program_is_scrubbed_through_and_played(walk_in: WalkIn) -> None:
    page = walk_in("member")
    page.goto("/see/")
    # Of a program in which one takes part the name leads to the own weeks.
    page.goto(address(page, "A day with another team").removesuffix("own/"))
    page.get_by_role("link", name="How it spreads").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How it spreads")
    day, words, week = page.locator("[data-part=day]"), page.locator("[data-part=words]"), page.get_by_label("Week")
    expect(day).not_to_be_empty()
    last, told = day.inner_text(), words.inner_text()
    week.press("Home")
    expect(day).not_to_have_text(last)
    expect(words).not_to_have_text(told)
    week.press("End")
    expect(day).to_have_text(last)
    expect(words).to_have_text(told)
    page.get_by_role("button", name="Play").click()
    expect(day).not_to_have_text(last)
    page.get_by_label("Beside").select_option(label="Helping customers early (Official)")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("columnheader", name="Helping customers early")).to_be_visible()


def test_a_sponsor_signs_and_takes_it_back(walk_in: WalkIn) -> None:
    page = walk_in("leader")
    page.goto("/see/")
    page.get_by_role("link", name="Learning calls", exact=True).click()
    page.get_by_role("link", name="How it spreads").click()
    page.get_by_role("link", name="Adopt it").click()
    page.get_by_role("button", name="Sign for it").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Why do you sign for it?").fill("People learn from it.")
    page.get_by_role("button", name="Sign for it").click()
    expect(page.get_by_text("would adopt this program")).to_be_visible()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("would adopt this program")).to_have_count(0)
    expect(page.get_by_role("link", name="Adopt it")).to_be_visible()
