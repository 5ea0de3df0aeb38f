"""Places that higher rooms fill."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from roost.ground.ui import slots
from roost.ground.ui.slots import Card, Slot, slot_named


@pytest.fixture
def slot() -> Iterator[Slot[str]]:
    yield Slot[str]("tests.profile")
    del slots._declared["tests.profile"]


def greeting(viewer: object, subject: str) -> Card | None:
    return Card("tests/greeting.html", {"words": f"{viewer} sees {subject}"})


def silence(viewer: object, subject: str) -> Card | None:
    return None


def farewell(viewer: object, subject: str) -> Card | None:
    return Card("tests/farewell.html")


def test_fillings_answer_in_their_order_and_may_say_nothing(slot: Slot[str]) -> None:
    slot.fill(order=30)(farewell)
    slot.fill(order=20)(silence)
    slot.fill(order=10)(greeting)
    assert [card.template for card in slot.cards("Mara", "Noor")] == ["tests/greeting.html", "tests/farewell.html"]


def test_a_filling_gets_viewer_and_subject(slot: Slot[str]) -> None:
    slot.fill(order=10)(greeting)
    assert slot.cards("Mara", "Noor")[0].context == {"words": "Mara sees Noor"}


def test_two_fillings_cannot_stand_in_one_place(slot: Slot[str]) -> None:
    slot.fill(order=10)(greeting)
    with pytest.raises(ValueError, match=r"tests\.profile has a filling at 10"):
        slot.fill(order=10)(farewell)


def test_a_function_fills_a_slot_once(slot: Slot[str]) -> None:
    slot.fill(order=10)(greeting)
    with pytest.raises(ValueError, match="greeting fills"):
        slot.fill(order=20)(greeting)


def test_a_slot_is_declared_once(slot: Slot[str]) -> None:
    with pytest.raises(ValueError, match="declared twice"):
        Slot[str]("tests.profile")


def test_an_unknown_slot_is_named_with_those_that_exist(slot: Slot[str]) -> None:
    with pytest.raises(LookupError, match=r"tests\.nowhere.*tests\.profile"):
        slot_named("tests.nowhere")


def test_the_tag_shows_cards_to_the_person_who_looks(slot: Slot[str], rf: RequestFactory, settings: Settings) -> None:
    loader = ("django.template.loaders.locmem.Loader", {"tests/greeting.html": "<p>{{ words }}, {{ subject }}</p>"})
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "OPTIONS": {"loaders": [loader]}}]
    slot.fill(order=10)(greeting)
    request = rf.get("/")
    request.user = "Mara & Co"
    page = Template('{% load ui %}{% slot "tests.profile" subject %}')
    shown = page.render(RequestContext(request, {"request": request, "subject": "Noor"}))
    assert shown == "<p>Mara &amp; Co sees Noor, Noor</p>"


def test_an_empty_slot_shows_nothing(slot: Slot[str], rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = "Mara"
    page = Template('{% load ui %}{% slot "tests.profile" subject %}')
    assert page.render(Context({"request": request, "subject": "Noor"})) == ""
