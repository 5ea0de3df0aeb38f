"""The pages around all pages: base, plain, screen, errors, patterns."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from roost.ground.people.models import Person
from roost.ground.ui.frame import THEME_COOKIE, Account, Link, look

APOLOGIES = ["400.html", "403.html", "403_csrf.html", "404.html", "409.html", "429.html", "500.html"]


@pytest.fixture
def request_of_nobody(rf: RequestFactory) -> HttpRequest:
    return rf.get("/")


def test_everybody_who_is_signed_in_may_see_the_patterns(
    client_for: Callable[[Person | None], Client], member: Person
) -> None:
    assert client_for(member).get(reverse("ui:patterns")).status_code == 200
    assert client_for(None).get(reverse("ui:patterns")).status_code == 302
    assert client_for(member).post(reverse("ui:patterns")).status_code == 405


def test_the_base_page_offers_places_an_account_and_a_way_past_them() -> None:
    page = render_to_string(
        "ui/base.html",
        {
            "navigation": [Link("Today", "/today/", "sun", current=True), Link("See", "/see/", "eye")],
            "account": Account("Lena Meyer", "Harbour", "/out/", (Link("About me", "/me/"),)),
        },
    )
    assert page.index('href="#main"') < page.index("<nav")
    assert '<a href="/today/" aria-current="page">' in page
    assert '<form method="post" action="/out/">' in page
    assert ">LM</span>" in page


def test_the_base_page_without_an_account_has_no_menu() -> None:
    assert "data-menu" not in render_to_string("ui/base.html")


def test_a_message_becomes_a_toast() -> None:
    messages = [{"level_tag": "success", "__str__": "Done"}]
    page = render_to_string("ui/base.html", {"messages": messages})
    before, _, after = page.partition('id="toasts"')
    assert "toast-good" in after.partition("</div>\n<main")[0]
    assert "data-toast" not in before


def test_a_page_speaks_its_language_in_its_direction() -> None:
    with translation.override("ar"):
        assert '<html lang="ar" dir="rtl"' in render_to_string("ui/plain.html")
    with translation.override("en-gb"):
        assert '<html lang="en-gb" dir="ltr"' in render_to_string("ui/plain.html")


@pytest.mark.parametrize(("cookie", "theme"), [("dark", "dark"), ("light", "light"), ('"><b>', ""), (None, "")])
def test_the_chosen_theme_comes_from_the_cookie(request_of_nobody: HttpRequest, cookie: str | None, theme: str) -> None:
    if cookie is not None:
        request_of_nobody.COOKIES[THEME_COOKIE] = cookie
    assert look(request_of_nobody)["chosen_theme"] == theme


def test_a_page_starts_in_the_chosen_theme() -> None:
    assert 'data-theme="dark"' in render_to_string("ui/plain.html", {"chosen_theme": "dark"}).partition("<head>")[0]
    assert "data-theme" not in render_to_string("ui/plain.html").partition("<head>")[0]


def test_a_screen_is_always_dark() -> None:
    assert 'data-theme="dark"' in render_to_string("ui/tv.html", {"chosen_theme": "light"}).partition("<head>")[0]


@pytest.mark.parametrize("template", APOLOGIES)
def test_an_apology_needs_nothing_and_says_what_to_do_next(template: str) -> None:
    page = render_to_string(template)
    assert "data-words" in page
    assert 'class="btn btn-go"' in page


@pytest.mark.parametrize(("status", "heading"), [(404, "nothing here"), (403, "not open to you"), (409, "faster")])
def test_a_refusal_has_its_own_heading(status: int, heading: str) -> None:
    assert heading in render_to_string("ui/refused.html", {"status": status, "words": ""})


def test_a_refusal_uses_the_words_it_was_given() -> None:
    page = render_to_string("ui/refused.html", {"status": 400, "words": "Row 3 has no <points>."})
    assert "Row 3 has no &lt;points&gt;." in page
    assert "Something in what was sent" not in page


def test_a_place_with_an_unknown_icon_is_refused() -> None:
    with pytest.raises(ValueError, match="no icon unicorn"):
        Link("Today", "/", "unicorn")
