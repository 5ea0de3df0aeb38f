"""The pattern page in a real browser: both themes, large text, right to left, by keyboard; no network but its files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import Browser, Page, Route, sync_playwright
from pytest_django.fixtures import Settings

from roost.ground.ui.frame import Account, Link
from roost.ground.ui.views import samples

ADDRESS = "http://roost.test/"
SCREEN = """{% extends "ui/tv.html" %}{% block title %}On screen{% endblock %}{% block heading %}Mid-West{% endblock %}
{% block main %}<ol class="tv-lines"><li class="tv-line"><span class="tv-rank">1</span>
<span class="tv-name">Cleveland</span></li></ol>{% endblock %}{% block story %}Chicago has risen.{% endblock %}"""
STANDARD = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TOO_SMALL = """[...document.querySelectorAll('.btn, .nav a, .tabs a, summary, select, main input:not([type=hidden])')]
    .filter(e => e.checkVisibility() && !['checkbox', 'radio'].includes(e.type))
    .filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def answers(rf: RequestFactory) -> dict[str, str]:
    request = rf.get("/")
    request.user = AnonymousUser()
    frame = {
        "navigation": [Link("Today", "/", "sun"), Link("Grow", "/grow/", "sprout"), Link("See", "/see/", "eye", True)],
        "account": Account("Lena Meyer", "Harbour", "/out/", (Link("About me", "/me/", "user"),)),
    }
    screen = engines["django"].from_string(SCREEN)
    return {
        ADDRESS: render_to_string("ui/patterns.html", {**samples("Month", "2"), **frame}, request),
        f"{ADDRESS}screen/": screen.render({}, request),
        f"{ADDRESS}gone/": render_to_string("404.html", request=request),
    }


@pytest.fixture
def page(browser: Browser, answers: dict[str, str], settings: Settings) -> Iterator[Page]:
    """Give a page for which this test is the whole network; it fails on whatever the console complains about."""

    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
    policy = {"Content-Security-Policy": "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives)}

    def answer(route: Route) -> None:
        address = route.request.url
        if address in answers:
            route.fulfill(body=answers[address], content_type="text/html; charset=utf-8", headers=policy)
        elif found := finders.find(address.removeprefix(f"{ADDRESS}static/")):
            route.fulfill(path=Path(str(found)))
        else:
            route.fulfill(status=404)

    context = browser.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.route("**/*", answer)
    page.goto(ADDRESS)
    assert complaints == []
    yield page
    context.close()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_patterns_meet_the_standard(page: Page, theme: str, width: int) -> None:
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate(TOO_WIDE) <= 0
    assert page.evaluate(TOO_SMALL) == []
    assert [rule["id"] for rule in Axe().run(page, options=STANDARD).response["violations"]] == []


@pytest.mark.parametrize("place", ["screen/", "gone/"])
def test_the_other_pages_meet_the_standard(page: Page, place: str) -> None:
    page.goto(f"{ADDRESS}{place}")
    assert [rule["id"] for rule in Axe().run(page, options=STANDARD).response["violations"]] == []


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_text_may_be_twice_as_large(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(TOO_WIDE) <= 0


def test_a_page_may_run_from_right_to_left(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 900})
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert page.evaluate(TOO_WIDE) <= 0


def test_the_first_tab_leads_past_the_header(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"


def test_a_menu_closes_by_escape_and_gives_the_focus_back(page: Page) -> None:
    page.get_by_label("Your account").click()
    assert page.get_by_text("Sign out").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_text("Sign out").is_visible()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Your account"


def test_signs_stand_between_the_steps_of_the_way_up_and_not_after_them(page: Page) -> None:
    page.goto(ADDRESS)
    steps = page.locator(".breadcrumb li")
    assert steps.count() > 1
    assert [step.locator(".icon").is_visible() for step in steps.all()] == [True] * (steps.count() - 1) + [False]


def test_a_dialog_opens_over_the_page_and_closes(page: Page) -> None:
    page.get_by_text("Leave the circle").click()
    assert page.get_by_role("dialog", name="Leave the Thursday circle?").is_visible()
    page.get_by_role("button", name="Stay").click()
    assert page.get_by_role("dialog").count() == 0


def test_a_chosen_theme_is_kept_in_a_cookie(page: Page) -> None:
    page.locator(".theme-switch").get_by_label("Dark").check()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("document.cookie") == "roost_theme=dark"
    page.locator(".theme-switch").get_by_label("As on this device").check()
    assert page.evaluate("document.cookie") == ""


def test_a_message_from_an_answer_is_shown_and_can_be_closed(page: Page) -> None:
    detail = "{bubbles: true, detail: {words: '<b>Your score is in.</b>', tone: 'good'}}"
    page.evaluate(f"document.body.dispatchEvent(new CustomEvent('toast', {detail}))")
    toasts = page.locator("#toasts")
    assert "<b>Your score is in.</b>" in toasts.inner_text()
    toasts.get_by_role("button", name="Close this message").click()
    assert toasts.inner_text() == ""


def test_a_failed_request_says_why_in_the_words_of_the_answer(page: Page, answers: dict[str, str]) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(status=409, body=answers[f"{ADDRESS}gone/"], content_type="text/html")

    page.route("**/change/", refuse)
    page.evaluate("htmx.ajax('POST', '/change/', {target: '#main'}).catch(() => null)")
    page.locator("#toasts .toast-attend").wait_for()
    assert "The address may be mistyped" in page.locator("#toasts").inner_text()


def test_what_needs_scripts_is_not_shown_without_them(browser: Browser, answers: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_content(answers[ADDRESS])
    assert not page.locator("[data-copy] button").is_visible()
    assert not page.locator(".theme-switch").is_visible()
    context.close()
