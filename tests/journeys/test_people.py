"""Bringing people in from the file of an HR system, and letting one of them in."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import WalkIn
from tests.journeys.steps import card, choose_csv

HEADER = (
    "Employee #,First Name,Last Name,Work Email,Job Title,Department,Division,Supervisor EId,Hire Date,Status,Shirt"
)
NAMES = "Ada Ben Cleo Dov Esi Finn Gwen Hugo Ines Jona".split()


@dataclass
class Crew:
    """Ten people who report to the first of them, as BambooHR exports them, with names that no other test uses."""

    mark: str = field(default_factory=lambda: secrets.token_hex(3))
    teams: dict[str, str] = field(default_factory=lambda: dict.fromkeys(NAMES, "Pilots"))
    managers: dict[str, str] = field(default_factory=lambda: {name: "Ada" for name in NAMES[1:]})
    hired: dict[str, str] = field(default_factory=lambda: dict.fromkeys(NAMES, "2023-04-03"))

    def number(self, name: str) -> str:
        return f"{name}-{self.mark}"

    def row(self, name: str) -> str:
        manager = self.number(self.managers[name]) if name in self.managers else ""
        address = f"{name.lower()}.{self.mark}@example.org"
        team = f"{self.teams[name]} {self.mark}"
        return (
            f"{self.number(name)},{name},{self.mark},{address},Pilot,{team},Yards,{manager},{self.hired[name]},Active,M"
        )

    def csv(self, names: list[str] = NAMES) -> str:
        return "\n".join([HEADER, *map(self.row, names)]) + "\n"


@pytest.fixture
def administrator(walk_in: WalkIn) -> Page:
    return walk_in("administrator")


def bring(page: Page, text: str) -> None:
    page.goto("/administer/")
    page.get_by_role("link", name="Bring people").click()
    choose_csv(page, "bamboo.csv", text)
    page.get_by_role("button", name="See what it would do").click()
    page.wait_for_url(re.compile(r"/import/\d+/$"))


def apply(page: Page) -> None:
    page.get_by_role("button", name="Apply it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your people are up to date")


def counts(page: Page) -> dict[str, int]:
    """Give the numbers that a page of an import shows, without the zeroes."""
    pairs = zip(
        page.locator(".stat-label").all_inner_texts(), page.locator(".stat .figure").all_inner_texts(), strict=True
    )
    return {label: int(number) for label, number in pairs if int(number)}


def look_up(page: Page, words: str) -> None:
    page.goto("/administer/people/")
    page.get_by_role("searchbox").fill(words)
    page.get_by_role("button", name="Find").click()
    page.wait_for_url(re.compile(r"[?&]q="))


def test_a_file_is_seen_before_it_is_applied_and_the_same_file_changes_nothing(administrator: Page) -> None:
    crew = Crew()
    bring(administrator, crew.csv())
    assert counts(administrator) == {"Added": 10}
    expect(administrator.get_by_text("Not used: Shirt.")).to_be_visible()
    look_up(administrator, crew.mark)
    expect(administrator.get_by_text("Nobody is found by these words")).to_be_visible()
    bring(administrator, crew.csv())
    apply(administrator)
    assert counts(administrator) == {"Added": 10}
    bring(administrator, crew.csv())
    assert counts(administrator) == {"Unchanged": 10}
    expect(administrator.get_by_role("heading", level=1)).to_have_text("Everything in this file is known already")
    expect(administrator.get_by_role("button", name="Apply it")).to_have_count(0)


def test_a_move_stays_in_the_history(administrator: Page) -> None:
    crew = Crew()
    bring(administrator, crew.csv())
    apply(administrator)
    crew.teams["Esi"] = "Dockers"
    bring(administrator, crew.csv())
    assert counts(administrator) == {"Moved": 1, "Unchanged": 9}
    expect(card(administrator, "Moved")).to_contain_text(f"Pilots {crew.mark}")
    apply(administrator)
    look_up(administrator, crew.number("Esi"))
    administrator.get_by_role("link", name=f"Esi {crew.mark}").click()
    stays = card(administrator, "Teams").locator("tbody tr")
    expect(stays).to_have_count(2)
    expect(stays.first).to_contain_text(f"Dockers {crew.mark}")
    expect(stays.first).to_contain_text("now")
    expect(stays.last).to_contain_text(f"Pilots {crew.mark}")
    expect(stays.last).to_contain_text("3 Apr 2023")


def refused(page: Page) -> list[list[str]]:
    """Give row, column and value of each problem."""
    rows = page.get_by_role("table", name="Places that cannot be used").locator("tbody tr").all()
    return [row.locator("th, td").all_inner_texts()[:3] for row in rows]


def assert_nothing_came(page: Page, crew: Crew) -> None:
    expect(page.get_by_role("button", name="Apply it")).to_have_count(0)
    look_up(page, crew.mark)
    expect(page.get_by_text("Nobody is found by these words")).to_be_visible()


def test_a_circle_of_managers_is_refused_with_its_place(administrator: Page) -> None:
    crew = Crew()
    crew.managers["Ada"] = "Ben"
    bring(administrator, crew.csv())
    assert [problem[1] for problem in refused(administrator)] == ["Supervisor EId"]
    row, _, value = refused(administrator)[0]
    assert (row, value) in {("Row 2", crew.number("Ben")), ("Row 3", crew.number("Ada"))}
    expect(administrator.get_by_text("Reporting goes in a circle")).to_be_visible()
    assert_nothing_came(administrator, crew)


def test_a_person_who_stands_twice_is_refused_with_the_place(administrator: Page) -> None:
    crew = Crew()
    bring(administrator, crew.csv([*NAMES, "Cleo"]))
    assert ["Row 12", "Employee #", crew.number("Cleo")] in refused(administrator)
    assert_nothing_came(administrator, crew)


def test_a_date_that_is_none_is_refused_with_its_place(administrator: Page) -> None:
    crew = Crew()
    crew.hired["Dov"] = "2023-02-30"
    bring(administrator, crew.csv())
    assert refused(administrator) == [["Row 5", "Hire Date", "2023-02-30"]]
    assert_nothing_came(administrator, crew)


def test_dates_with_the_month_first_are_understood_where_one_of_them_tells(administrator: Page) -> None:
    crew = Crew()
    crew.hired = dict.fromkeys(NAMES, "04/03/2023")
    bring(administrator, crew.csv())
    assert refused(administrator) == [["Row 2", "Hire Date", "04/03/2023"]]
    crew.hired["Jona"] = "04/16/2023"
    bring(administrator, crew.csv())
    apply(administrator)
    look_up(administrator, crew.number("Esi"))
    expect(administrator.get_by_role("row", name=crew.number("Esi"))).to_contain_text("3 Apr 2023")


def test_a_file_says_what_it_leaves_open(administrator: Page) -> None:
    mark = secrets.token_hex(3)
    bring(administrator, f"Employee #,Division,Reporting to\nA-{mark},Yards {mark},\nB-{mark},Yards {mark},Ada Moss\n")
    assert refused(administrator) == [["Row 3", "Reporting to", "Ada Moss"]]
    expect(administrator.get_by_text("Give the manager's employee id or e-mail")).to_be_visible()
    bring(administrator, f"Employee #,Division,Reporting to\nA-{mark},Yards {mark},\nB-{mark},Yards {mark},A-{mark}\n")
    expect(administrator.get_by_text("each division becomes one team of its name")).to_be_visible()
    expect(administrator.get_by_text("People without a start date: 2.")).to_be_visible()


def let_in(administrator: Page, crew: Crew, name: str) -> str:
    """Bring the crew in, and give the sign-in link of one of them."""
    bring(administrator, crew.csv())
    apply(administrator)
    look_up(administrator, crew.number(name))
    administrator.get_by_role("link", name=f"{name} {crew.mark}").click()
    administrator.get_by_role("button", name="Make a sign-in link").click()
    return administrator.get_by_label("Sign-in link").input_value()


def choose_password(page: Page, link: str) -> str:
    """Open a sign-in link, choose a password, and stand on Today."""
    password = secrets.token_urlsafe(12)
    page.goto(link)
    for box in page.locator("input[type=password]").all():
        box.fill(password)
    page.get_by_role("button", name="Choose it and go in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Good to see you")
    return password


def test_a_sign_in_link_works_once(administrator: Page, newcomer: WalkIn) -> None:
    link = let_in(administrator, Crew(), "Gwen")
    choose_password(newcomer(), link)
    second = newcomer()
    second.goto(link)
    expect(second.get_by_role("heading", level=1)).to_be_visible()
    expect(second.get_by_role("button", name="Choose it and go in")).to_have_count(0)


def test_a_chosen_password_lets_somebody_in_again(administrator: Page, newcomer: WalkIn) -> None:
    crew = Crew()
    password = choose_password(newcomer(), let_in(administrator, crew, "Hugo"))
    page = newcomer()
    page.goto("/sign-in/")
    page.get_by_label("E-mail").fill(f"hugo.{crew.mark}@example.org")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Good to see you")
