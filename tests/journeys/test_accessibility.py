"""Every page, for everybody: both themes, narrow and wide, with large text, judged by axe and by plain measures."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatch

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Browser, Page

from tests.journeys.house import House
from tests.journeys.judging import judge
from tests.journeys.pages import NO_PAGE, STOPS, Stop
from tests.journeys.survey import survey
from tests.journeys.visitors import Watch, arrive, settle


def addresses(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from addresses(one, f"{prefix}{one.namespace}:" if one.namespace else prefix)
        elif isinstance(one, URLPattern):
            yield f"{prefix}{one.name}"


def test_every_address_has_a_page_here_or_a_reason_why_not() -> None:
    visited = {stop.name for stop in STOPS}
    forgotten = [
        name
        for name in addresses(get_resolver())
        if name not in visited and not any(fnmatch(name, pattern) for pattern in NO_PAGE)
    ]
    assert forgotten == []


@pytest.fixture(scope="module")
def visitors(browser: Browser, house: House) -> Iterator[dict[str, tuple[Page, Watch]]]:
    """Give a visitor per role, each in a browser context that all tests of this file share."""
    visitors = {}
    for role in {stop.role for stop in STOPS}:
        visitors[role] = arrive(browser, house.url)
    yield visitors
    for page, _ in visitors.values():
        page.context.close()


@pytest.fixture(scope="module")
def found(visitors: dict[str, tuple[Page, Watch]]) -> dict[str, str]:
    return survey(lambda role: visitors[role][0])


@pytest.fixture(scope="module")
def titles() -> dict[str, str]:
    return {}


@pytest.mark.parametrize("stop", STOPS, ids=str)
def test_a_page_is_open_to_everybody(
    stop: Stop, visitors: dict[str, tuple[Page, Watch]], found: dict[str, str], titles: dict[str, str]
) -> None:
    page, watch = visitors[stop.role]
    watch.faults.clear()
    stop.reach(page, found)
    faults = [f"{page.locator('h1').count()} first headings"] if page.locator("h1").count() != 1 else []
    if titles.setdefault(page.title(), stop.name) != stop.name:
        faults.append(f"“{page.title()}” is also the title of {titles[page.title()]}")
    faults += judge(page, watch)
    assert faults == []


def test_who_asked_for_stillness_sees_nothing_move(visitors: dict[str, tuple[Page, Watch]]) -> None:
    page, _ = visitors["member"]
    page.goto("/")
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    settle(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert page.evaluate("document.getAnimations().length") == 0
