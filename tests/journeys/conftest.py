"""Journeys: a running Roost, and people who visit it with a browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.journeys import visitors
from tests.journeys.house import House
from tests.journeys.visitors import WalkIn, Watch, arrive
from tests.journeys.writers import change, gather, keeper  # noqa: F401

expect.set_options(timeout=15_000)


# Of the package and not of the session: while Playwright runs, Django takes this thread for an asynchronous one.
@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=visitors.FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def house(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Give a running sample company. Tests share it, so each gives what it makes a name of its own."""
    house = House(tmp_path_factory.mktemp("house"))
    try:
        house.wait_until_open()
        yield house
    finally:
        house.close()


@pytest.fixture
def watches() -> Iterator[list[Watch]]:
    """Collect a watch per visitor; whatever one of them saw go wrong fails the test."""
    watches: list[Watch] = []
    yield watches
    assert [fault for watch in watches for fault in watch.unexpected] == []


@pytest.fixture
def newcomer(browser: Browser, house: House, watches: list[Watch]) -> Iterator[WalkIn]:
    """Give a maker of people with a browser of their own who stand before the door; options go to their browser."""
    pages: list[Page] = []

    def make(url: str = house.url, **how: Any) -> Page:
        page, watch = arrive(browser, url, **how)
        pages.append(page)
        watches.append(watch)
        return page

    yield make
    for page in pages:
        page.context.close()


@pytest.fixture
def walk_in(newcomer: WalkIn) -> WalkIn:
    """Give a maker of people who came in by one click: `walk_in("member")`, on Today."""

    def make(role: str, **how: Any) -> Page:
        page = newcomer(**how)
        visitors.walk_in(page, role)
        return page

    return make
