"""Every page, for everybody: both themes, narrow and wide, with large text, judged by axe and by plain measures."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatch

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Browser, Page

from tests.journeys.house import House
from tests.journeys.pages import NO_PAGE, STOPS, Stop
from tests.journeys.survey import survey
from tests.journeys.visitors import Watch, arrive, settle

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# In the dark, what is there stays the same and only colours differ.
IN_THE_DARK = ["color-contrast", "link-in-text-block"]
JUDGED = """async (runOnly) => (await axe.run(document, { runOnly, resultTypes: ["violations"], preload: false }))
    .violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(" ")}`)"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What becomes blocks on a phone needs no scrolling there.
CLIPPED = """[...document.querySelectorAll(".table-stacked")].filter(
    table => table.scrollWidth > table.parentElement.clientWidth).map(table => table.caption.textContent)"""
WIDTHS = {"a phone": 360, "a desk": 1280}
LOOKS = (("a phone", "light", STANDARD), ("a desk", "light", STANDARD), ("a desk", "dark", IN_THE_DARK))


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
    for device, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 900})
        faults += too_wide(page, f"on {device}")
    page.set_viewport_size({"width": WIDTHS["a phone"], "height": 900})
    faults += [f"On a phone a part is cut off of: {table}" for table in page.evaluate(CLIPPED)]
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    faults += too_wide(page, "on a phone with text twice as large")
    page.evaluate("document.documentElement.style.fontSize = ''")
    # What axe does to the page itself is not the page's fault.
    faults += watch.faults
    page.evaluate(AXE_SCRIPT)
    for device, theme, rules in LOOKS:
        page.set_viewport_size({"width": WIDTHS[device], "height": 900})
        page.emulate_media(color_scheme=theme)
        settle(page)
        faults += [f"{theme}, on {device}: {fault}" for fault in page.evaluate(JUDGED, rules)]
    assert faults == []


def too_wide(page: Page, where: str) -> list[str]:
    excess = page.evaluate(TOO_WIDE)
    return [f"{excess} px too wide {where}"] if excess > 0 else []


def test_who_asked_for_stillness_sees_nothing_move(visitors: dict[str, tuple[Page, Watch]]) -> None:
    page, _ = visitors["member"]
    page.goto("/")
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    settle(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert page.evaluate("document.getAnimations().length") == 0
