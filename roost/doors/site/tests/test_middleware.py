"""What happens to a form whose sender was signed out meanwhile, and to addresses that take forms alone."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from roost.ground.people.models import Person

BrowserFor = Callable[[Person | None], Client]


def test_who_was_signed_out_comes_back_to_the_page_of_the_form_and_is_told(db: None, client_for: BrowserFor) -> None:
    browser = client_for(None)
    stood_on = "http://testserver/grow/library/cards/compassion/?kind=card"
    sent = browser.post("/grow/library/cards/compassion/tried/", {"words": "x"}, headers={"referer": stood_on})
    assert (sent.status_code, sent["Location"]) == (302, "/sign-in/?next=/grow/library/cards/compassion/%3Fkind%3Dcard")
    assert "so what you sent was not kept" in browser.get(sent["Location"]).text


def test_a_page_of_another_site_is_no_way_back(db: None, client_for: BrowserFor) -> None:
    for before in ("https://elsewhere.example/trap/", "//elsewhere.example/", ""):
        sent = client_for(None).post(reverse("calendars:add-file"), headers={"referer": before})
        assert sent["Location"] == "/sign-in/?next=/"


def test_a_page_that_was_asked_for_is_come_back_to(db: None, client_for: BrowserFor) -> None:
    assert client_for(None).get("/grow/?a=b")["Location"] == "/sign-in/?next=/grow/%3Fa%3Db"


def test_an_address_for_forms_says_so_to_who_types_it(member: Person, client_for: BrowserFor) -> None:
    answer = client_for(member).get(reverse("calendars:add-file"))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "takes only what a form sends" in answer.text
