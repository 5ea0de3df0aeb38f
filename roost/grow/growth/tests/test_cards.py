"""The card on Today for a needle: read, left for a week, and gone when it was read on two days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from roost.ground.kit import clock
from roost.ground.kit.errors import NotFound
from roost.ground.people.models import Organisation, Person
from roost.grow.growth.actions import (
    Audience,
    Given,
    answer_questions,
    choose_needles,
    leave_card,
    put_first,
    read_card,
)
from roost.grow.growth.models import CardRead
from roost.grow.growth.reads import card_of_needle
from roost.grow.library.reads import card_for

DAY = timedelta(days=1)


@pytest.fixture
def needles(in_scope: Organisation, member: Person) -> tuple[str, str]:
    cycle = answer_questions(in_scope, by=member, given={"body": Given("2", Audience.ME)})
    put_first(cycle, by=member, behaviours=["deciding"])
    choose_needles(cycle, by=member, chosen={"deciding": "I wait", "proactive": "So much"})
    return "deciding", "proactive"


def shown(person: Person) -> str:
    card = card_of_needle(person, person)
    return "" if card is None else str(getattr(card.context["card"], "key", ""))


def test_the_first_needle_has_its_card_on_today(
    needles: tuple[str, str], member: Person, founder: Person, client_for: Callable[[Person | None], Client]
) -> None:
    browser = client_for(member)
    card = card_for("deciding")
    assert card is not None
    assert card.title in browser.get(reverse("home:today")).text
    answer = browser.post(reverse("growth:read-card", args=["deciding"]))
    assert answer["Location"] == reverse("library:card", args=["deciding"])
    assert card.title not in browser.get(reverse("home:today")).text
    assert card_of_needle(founder, member) is None
    assert shown(founder) == ""


def test_a_card_that_was_read_on_two_days_comes_no_more(
    in_scope: Organisation, needles: tuple[str, str], member: Person
) -> None:
    for day in range(2):
        with clock.at(clock.now() + day * DAY):
            assert shown(member) == "deciding"
            for _ in range(2):
                assert read_card(in_scope, by=member, behaviour="deciding").days_read == day + 1
            assert shown(member) == "proactive"
    with clock.at(clock.now() + 30 * DAY):
        assert shown(member) == "proactive"


def test_a_card_that_is_left_comes_back_after_a_week(
    in_scope: Organisation, needles: tuple[str, str], member: Person
) -> None:
    for key in needles:
        leave_card(in_scope, by=member, behaviour=key)
    assert shown(member) == ""
    with clock.at(clock.now() + 6 * DAY):
        assert shown(member) == ""
    with clock.at(clock.now() + 7 * DAY):
        assert shown(member) == "deciding"


def test_there_is_no_card_of_nothing(in_scope: Organisation, member: Person) -> None:
    for act in (read_card, leave_card):
        with pytest.raises(NotFound):
            act(in_scope, by=member, behaviour="nothing")
    assert not CardRead.objects.exists()
