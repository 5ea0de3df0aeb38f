"""How often somebody talks by chance, on which Monday next, and what the page promises of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from roost.gather.matching.actions import (
    draw_conversations,
    draw_week,
    forget_rhythms,
    rest_until,
    stop_taking_part,
    take_part,
)
from roost.gather.matching.models import Place, Rhythm
from roost.gather.matching.reads import conversations_page
from roost.gather.matching.tests.talkers import MONDAY, SUNDAY_EVENING, Taking, drawn_on, on_monday, partners
from roost.ground.activity.models import Fact
from roost.ground.kit import clock
from roost.ground.kit.errors import InputError
from roost.ground.people.actions import end_affiliation
from roost.ground.people.models import Organisation, Person

BrowserFor = Callable[[Person | None], Client]
TALKS = reverse("matching:conversations")


def test_a_week_drawn_late_is_shown_at_once(taking: Taking, in_scope: Organisation) -> None:
    for name in ("Ann", "Ben"):
        taking(name)
    late = datetime(2024, 6, 18, 15, 0, tzinfo=UTC)
    with clock.at(late):
        assert conversations_page(Person.objects.get(name="Ann"), in_scope).next_on == MONDAY
        assert draw_week(in_scope, MONDAY) == 1
        (talk,) = conversations_page(Person.objects.get(name="Ann"), in_scope).talks
    assert set(Place.objects.values_list("shown_from", flat=True)) == {late}
    assert [f"{at:%A %H}" for at in talk.times] == ["Wednesday 13", "Thursday 13", "Friday 13"]


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "UTC", "America/New_York"])
def test_the_page_never_promises_another_monday_than_the_one_that_comes(
    zone: str, taking: Taking, in_scope: Organisation
) -> None:
    ann, _ben = taking("Ann", every=2, zone=zone), taking("Ben", every=2, zone=zone)
    shown = []
    for hours in (-1, 0, 13, 27):
        with clock.at(SUNDAY_EVENING + timedelta(hours=hours)):
            draw_conversations()
            page = conversations_page(ann, in_scope)
            shown.append((bool(page.talks), page.next_on))
    assert shown[0] == (False, MONDAY)
    assert shown[-1] == (True, MONDAY + timedelta(weeks=2))
    assert set(shown) == {shown[0], shown[-1]}


def test_who_joins_after_the_drawing_begins_a_week_later(taking: Taking, in_scope: Organisation) -> None:
    with clock.at(on_monday()):
        ann = taking("Ann")
        assert draw_conversations() == 0
        page = conversations_page(ann, in_scope)
        assert (page.was_left_out, page.next_on) == (False, MONDAY + timedelta(weeks=1))
    taking("Ben")
    assert drawn_on(MONDAY + timedelta(weeks=1)) == 1


def test_another_rhythm_counts_from_the_last_conversation(taking: Taking, in_scope: Organisation) -> None:
    ann = taking("Ann", every=4)
    taking("Ben", every=4)
    drawn_on(MONDAY)
    with clock.at(SUNDAY_EVENING):
        for every, weeks in ((1, 1), (2, 2), (4, 4)):
            take_part(in_scope, by=ann, every=every, by_mail=True)
            assert Rhythm.objects.get(person=ann).next_on == MONDAY + timedelta(weeks=weeks)
    with clock.at(on_monday() + timedelta(days=20)):
        take_part(in_scope, by=ann, every=1, by_mail=True)
        assert conversations_page(ann, in_scope).next_on == MONDAY + timedelta(weeks=3)


def test_who_rests_hears_that_what_is_drawn_stays(talking: tuple[Person, Person], client_for: BrowserFor) -> None:
    with clock.at(SUNDAY_EVENING):
        rest = reverse("matching:rest", args=[Rhythm.objects.get(person=talking[0]).pk])
        told = client_for(talking[0]).post(rest, {"until": "2024-07-10"}, follow=True).text
        assert "You pause until 10 July 2024, and take part again from then on." in told
        assert "A conversation drawn already stays." in told
        assert "One conversation is drawn already, for Monday, 17 June" in told
        assert "Your next conversation" not in told
    with clock.at(on_monday()):
        assert "Your next conversation is drawn for Monday, 15 July" in client_for(talking[0]).get(TALKS).text
    with clock.at(datetime(2024, 7, 10, 12, tzinfo=UTC)):
        assert "2024-07-10" not in client_for(talking[0]).get(TALKS).text


def test_who_rests_is_left_in_peace_until_that_day(taking: Taking, in_scope: Organisation) -> None:
    ann = taking("Ann")
    taking("Ben")
    rhythm = Rhythm.objects.get(person=ann)
    rest_until(rhythm, by=ann, day=MONDAY + timedelta(days=1))
    assert drawn_on(MONDAY) == 0
    assert drawn_on(MONDAY + timedelta(weeks=1)) == 1
    for day in (clock.today("UTC"), date(2026, 1, 1)):
        with pytest.raises(InputError):
            rest_until(rhythm, by=ann, day=day)
    assert rest_until(rhythm, by=ann, day=None).resting_until is None


def test_who_stops_or_leaves_is_drawn_no_more(taking: Taking, in_scope: Organisation) -> None:
    ann, ben = taking("Ann"), taking("Ben")
    taking("Cem")
    stop_taking_part(Rhythm.objects.get(person=ann), by=ann)
    end_affiliation(ben, organisation=in_scope, by=None, on=clock.today("UTC"))
    assert drawn_on(MONDAY) == 0


def test_every_so_many_weeks_means_that(taking: Taking) -> None:
    for name, every in (("Ann", 1), ("Ben", 2), ("Cem", 1), ("Dan", 4)):
        taking(name, every=every)
    sizes = []
    for number in range(5):
        monday = MONDAY + timedelta(weeks=number)
        drawn_on(monday)
        sizes.append(sorted(name for group in partners(monday) for name in group))
    everybody, two, three = ["Ann", "Ben", "Cem", "Dan"], ["Ann", "Cem"], ["Ann", "Ben", "Cem"]
    assert sizes == [everybody, two, three, two, everybody]


def test_the_same_form_twice_changes_nothing(taking: Taking, in_scope: Organisation) -> None:
    ann = taking("Ann", every=2)
    take_part(in_scope, by=ann, every=2, by_mail=True)
    assert Fact.objects.filter(verb="matching.joined").count() == 1
    take_part(in_scope, by=ann, every=4, by_mail=True)
    assert Rhythm.objects.get(person=ann).every == 4


def test_who_is_alone_every_week_hears_why(taking: Taking, client_for: BrowserFor) -> None:
    ann, told = taking("Ann"), []
    for weeks in (0, 1, 2):
        drawn_on(MONDAY + timedelta(weeks=weeks))
        with clock.at(on_monday() + timedelta(weeks=weeks)):
            told.append("You come first next time." in client_for(ann).get(TALKS).text)
            assert ("Too few who work at your hours take part yet." in client_for(ann).get(TALKS).text) != told[-1]
    assert told == [True, False, False]


def test_how_often_somebody_talks_is_forgotten_once_they_left(taking: Taking, in_scope: Organisation) -> None:
    ann, _ben = taking("Ann"), taking("Ben")
    end_affiliation(ann, organisation=in_scope, by=None, on=clock.today("UTC"))
    with clock.at(on_monday()):
        assert (forget_rhythms(), forget_rhythms()) == (1, 0)
    assert not Rhythm.objects.filter(person=ann).exists()


def test_hours_are_shown_as_long_as_one_of_them_is_ahead(
    talking: tuple[Person, Person], in_scope: Organisation
) -> None:
    hours = {}
    for day in (17, 20, 22):
        with clock.at(datetime(2024, 6, day, 13, 0, tzinfo=UTC)):
            (talk,) = conversations_page(talking[0], in_scope).talks
            hours[day] = [f"{at:%a %H}" for at in talk.times]
    assert hours == {17: ["Mon 14", "Tue 13", "Thu 13"], 20: [], 22: []}


def test_who_pauses_without_a_day_is_asked_for_one_and_comes_back_by_a_press(
    taking: Taking, client_for: BrowserFor
) -> None:
    ann = taking("Ann")
    rest, mine = reverse("matching:rest", args=[Rhythm.objects.get(person=ann).pk]), client_for(ann)
    with clock.at(SUNDAY_EVENING):
        assert "Take part again now" not in mine.get(TALKS).text
        refused = mine.post(rest, {"until": ""})
        assert (refused.status_code, "Choose a day." in refused.text) == (422, True)
        assert "Take part again now" in mine.post(rest, {"until": "2024-07-10"}, follow=True).text
        again = mine.post(rest, {"again": "again"}, follow=True).text
        assert "You take part again, from the next drawing on." in again
        assert "You pause until" not in again
    assert Rhythm.objects.get(person=ann).resting_until is None
