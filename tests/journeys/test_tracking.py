"""Launching a program, entering scores, reading boards down to the entries, and the board on a wall."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, expect

from roost.doors.demo.engine import MEMBER, email_of
from tests.journeys.cable import Cable
from tests.journeys.conftest import WalkIn
from tests.journeys.house import House
from tests.journeys.steps import (
    SECONDS_A_DIVISION,
    Program,
    card,
    choose_csv,
    describe_program,
    enter_score,
    have_program,
    is_same_page,
    make_key,
    mark,
    open_screen,
    own_name,
    press_tab_until,
    start_program,
)
from tests.journeys.visitors import Watch

# What a screen promises is about a second; a busy machine gets three.
SOON = 3_000
MINUS = "\N{MINUS SIGN}"
LONG_PROGRAM = "Helping customers early"


@pytest.fixture
def member(walk_in: WalkIn) -> Page:
    return walk_in("member")


@pytest.fixture
def program(member: Page) -> Program:
    """Give a program that the member started."""
    return have_program(member)


def points(page: Page) -> Locator:
    """Find the points of the line that the page shows."""
    return page.locator(".stat .figure").first


def now() -> str:
    return datetime.now(UTC).isoformat()


def test_a_program_is_said_in_plain_words_before_it_starts(member: Page) -> None:
    title = own_name("Plain words")
    describe_program(member, title)
    member.get_by_role("button", name="Say it in plain words").click()
    words = member.get_by_role("region", name="The rules so far")
    expect(words).to_contain_text("Each visit is worth 2 points.")
    expect(words).to_contain_text("Nobody gets more than 5 points a day from it.")
    example = words.get_by_role("table", name="Worked example").locator("tbody tr")
    expect(example.nth(0)).to_have_text(re.compile(r"Visits\s*10\s*20\s*20"))
    expect(example.nth(1)).to_have_text(re.compile(r"Stars\s*\d+\s*5\s*2\.5"))
    member.get_by_role("button", name="Start the program").click()
    expect(member.get_by_text("Your program is running.")).to_be_visible()
    expect(member.get_by_text(f"{title} · started by {MEMBER}")).to_be_visible()
    member.get_by_role("link", name="How points are made").click()
    expect(card(member, "Stars")).to_contain_text("Nobody gets more than 5 points a day from it.")


def test_a_score_by_hand_counts_once_however_often_it_is_sent(member: Page, program: Program) -> None:
    member.goto(f"{program.path}enter/")
    member.get_by_label("Visits").fill("3")
    member.get_by_label("Stars").fill("9")
    member.get_by_role("button", name="Put it on the board").dblclick()
    # The second press breaks off what the first began to load, so the address is looked at until it is the one.
    expect(member).to_have_url(re.compile(r"/people/\d+/\?window=\d{4}-\d\d$"), timeout=30_000)
    made = member.get_by_role("table", name="Points by metric")
    expect(made.get_by_role("row", name="Visits")).to_contain_text("3 × 2 = 6")
    expect(made.get_by_role("row", name="Stars")).to_contain_text("9 × 1 = 9, after the cap 5")
    expect(member.get_by_role("link", name="Take back")).to_have_count(2)
    expect(points(member)).to_have_text("11")


def test_a_number_that_is_none_is_explained_and_can_be_mended(member: Page, program: Program) -> None:
    member.goto(f"{program.path}enter/")
    member.get_by_label("Visits").fill("three")
    member.get_by_role("button", name="Put it on the board").click()
    expect(member.get_by_role("alert")).to_contain_text("Visits")
    expect(member.get_by_label("Visits")).to_have_value("three")
    member.get_by_label("Visits").fill("3")
    member.get_by_role("button", name="Put it on the board").click()
    expect(member.get_by_text("1 score is on the board.")).to_be_visible()


def test_the_same_file_of_scores_enters_nothing_new(member: Page, program: Program) -> None:
    today = datetime.now(UTC).date()
    rows = [f"{email_of(MEMBER)},{metric},{value},{today}" for metric, value in (("visits", 4), ("stars", 2))]
    for told in ("2 rows were entered", "2 rows were here already"):
        member.goto(f"{program.path}upload/")
        choose_csv(member, "scores.csv", "\n".join(["person,metric,value,occurred_at", *rows]))
        member.get_by_role("button", name="Enter these scores").click()
        expect(member.get_by_text(told)).to_be_visible()
    member.goto(program.path)
    member.get_by_role("link", name="See what it is made of").click()
    expect(points(member)).to_have_text("10")


def test_a_file_of_scores_with_a_mistake_enters_nothing(member: Page, program: Program) -> None:
    member.goto(f"{program.path}upload/")
    choose_csv(member, "scores.csv", "person,metric,value,occurred_at\nnobody@example.org,visits,many,today\n")
    member.get_by_role("button", name="Enter these scores").click()
    wrong = member.get_by_role("table", name="What is wrong")
    expect(wrong.get_by_role("row", name="many")).to_contain_text("value")
    expect(wrong.get_by_role("row", name="today")).to_contain_text("occurred_at")
    member.goto("/see/")
    expect(card(member, program.title)).to_contain_text("Nothing entered for this week yet.")


def test_a_score_over_the_api_counts_once_and_can_be_taken_back_once(
    member: Page, program: Program, house: House
) -> None:
    key = make_key(member)
    told = {"scores": [{"id": "one", "metric": "visits", "value": "2.5", "occurred_at": now()}]}
    address = f"/programs/{program.number}/scores"
    sent = [house.send("POST", address, told, key=key) for _ in range(2)]
    assert [(one["added"], one["known"]) for one in sent] == [(1, 0), (0, 1)]
    member.goto(program.path)
    member.get_by_role("link", name="See what it is made of").click()
    expect(points(member)).to_have_text("5")
    assert [house.send("DELETE", f"{address}/one", key=key)["added"] for _ in range(2)] == [1, 0]
    member.reload()
    expect(points(member)).to_have_text("0")


def test_a_score_taken_back_stays_in_sight_and_counts_no_more(member: Page, program: Program) -> None:
    enter_score(member, program, Visits="3", Stars="2")
    member.get_by_role("link", name="Take back Visits").click()
    expect(member.get_by_role("heading", level=1)).to_contain_text("Take back 3 for Visits on")
    member.get_by_role("button", name="Take it back").click()
    expect(member.get_by_text("The score was taken back.")).to_be_visible()
    entries = member.get_by_role("table", name="Entries, the newest first").locator("tbody tr")
    expect(entries).to_have_count(2)
    expect(entries.filter(has_text="Visits")).to_contain_text("taken back")
    expect(points(member)).to_have_text("2")


def open_long_program(page: Page) -> None:
    page.get_by_role("link", name="See", exact=True).click()
    card(page, LONG_PROGRAM).get_by_role("link", name="The board").click()


def test_a_board_leads_from_the_own_division_down_to_the_entries(member: Page) -> None:
    open_long_program(member)
    # A month that is over stands still while the sample company goes on.
    member.get_by_role("link", name="Earlier").click()
    expect(member.get_by_role("heading", level=1)).to_contain_text("Mid-West")
    expect(member.get_by_role("navigation", name="Division").locator("[aria-current]")).to_have_text("Mid-West")
    member.get_by_role("row", name="your team").get_by_role("link").click()

    people = member.get_by_role("table", name="Points of each person, in name order").locator("tbody tr")
    expect(people).not_to_have_count(0)
    names = people.locator("th").all_inner_texts()
    assert len(names) > 1
    assert names == sorted(names)
    own = people.filter(has=member.get_by_role("link"))
    expect(own).to_have_count(1)
    told = own.locator("td").first.inner_text()
    own.get_by_role("link").click()
    expect(member.get_by_role("heading", level=1)).to_contain_text("Your line")
    expect(points(member)).to_have_text(told)

    entered: dict[str, Decimal] = defaultdict(Decimal)
    for row in member.get_by_role("table", name="Entries, the newest first").locator("tbody tr").all():
        metric, value, status = row.locator("td").all_inner_texts()[:3]
        if status == "counts":
            entered[metric] += Decimal(value)
    sums = member.get_by_role("table", name="Points by metric").locator("tbody tr").all()
    assert entered
    assert entered == {
        row.locator("th").inner_text(): Decimal(row.locator("td").nth(1).inner_text().split(" × ")[0]) for row in sums
    }
    assert sum(Decimal(row.locator("td").nth(2).inner_text().replace(MINUS, "-")) for row in sums) == Decimal(told)
    member.get_by_role("navigation", name="You are in").get_by_role("link", name=LONG_PROGRAM).click()
    expect(member.get_by_role("row", name="your team")).to_have_count(1)


def test_other_divisions_and_periods_are_a_click_away(member: Page) -> None:
    open_long_program(member)
    divisions = member.get_by_role("navigation", name="Division")
    divisions.get_by_role("link", name="South").click()
    expect(member.get_by_role("heading", level=1)).to_contain_text("South")
    expect(member.get_by_role("row", name="your team")).to_have_count(0)
    member.get_by_role("navigation", name="Period").get_by_role("link", name="Season").click()
    expect(member.get_by_role("heading", level=1)).to_have_text("South, the season so far")
    member.get_by_role("navigation", name="Division").get_by_role("link", name="All").click()
    expect(member.get_by_role("table", name="Mid-West")).to_be_visible()
    expect(member.get_by_role("table", name="South")).to_be_visible()


def test_on_a_phone_all_periods_lie_on_one_line_and_divisions_behind_a_button(walk_in: WalkIn) -> None:
    phone = walk_in("member", viewport={"width": 360, "height": 800})
    open_long_program(phone)
    phone.get_by_role("link", name="Earlier").click()
    expect(phone.get_by_role("link", name="Later")).to_be_visible()
    ways = phone.locator("nav[aria-label=Period] a, nav[aria-label=Period] ~ a")
    expect(ways).to_have_count(6)
    tops = ways.evaluate_all("ways => ways.map(way => way.getBoundingClientRect().top)")
    assert max(tops) - min(tops) < 10
    phone.get_by_label("Division: Mid-West").click()
    phone.get_by_role("link", name="South").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("South")


def test_an_open_board_keeps_up_with_what_others_enter(member: Page, program: Program, house: House) -> None:
    key = make_key(member)
    with member.expect_response(re.compile(r"/live/")):
        member.goto(program.path)
    mark(member)
    send_visits(house, program, key, "1")
    expect(member.get_by_role("row", name="your team").locator("td.n").first).to_have_text("2", timeout=SOON)
    assert is_same_page(member)


def test_a_score_is_entered_by_keyboard_alone(member: Page, program: Program) -> None:
    press_tab_until(member, member.get_by_role("link", name="Enter a score"))
    member.keyboard.press("Enter")
    member.wait_for_url(f"{program.path}enter/")
    press_tab_until(member, member.get_by_label("Visits"))
    member.keyboard.type("4")
    press_tab_until(member, member.get_by_role("button", name="Put it on the board"))
    member.keyboard.press("Enter")
    expect(member.get_by_text("1 score is on the board.")).to_be_visible()
    expect(points(member)).to_have_text("8")


def test_a_program_runs_without_scripts(walk_in: WalkIn) -> None:
    page = walk_in("member", java_script_enabled=False)
    program = start_program(page)
    enter_score(page, program, Visits="3", Stars="4")
    expect(points(page)).to_have_text("10")
    page.get_by_role("link", name="Take back Stars").click()
    page.get_by_role("button", name="Take it back").click()
    expect(points(page)).to_have_text("6")
    page.goto(program.path)
    expect(page.get_by_role("row", name="your team").locator("td.n").first).to_have_text("6")


@pytest.fixture
def key(member: Page) -> str:
    return make_key(member)


@pytest.fixture
def screen(member: Page, program: Program) -> str:
    return open_screen(member, program)


def turn_on(page: Page, screen: str) -> Page:
    """Turn a television on; it shows the division Mid-West, and goes on when somebody turns it."""
    with page.expect_response(re.compile(r"/stream/")):
        page.goto(screen)
    turn_to(page, "Mid-West")
    mark(page)
    return page


def turn_to(page: Page, division: str) -> None:
    """Turn a television on by the arrow key until it shows a division."""
    heading = page.get_by_role("heading", level=1)
    for _ in range(50):
        if heading.inner_text().startswith(division):
            return
        page.keyboard.press("ArrowRight")
    expect(heading, "No turn led there").to_contain_text(division)


def send_visits(house: House, program: Program, key: str, visits: str) -> None:
    score = {"id": own_name("visit"), "metric": "visits", "value": visits, "occurred_at": now()}
    done = house.send("POST", f"/programs/{program.number}/scores", {"scores": [score]}, key=key)
    assert (done["added"], done["known"]) == (1, 0)


def chicago(television: Page) -> Locator:
    return television.get_by_role("listitem").filter(has_text="Chicago")


def test_a_television_shows_a_score_at_once(
    newcomer: WalkIn, screen: str, program: Program, key: str, house: House
) -> None:
    television = turn_on(newcomer(viewport={"width": 1920, "height": 1080}), screen)
    expect(chicago(television)).to_have_text(re.compile(r"Chicago\s*0"))
    send_visits(house, program, key, "21")
    expect(chicago(television)).to_contain_text("42", timeout=SOON)
    expect(television.locator("[data-part=story]")).to_contain_text("Chicago gained most", timeout=SOON)
    assert is_same_page(television)


@pytest.fixture
def cable(house: House) -> Iterator[Cable]:
    """Give a cable of one's own to the house."""
    cable = Cable(house.port)
    yield cable
    cable.cut()


@pytest.fixture
def television(newcomer: WalkIn, cable: Cable, screen: str, watches: list[Watch]) -> Page:
    """Give a television at the end of a cable, of which outages are expected."""
    page = newcomer(cable.url)
    page.clock.install()
    turn_on(page, screen)
    watches[-1].expects_cuts = True
    return page


def interrupted(television: Page) -> Locator:
    return television.get_by_text("The connection is interrupted.")


def test_a_television_keeps_its_board_through_an_outage_and_catches_up(
    television: Page, cable: Cable, program: Program, key: str, house: House
) -> None:
    send_visits(house, program, key, "10")
    expect(chicago(television)).to_contain_text("20", timeout=SOON)
    expect(interrupted(television)).to_be_hidden()
    cable.cut()
    expect(interrupted(television)).to_be_visible()
    expect(chicago(television)).to_contain_text("20")
    send_visits(house, program, key, "5")
    cable.mend()
    expect(chicago(television)).to_contain_text("30")
    expect(interrupted(television)).to_be_hidden()
    # What came back is the stream, not only the makeshift.
    send_visits(house, program, key, "1")
    expect(chicago(television)).to_contain_text("32")
    assert is_same_page(television)


def test_a_television_without_a_network_says_so_at_once(
    television: Page, program: Program, key: str, house: House
) -> None:
    television.context.set_offline(True)
    expect(interrupted(television)).to_be_visible()
    expect(chicago(television)).to_contain_text("0")
    send_visits(house, program, key, "4")
    television.context.set_offline(False)
    expect(chicago(television)).to_contain_text("8")
    expect(interrupted(television)).to_be_hidden()
    assert is_same_page(television)


def test_a_television_notices_a_line_that_went_silent(
    television: Page, cable: Cable, program: Program, key: str, house: House
) -> None:
    cable.hold()
    television.clock.run_for(60_000)
    expect(interrupted(television)).to_be_visible()
    send_visits(house, program, key, "3")
    cable.release()
    expect(chicago(television)).to_contain_text("6")
    expect(interrupted(television)).to_be_hidden()
    assert is_same_page(television)


def test_a_television_turns_by_itself_and_by_keys(newcomer: WalkIn, walk_in: WalkIn) -> None:
    television, administrator = newcomer(), walk_in("administrator")
    television.clock.install()
    turn_on(television, open_screen(administrator, have_program(administrator, everybody="on")))
    heading = television.get_by_role("heading", level=1)
    first = heading.inner_text()
    television.keyboard.press("ArrowRight")
    second = heading.inner_text()
    assert second != first
    television.keyboard.press("ArrowLeft")
    expect(heading).to_have_text(first)
    television.clock.run_for(SECONDS_A_DIVISION * 1000)
    expect(heading).to_have_text(second)
    television.keyboard.press("ArrowLeft")
    television.keyboard.press("Space")
    television.clock.run_for(3 * SECONDS_A_DIVISION * 1000)
    expect(heading).to_have_text(first)
    television.keyboard.press("Space")
    television.clock.run_for(SECONDS_A_DIVISION * 1000)
    expect(heading).to_have_text(second)


def test_an_ended_link_goes_dark(television: Page, member: Page) -> None:
    member.get_by_role("link", name="End this link").click()
    expect(member.get_by_role("heading", level=1)).to_have_text(re.compile("End the link of “Kitchen"))
    member.get_by_role("button", name="End this link").click()
    expect(television.get_by_role("heading", level=1)).to_have_text("This screen is closed")
