"""Counting something for oneself, on a phone: begin, enter, aim, show it to a colleague, and end that."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from roost.doors.demo.engine import LEADER
from tests.journeys.conftest import WalkIn
from tests.journeys.steps import card, have_program, own_name

PHONE = {"viewport": {"width": 360, "height": 780}, "has_touch": True}


def test_one_thing_counted_is_ones_own_until_it_is_shown_to_somebody(walk_in: WalkIn) -> None:
    member, leader = walk_in("member", **PHONE), walk_in("leader")
    title = own_name("Thanks said aloud")
    begin(member, title)
    member.get_by_label("How many?").fill("2")
    member.get_by_role("button", name="Enter it").click()
    expect(member.get_by_role("row", name="this week")).to_contain_text("2")
    member.get_by_label("Aim for a week").fill("3")
    member.get_by_role("button", name="Set it").click()
    expect(member.get_by_text("Aim: 3.")).to_be_visible()

    member.get_by_role("link", name="See", exact=True).first.click()
    counted = card(member, title)
    counted.get_by_role("button", name="Today").click()
    expect(member.get_by_text("You are at your aim for this week.")).to_be_visible()
    expect(card(member, title)).to_contain_text("You are there.")
    leader.goto("/see/")
    expect(leader.get_by_role("link", name=title)).to_have_count(0)

    card(member, title).get_by_role("link", name=title).click()
    member.get_by_role("link", name="Show it to somebody").click()
    member.get_by_label("Name, team or e-mail").fill(LEADER)
    member.get_by_role("button", name="Show it to them").click()
    expect(member.get_by_role("button", name=f"End {LEADER}")).to_be_visible()
    leader.reload()
    leader.get_by_role("link", name=title).click()
    expect(leader.get_by_role("row", name="this week")).to_contain_text("3")

    member.get_by_role("button", name=f"End {LEADER}").click()
    expect(member.get_by_text(f"{LEADER} sees it no more.")).to_be_visible()
    leader.reload()
    expect(leader.get_by_role("heading", level=1)).to_have_text("There is nothing here")


def test_what_was_entered_is_mended_and_the_whole_put_away(walk_in: WalkIn) -> None:
    member = walk_in("member")
    title = own_name("Lunches with somebody new")
    begin(member, title)
    member.get_by_label("How many?").fill("one")
    member.get_by_role("button", name="Enter it").click()
    expect(member.get_by_role("alert")).to_contain_text("This is not a number")
    member.get_by_label("How many?").fill("11")
    member.get_by_role("button", name="Enter it").click()
    member.get_by_role("link", name="See and mend single entries").click()
    member.get_by_role("link", name=f"Take back {title}").click()
    member.get_by_role("button", name="Take it back").click()
    expect(member.get_by_text("The score was taken back.")).to_be_visible()
    member.get_by_role("link", name=title).first.click()
    expect(member.get_by_text("Nothing entered for this week yet.")).to_be_visible()

    member.get_by_role("link", name="Change what you count").click()
    member.get_by_label("What do you want to count?").fill(f"{title}, outside")
    member.get_by_role("button", name="Keep it").click()
    expect(member.get_by_role("heading", level=1)).to_have_text(f"{title}, outside")
    member.get_by_role("button", name="Put it away").click()
    expect(card(member, f"{title}, outside")).to_have_count(0)
    member.get_by_text("What you put away").click()
    member.get_by_role("link", name=f"{title}, outside").click()
    member.get_by_role("button", name="Take it up again").click()
    expect(member.get_by_text("You go on with it.")).to_be_visible()


def begin(page: Page, title: str) -> None:
    page.goto("/see/")
    page.get_by_role("link", name="Count something of your own").click()
    page.get_by_label("What do you want to count?").fill(title)
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_somebody_joins_a_program_counts_for_the_team_and_leaves(walk_in: WalkIn) -> None:
    joiner = walk_in("member", **PHONE)
    program = have_program(walk_in("leader"))
    joiner.goto("/see/")
    card(joiner, program.title).get_by_role("button", name="Take part").click()
    expect(joiner.get_by_text("You take part from today on.")).to_be_visible()
    joiner.get_by_role("link", name="Enter a score").click()
    joiner.get_by_label("Visits").fill("3")
    joiner.get_by_role("button", name="Put it on the board").click()
    expect(joiner.get_by_text("1 score is on the board.")).to_be_visible()

    joiner.goto(program.path)
    joiner.get_by_role("link", name="Take part no more").click()
    joiner.get_by_role("button", name="Take part no more").click()
    expect(joiner.get_by_text("You take part no more.")).to_be_visible()
    expect(joiner.locator("tr.mine .n").first).to_have_text("6")
    expect(joiner.get_by_role("heading", name="You look on")).to_have_count(0)  # today still counts
