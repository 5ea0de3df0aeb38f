"""Two who walk together: one asks, the other agrees, they plan, and what is opened is read."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from roost.doors.demo.engine import FOUNDER, email_of
from tests.journeys.conftest import WalkIn
from tests.journeys.test_growth import PHONE


def open_pair(page: Page) -> None:
    page.goto("/grow/companions/")
    page.get_by_role("link", name=re.compile("^(Answer|Open it)")).first.click()


def test_two_begin_plan_and_part(walk_in: WalkIn) -> None:
    member, founder = walk_in("member", **PHONE), walk_in("founder")
    member.goto("/grow/")
    member.get_by_role("link", name="Ask somebody").click()
    member.get_by_text("Trusted peer").click()
    member.get_by_label("Or anybody, by their e-mail").fill(email_of(FOUNDER))
    member.get_by_role("button", name="Ask them").click()
    expect(member.get_by_text("finds your question on Today")).to_be_visible()

    founder.goto("/")
    expect(founder.get_by_text("asks you to walk beside them.")).to_be_visible()
    open_pair(founder)
    founder.get_by_role("button", name="Yes, gladly").click()
    expect(founder.get_by_text("You walk together now.")).to_be_visible()
    expect(founder.get_by_text("Nothing yet. Ask.")).to_be_visible()

    open_pair(member)
    member.get_by_label("What shall be different?").fill("Say no twice a week")
    member.get_by_role("button", name="Set this goal").click()
    day = datetime.now(UTC).date() + timedelta(days=9)
    member.get_by_label("Day").fill(day.isoformat())
    member.get_by_label("Time", exact=True).fill("09:30")
    member.get_by_role("button", name="Plan a session").click()
    member.get_by_label("What do you want to talk about?").fill("The board meeting")
    member.get_by_role("button", name="Put it on the agenda").click()
    expect(member.get_by_text("The board meeting").first).to_be_visible()
    open_pair(member)
    member.get_by_role("group", name="Body").get_by_text("Low").click()
    member.get_by_role("button", name="Keep it").click()
    expect(member.get_by_text("Kept.")).to_be_visible()

    founder.reload()
    expect(founder.get_by_text("Say no twice a week").first).to_be_visible()
    expect(founder.get_by_text("Body: sleep, movement, food")).to_be_visible()
    founder.get_by_role("button", name="End it").click()
    expect(founder.get_by_text("It is ended.")).to_be_visible()
    member.reload()
    expect(member.get_by_text("This ended on")).to_be_visible()


def test_an_administrator_sees_how_far_two_are_and_nothing_else(walk_in: WalkIn) -> None:
    page = walk_in("administrator")
    page.goto("/administer/")
    page.get_by_role("link", name="Look at them").click()
    row = page.get_by_role("row", name="Jonas Albrecht").first
    expect(row).to_contain_text("Mentor")
    expect(row).to_contain_text("running")
    expect(page.get_by_text("Home before seven")).to_have_count(0)
