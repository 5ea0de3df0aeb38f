"""Coming in, the first page, the look, and what is one's own."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from roost.doors.demo.engine import ADMINISTRATOR, FOUNDER, MEMBER, email_of
from tests.journeys.conftest import WalkIn
from tests.journeys.house import House
from tests.journeys.steps import downloaded, make_key

ROLES = {"member": MEMBER, "founder": FOUNDER, "administrator": ADMINISTRATOR}


@pytest.mark.parametrize("role", ROLES)
def test_one_click_lets_somebody_in(role: str, newcomer: WalkIn) -> None:
    page = newcomer()
    page.goto("/")
    page.get_by_role("button", name=f"Walk in as {ROLES[role].split()[0]}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Good to see you")
    page.get_by_label("Your account").click()
    expect(page.get_by_text(ROLES[role], exact=True)).to_be_visible()


def test_today_shows_the_own_line_and_leads_on(walk_in: WalkIn) -> None:
    page = walk_in("member")
    expect(page.get_by_role("heading", name="Your line in ")).to_be_visible()
    expect(page.get_by_role("heading", name="Your team: ")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Rank")).to_have_count(0)
    page.get_by_role("link", name="See what it is made of").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your line")


def test_only_an_administrator_is_offered_to_administer(walk_in: WalkIn) -> None:
    places = [
        walk_in(role).get_by_role("navigation").first.get_by_role("link").all_inner_texts()
        for role in ("member", "administrator")
    ]
    assert places == [["Today", "Grow", "Gather", "See"], ["Today", "Grow", "Gather", "See", "Administer"]]


def test_a_chosen_look_stays(walk_in: WalkIn) -> None:
    page = walk_in("member", color_scheme="light")
    light = paper(page)
    page.get_by_label("Dark").check(force=True)
    page.get_by_role("link", name="See", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What counts for you")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert paper(page) != light
    expect(page.get_by_label("Dark")).to_be_checked()
    page.get_by_label("As on this device").check(force=True)
    page.reload()
    assert paper(page) == light


def paper(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_everything_that_is_kept_can_be_taken_along(walk_in: WalkIn) -> None:
    page = walk_in("member")
    page.goto("/me/")
    name, text = downloaded(page, page.get_by_role("link", name="Download all of it").click)
    assert name == "roost-about-me.json"
    assert email_of(MEMBER) in json.dumps(json.loads(text))


def test_a_key_is_made_used_and_ended(walk_in: WalkIn, house: House) -> None:
    page = walk_in("member")
    key = make_key(page)
    assert house.send("GET", "/me", key=key)["name"] == ROLES["member"]
    page.goto("/me/")
    expect(page.get_by_text(key)).to_have_count(0)
    row = page.get_by_role("row").filter(has_text="Journey")
    expect(row.first).not_to_contain_text("never")
    row.first.get_by_role("button", name="End it").click()
    expect(page.get_by_text("The key works no more.")).to_be_visible()
    assert house.refusal("GET", "/me", key=key) == 401


def test_days_begin_where_a_person_says(walk_in: WalkIn) -> None:
    page = walk_in("member")
    page.goto("/me/")
    zone = page.get_by_label("Time zone")
    before = zone.input_value()
    zone.fill("Mars/Olympus")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("This zone is not known.")).to_be_visible()
    for name in ("Asia/Kathmandu", before):
        page.get_by_label("Time zone").fill(name.lower())
        page.get_by_role("button", name="Keep it").click()
        expect(page.get_by_text("Your days begin there now.")).to_be_visible()
        expect(page.get_by_label("Time zone")).to_have_value(name)


def test_signing_out_leads_back_to_the_door(walk_in: WalkIn) -> None:
    page = walk_in("member")
    page.get_by_label("Your account").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Walk in as somebody")).to_be_visible()
    page.goto("/me/")
    expect(page.get_by_role("heading", name="Good to have you back")).to_be_visible()
