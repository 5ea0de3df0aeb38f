"""The cards of commitments, as each of a circle finds them, without scripts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from roost.gather.circles.reads import SharedCircle
from roost.gather.commitments.actions import promise
from roost.gather.commitments.models import Commitment
from roost.gather.commitments.reads import board_of, today_card
from roost.gather.meetings.models import Meeting
from roost.ground.kit import clock
from roost.ground.people.models import Person

BrowserFor = Callable[[Person | None], Client]


def test_what_was_promised_aloud_is_reminded_of_and_settled(
    circle: SharedCircle, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    one, other = client_for(member), client_for(founder)
    about, send = (reverse(name, args=[circle.number]) for name in ("meetings:circle", "commitments:promise"))
    tomorrow = clock.today(member.time_zone) + timedelta(days=1)
    assert "Nothing yet." in one.get(about).text
    assert "Choose a day." in one.post(send, {"due": "soon"}, follow=True).text
    assert "Promised for" in one.post(send, {"due": tomorrow.isoformat()}, follow=True).text
    made = Commitment.objects.get()
    assert "You promised your circle something for" in one.get("/").text
    assert "You promised your circle something for" not in other.get("/").text
    settle = reverse("commitments:settle", args=[circle.number, made.key])
    shown = other.get(about).text
    assert "Said aloud, and written nowhere." in shown
    assert settle not in shown
    assert settle in one.get(about).text
    assert "Thank you for telling." in one.post(settle, follow=True).text
    assert "Told how it went" in other.get(about).text
    assert "You promised your circle something for" not in one.get("/").text


def test_scripts_are_answered_with_words(circle: SharedCircle, member: Person, client_for: BrowserFor) -> None:
    send = reverse("commitments:promise", args=[circle.number])
    browser, script = client_for(member), {"X-Part": "day"}
    day = clock.today(member.time_zone) + timedelta(days=7)
    assert browser.post(send, {"due": day.isoformat()}, headers=script).text.startswith("Promised for")
    late = browser.post(send, {"due": "2001-01-01"}, headers=script)
    assert (late.status_code, late.text) == (422, "Choose a day from today on, within a year.")


def test_no_field_for_words_has_a_name(circle: SharedCircle, member: Person, client_for: BrowserFor) -> None:
    promise(circle, by=member, due=clock.today(member.time_zone))
    page = client_for(member).get(reverse("meetings:circle", args=[circle.number])).text
    field = page[page.index("data-one-line") - 100 : page.index("data-one-line") + 60]
    assert "name=" not in field
    assert 'data-says="dropped"' in page
    assert 'value="dropped"' not in page


def test_a_meeting_shows_them_beside_its_first_round(
    circle: SharedCircle, meeting: Meeting, member: Person, client_for: BrowserFor
) -> None:
    promise(circle, by=member, due=clock.today(member.time_zone))
    page = client_for(member).get(reverse("meetings:meeting", args=[meeting.pk])).text
    assert 'data-in-step="1" hidden' in page
    assert f'data-kept="circle:{circle.number}:outcomes"' in page
    card = client_for(member).get(reverse("meetings:card", args=[circle.number])).text
    assert card.count("Say first what became of what you promised last time") == 1


@pytest.mark.parametrize("many", [1, 5])
def test_reads_ask_no_more_than_they_say(
    many: int,
    circle: SharedCircle,
    member: Person,
    founder: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(1):
        assert today_card(member, member) is None
    for _number in range(many):
        for person in (member, founder):
            promise(circle, by=person, due=clock.today(person.time_zone))
    with django_assert_num_queries(3):
        board_of(member, circle)
    with django_assert_num_queries(4):
        today_card(member, member)
