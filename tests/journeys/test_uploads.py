"""Handing in a large file of scores, watching it being entered, and mending one that is refused."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from roost.doors.demo.engine import MEMBER, email_of
from tests.journeys.conftest import WalkIn
from tests.journeys.steps import Program, choose_csv, have_program

ROWS = 6_000


@pytest.fixture
def member(walk_in: WalkIn) -> Page:
    return walk_in("member")


@pytest.fixture
def program(member: Page) -> Program:
    return have_program(member)


def hand_in(page: Page, program: Program, rows: list[str]) -> None:
    page.goto(f"{program.path}upload/")
    choose_csv(page, "year.csv", "\n".join(["person,metric,value,occurred_at", *rows]))
    page.get_by_role("button", name="Enter these scores").click()
    page.wait_for_url(re.compile(r"/files/\d+/$"))


def rows_of(count: int) -> list[str]:
    today = datetime.now(UTC).date()
    return [f"{email_of(MEMBER)},visits,1,{today}T00:00"] * count


def test_a_large_file_is_entered_while_people_watch(member: Page, program: Program) -> None:
    hand_in(member, program, rows_of(ROWS))
    # The page comes to its end by itself.
    expect(member.get_by_text("6,000 rows were entered")).to_be_visible(timeout=60_000)
    hand_in(member, program, rows_of(ROWS))
    expect(member.get_by_text("6,000 rows were here already.")).to_be_visible(timeout=60_000)
    member.get_by_role("link", name="See the board").click()
    expect(member.get_by_role("row", name="your team").locator("td.n").first).to_have_text(re.compile("12.?000"))


def test_a_refused_large_file_says_what_to_mend_and_takes_another(member: Page, program: Program) -> None:
    hand_in(member, program, [*rows_of(ROWS), f"{email_of(MEMBER)},visits,many,today"])
    wrong = member.get_by_role("table", name="What is wrong")
    expect(wrong.get_by_role("row", name="many")).to_contain_text(f"Row {ROWS + 2}", timeout=60_000)
    choose_csv(member, "year.csv", "\n".join(["person,metric,value,occurred_at", *rows_of(2)]))
    member.get_by_role("button", name="Enter these scores").click()
    expect(member.get_by_text("2 rows were entered")).to_be_visible()
    member.get_by_role("link", name="Scores from a file").click()
    latest = member.get_by_role("table", name="Files of the last month, the newest first")
    expect(latest.get_by_role("row", name="year.csv").last).to_contain_text("Not entered")


def test_a_large_file_is_followed_without_scripts(walk_in: WalkIn) -> None:
    page = walk_in("member", java_script_enabled=False)
    hand_in(page, have_program(page), rows_of(ROWS))
    done = page.get_by_text("6,000 rows were entered")
    for _ in range(200):
        if done.count():
            break
        page.get_by_role("link", name="Look again").click()
    expect(done).to_be_visible()


def test_the_wrong_file_is_taken_back_as_a_whole_and_the_right_one_entered(member: Page, program: Program) -> None:
    hand_in(member, program, rows_of(ROWS))
    expect(member.get_by_text("6,000 rows were entered")).to_be_visible(timeout=60_000)
    member.get_by_role("link", name="Take all of it back").click()
    member.get_by_role("button", name="Take it all back").click()
    expect(member.get_by_text("6,000 scores were taken back")).to_be_visible(timeout=60_000)
    choose_csv(member, "year.csv", "\n".join(["person,metric,value,occurred_at", *rows_of(2)]))
    member.get_by_role("button", name="Enter these scores").click()
    expect(member.get_by_text("2 rows were entered")).to_be_visible()
    member.get_by_role("link", name="See the board").click()
    expect(member.get_by_role("row", name="your team").locator("td.n").first).to_have_text("4")
