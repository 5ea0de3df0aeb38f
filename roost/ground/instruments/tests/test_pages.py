"""What is asked can be read and downloaded by whoever is signed in."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client

from roost.ground.instruments.reads import BUNDLE, instruments
from roost.ground.people.models import Person

pytestmark = pytest.mark.django_db


def test_every_sentence_key_and_licence_can_be_read(member: Person, client_for: Callable[..., Client]) -> None:
    browser = client_for(member)
    said = browser.get("/grow/instruments/").content.decode()
    for one in instruments():
        assert f"/grow/instruments/{one.key}/" in said
        page = browser.get(f"/grow/instruments/{one.key}/").content.decode().replace("&#x27;", "'")
        assert all(item.own in page and item.others in page for item in one.items)
        assert page.count("turned round<") == sum(item.reversed for item in one.items)
        assert one.permission in page


def test_the_document_downloads_as_it_ships(member: Person, client_for: Callable[..., Client]) -> None:
    answer = client_for(member).get("/grow/instruments/mini-ipip/document.json")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="mini-ipip.json"'
    assert json.loads(answer.content) == json.loads((BUNDLE / "mini-ipip.json").read_text())


def test_there_is_no_page_for_what_there_is_not(member: Person, client_for: Callable[..., Client]) -> None:
    assert client_for(member).get("/grow/instruments/nothing/").status_code == 404
    assert client_for(member).get("/grow/instruments/nothing/document.json").status_code == 404
