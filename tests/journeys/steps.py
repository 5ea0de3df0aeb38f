"""What people do in more than one journey, click by click."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

# Longer than any test, so that a screen turns only when it is told to.
SECONDS_A_DIVISION = 600

PROGRAM = {
    "starts": "2020-01-01",
    "ends": "2039-12-31",
    "week_start": "monday",
    "ties": "competition",
    "wish": "keep",
    "m-TOTAL_FORMS": "2",
    "m-INITIAL_FORMS": "0",
    "m-0-label": "Visits",
    "m-0-unit": "visit",
    "m-0-points_per_unit": "2",
    "m-0-team": "sum",
    "m-1-label": "Stars",
    "m-1-unit": "star",
    "m-1-points_per_unit": "1",
    "m-1-team": "roster",
    "m-1-cap_points": "5",
    "m-1-cap_per": "day",
}


def own_name(what: str) -> str:
    """Give a name that no other test uses."""
    return f"{what} {secrets.token_hex(3)}"


@dataclass(frozen=True)
class Program:
    """A program that a test started: two points a visit, added up; one point a star, averaged, at most five a day."""

    title: str
    path: str

    @property
    def number(self) -> int:
        return int(self.path.strip("/").rpartition("/")[2])


def card(page: Page, title: str) -> Locator:
    return page.locator("section.card", has=page.get_by_role("heading", name=title, exact=True))


def describe_program(page: Page, title: str) -> None:
    """Fill in the form of a new program, and leave it unsent."""
    page.goto("/see/")
    page.get_by_role("link", name="Start a program").click()
    page.get_by_label("What is it called?").fill(title)
    visits = card(page, "Metric 1")
    visits.get_by_label("What is counted?").fill("Visits")
    visits.get_by_label("One of it").fill("visit")
    visits.get_by_label("Points for each").fill("2")
    page.get_by_role("button", name="Count one more thing").click()
    stars = card(page, "Metric 2")
    stars.get_by_label("What is counted?").fill("Stars")
    stars.get_by_label("One of it").fill("star")
    stars.get_by_label("Points for each").fill("1")
    stars.get_by_label("A team gets").select_option("the average over everyone in it")
    stars.get_by_text("Limit, extra points, behaviour").click()
    stars.get_by_label("At most (points)").fill("5")
    stars.get_by_label("per", exact=True).select_option("day")


def start_program(page: Page) -> Program:
    """Start a program with two metrics, and stand on its board."""
    title = own_name("Visits and stars")
    describe_program(page, title)
    page.get_by_role("button", name="Start the program").click()
    page.wait_for_url(re.compile(r"/see/\d+/$"))
    return Program(title, urlsplit(page.url).path)


def have_program(page: Page, **more: str) -> Program:
    """Start the same program by sending its form at once, for tests of what comes after, and stand on its board."""
    title = own_name("Visits and stars")
    form = page.request.get("/see/new/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form.text())
    assert token
    told = {"csrfmiddlewaretoken": token[1], "title": title, "time_zone": "UTC", **PROGRAM, **more}
    started = page.request.post(form.url, form=told, headers={"Referer": form.url})
    page.goto(started.url)
    return Program(title, urlsplit(page.url).path)


def enter_score(page: Page, program: Program, **numbers: str) -> None:
    """Enter today's numbers by hand, one for each label, and stand on the own line."""
    page.goto(f"{program.path}enter/")
    for label, number in numbers.items():
        page.get_by_label(label).fill(number)
    page.get_by_role("button", name="Put it on the board").click()
    page.wait_for_url(re.compile(r"/people/\d+/\?window="))


def make_key(page: Page) -> str:
    """Make a key for the API and give its secret."""
    name = own_name("Journey")
    page.goto("/me/")
    page.get_by_label("What will use it?").fill(name)
    page.get_by_role("button", name="Make a key").click()
    return page.get_by_label("Key", exact=True).input_value()


def open_screen(page: Page, program: Program) -> str:
    """Open a screen of a program that the person runs, and give the path of its link."""
    name = own_name("Kitchen")
    page.goto(f"{program.path}screens/")
    page.get_by_label("Where does it hang?").fill(name)
    page.get_by_label("Seconds for each division").fill(str(SECONDS_A_DIVISION))
    page.get_by_role("button", name="Make a link").click()
    return urlsplit(card(page, name).get_by_label("Link for the television").input_value()).path


def choose_csv(page: Page, name: str, text: str) -> None:
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": text.encode()})


def downloaded(page: Page, click: Callable[[], None]) -> tuple[str, str]:
    """Give name and text of the file that a click brings."""
    with page.expect_download() as awaited:
        click()
    return awaited.value.suggested_filename, Path(awaited.value.path()).read_text()


def press_tab_until(page: Page, wanted: Locator) -> None:
    """Go on by the tab key until the focus, which everybody can see, is there."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element.matches(':focus-visible')"):
            return
    expect(wanted, "The tab key never came there").to_be_focused()


def mark(page: Page) -> None:
    """Leave a mark in the page that a reload would wipe away."""
    page.evaluate("window.mark = true")


def is_same_page(page: Page) -> bool:
    return bool(page.evaluate("window.mark === true"))
