"""Plans and cards before the meetings that they fit: to be looked at, and sent only where somebody asked for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roost.ground.calendars.actions import add_file, read_waiting
from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere
from roost.ground.notify.actions import deliver_due
from roost.ground.people.actions import end_affiliation
from roost.ground.people.models import Organisation, Person
from roost.grow.growth.actions import answer_questions, choose_needles
from roost.grow.library.engine import language
from roost.see.nudges.actions import (
    Chosen,
    Intent,
    answer_occasion,
    choose_wishes,
    offer_mails,
    plan_reminder,
    remind_before_meetings,
    remind_due,
    rest_plan,
)
from roost.see.nudges.engine import Answer, Rhythm, fits, terms_of
from roost.see.nudges.models import Occasion, Plan
from roost.see.nudges.reads import meetings_called, meetings_card

MONDAY = datetime(2024, 6, 17, 9, 0, tzinfo=UTC)
ASKED = Chosen(before_meetings=True)
PLANS = Intent("the budget review begins", "say what we could stop", weekdays="0", at=time(6))
BrowserFor = Callable[[Person | None], Client]


def terms(text: str) -> frozenset[str]:
    return terms_of(text, language())


@pytest.mark.parametrize(
    ("moment", "title"),
    [
        ("the budget review begins", "Budget Review Q3, second round"),
        ("before a one-to-one", "1:1 Niamh / Jonas"),
        ("a one to one begins", "Weekly One-on-One"),
        ("somebody brings me a problem", "Problems of the day"),
        ("before you present", "Presentation to the board"),
        ("before the first meeting of a project", "Project Heron: kick-off"),
    ],
)
def test_a_moment_fits_a_meeting_that_shares_what_is_particular(moment: str, title: str) -> None:
    assert fits(terms(moment), terms(title))
    assert fits(terms(title), terms(moment))


@pytest.mark.parametrize(
    ("moment", "title"),
    [
        ("the weekly meeting begins", "Weekly meeting"),
        ("before a one-to-one", "Team lunch"),
        ("the budget review begins", "Dentist"),
        ("when everybody agrees quickly", "Everybody online"),
        ("the budget review begins", ""),
        ("", "Budget review"),
        ("when a long and winding proposal about budgets is read", "Budget walk with the neighbours of the park"),
    ],
)
def test_what_every_title_could_hold_says_nothing(moment: str, title: str) -> None:
    assert not fits(terms(moment), terms(title))


@pytest.mark.parametrize("title", ["1:1 Sam", "1-1", "1on1", "1-2-1", "One on One: Sam", "Sam/1 to 1", "1\u20111 Sam"])
def test_one_to_one_is_known_however_it_is_written(title: str) -> None:
    assert "one-to-one" in terms(title)


@pytest.mark.parametrize(
    "title",
    [
        "Sprint 11 planning",
        "Budget 2026-11-02",
        "Due 2026-1-1",
        "Lunch at 11",
        "Lunch at 11:11",
        "Room 1 1st floor",
        "Room 121",
        "From 1:15",
        "1-1-2026",
        "Part 1: 1 hour",
    ],
)
def test_two_ones_side_by_side_are_no_one_to_one(title: str) -> None:
    assert "one-to-one" not in terms(title)


def test_no_more_of_a_title_is_read_than_a_title_is_long() -> None:
    assert terms("budget " + "heron " * 50) == terms("budget heron")
    assert terms("heron " * 50 + "budget") == terms("heron")


def meet(person: Person, *meetings: tuple[datetime, str], more: str = "") -> None:
    """Let somebody add a calendar with half an hour of each."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for number, (at, title) in enumerate(meetings):
        lines += ["BEGIN:VEVENT", f"UID:{title}{number}", f"SUMMARY:{title}", f"DTSTART:{at:%Y%m%dT%H%M%SZ}"]
        lines += ["DURATION:PT30M", *([more] if more else []), "END:VEVENT"]
    content = "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()
    with clock.at(MONDAY):
        read_waiting(add_file(person, by=person, name="Mine", chunks=[content]).pk)


@pytest.fixture
def plan(in_scope: Organisation, member: Person) -> Plan:
    with clock.at(MONDAY):
        return plan_reminder(in_scope, by=member, intent=PLANS, key="0" * 32)


@pytest.fixture
def asked(member: Person) -> None:
    choose_wishes(member, ASKED, by=member)


def looked(*minutes: float) -> list[Occasion]:
    """Let the worker look so many minutes after Monday, nine o'clock; give every reminder before a meeting."""
    for one in minutes:
        with clock.at(MONDAY + timedelta(minutes=one)):
            remind_before_meetings()
    with everywhere():
        return list(Occasion.objects.order_by("pk"))


def test_the_day_shows_what_somebody_planned_for_its_meetings_and_a_card_of_their_needle(
    in_scope: Organisation, plan: Plan, member: Person, founder: Person
) -> None:
    meet(member, (MONDAY + timedelta(hours=5), "Budget review"), (MONDAY + timedelta(hours=2), "1:1 Sam"))
    cycle = answer_questions(in_scope, by=member, given={})
    choose_needles(cycle, by=member, chosen={"compassion": "They carry much."})
    one, two = meetings_called(member, MONDAY)
    assert (one.meeting.title, one.plan, one.card.key if one.card else "") == ("1:1 Sam", None, "compassion")
    assert (two.meeting.title, two.plan, two.card) == ("Budget review", plan, None)
    assert meetings_called(founder, MONDAY) == []
    assert meetings_card(founder, member) is None


@pytest.mark.parametrize(
    ("at", "more"),
    [
        (MONDAY - timedelta(hours=1), ""),
        (MONDAY + timedelta(days=1), ""),
        (MONDAY + timedelta(hours=1), "TRANSP:TRANSPARENT"),
    ],
)
def test_what_has_begun_is_of_another_day_or_counts_as_free_calls_for_nothing(
    at: datetime, more: str, plan: Plan, member: Person
) -> None:
    meet(member, (at, "Budget review"), more=more)
    assert meetings_called(member, MONDAY) == []


def test_a_plan_that_rests_is_not_called(plan: Plan, member: Person) -> None:
    meet(member, (MONDAY + timedelta(hours=5), "Budget review"))
    with clock.at(MONDAY):
        rest_plan(plan, by=member, until=MONDAY.date() + timedelta(days=1))
    assert meetings_called(member, MONDAY) == []
    assert looked(290) == []


@pytest.mark.parametrize("rhythm", [Rhythm(refused=3), Rhythm(unanswered=4)])
def test_a_plan_that_was_retired_or_fell_silent_is_not_called(rhythm: Rhythm, plan: Plan, member: Person) -> None:
    meet(member, (MONDAY + timedelta(hours=5), "Budget review"))
    Plan.objects.update(rhythm=asdict(rhythm))
    assert meetings_called(member, MONDAY) == []


def test_nothing_is_called_while_all_are_paused(plan: Plan, member: Person) -> None:
    meet(member, (MONDAY + timedelta(hours=5), "Budget review"))
    choose_wishes(member, Chosen(paused=True), by=member)
    assert meetings_called(member, MONDAY) == []


def test_a_day_of_very_many_meetings_is_looked_at_so_far(plan: Plan, asked: None, member: Person) -> None:
    begin = MONDAY + timedelta(hours=5)
    dull = [(begin + timedelta(seconds=number), f"Dentist {number}") for number in range(50)]
    meet(member, *dull, (begin + timedelta(minutes=1), "Budget review"))
    assert meetings_called(member, MONDAY) == []
    with CaptureQueriesContext(connection) as asked_for:
        assert looked(290) == []
    # Nobody is held, and so nobody waits, for meetings that no plan fits.
    assert not any("INSERT" in one["sql"] or "SAVEPOINT" in one["sql"] for one in asked_for)


def test_twenty_meetings_at_once_are_looked_at(plan: Plan, asked: None, member: Person) -> None:
    begin = MONDAY + timedelta(hours=5)
    meet(
        member, *((begin, f"Dentist {number}") for number in range(19)), (begin + timedelta(minutes=1), "Budget review")
    )
    assert len(looked(290)) == 1


def test_a_plan_keeps_its_spacing_before_meetings_too(in_scope: Organisation, asked: None, member: Person) -> None:
    with clock.at(MONDAY):
        plan_reminder(in_scope, by=member, intent=replace(PLANS, start=28, weekdays="6"), key="0" * 32)
    meet(member, *((MONDAY + timedelta(days=day, hours=5), f"Budget review {day}") for day in range(40)))
    given = looked(*(day * 24 * 60 + 290 for day in range(40)))
    assert [(one.day - MONDAY.date()).days for one in given] == [0, 28]


def test_today_says_it_and_sends_nothing(plan: Plan, member: Person, client_for: BrowserFor) -> None:
    meet(member, (MONDAY + timedelta(hours=5), "Budget review"))
    with clock.at(MONDAY):
        told = client_for(member).get(reverse("home:today")).text
    assert "Before you meet" in told
    assert "When the budget review begins, I will say what we could stop." in told
    assert looked(285, 290, 299) == []


def test_who_asked_is_reminded_once_a_quarter_of_an_hour_before(plan: Plan, asked: None, member: Person) -> None:
    meet(member, (MONDAY + timedelta(hours=5), "Budget review"), (MONDAY + timedelta(hours=6), "Budget review, again"))
    assert looked(284) == []
    (occasion,) = looked(286, 287, 299, 346, 350)
    assert (occasion.day, occasion.plan_id) == (MONDAY.date(), plan.pk)
    with clock.at(occasion.given_at):
        answer_occasion(occasion, by=member, answer=Answer.DONE)
    plan.refresh_from_db()
    assert (plan.last_day, plan.reminded, plan.answered.running) == (MONDAY.date(), 1, 1)
    assert plan.next_day is not None
    assert plan.next_day > MONDAY.date() + timedelta(days=6)


def test_it_goes_out_by_mail_only_where_that_is_asked_for_too(plan: Plan, member: Person) -> None:
    meet(member, (MONDAY + timedelta(hours=5), "Budget review"))
    choose_wishes(member, Chosen(before_meetings=True, by_mail=True), by=member)
    (occasion,) = looked(290)
    assert occasion.until == MONDAY + timedelta(hours=5)
    with clock.at(MONDAY + timedelta(minutes=290)):
        assert offer_mails() == 1
        deliver_due()
    assert len(mail.outbox) == 1
    assert "Budget" not in mail.outbox[0].subject


def test_the_limit_holds_before_meetings_as_well(in_scope: Organisation, asked: None, member: Person) -> None:
    titles = ("Hiring talk", "Harvest talk", "Heron talk")
    for number, title in enumerate(titles):
        intent = Intent(f"the {title} begins", "listen", weekdays="0", at=time(6))
        with clock.at(MONDAY):
            plan_reminder(in_scope, by=member, intent=intent, key=f"{number:032x}")
    meet(member, *((MONDAY + timedelta(hours=2 + number), title) for number, title in enumerate(titles)))
    assert len(looked(110, 170, 230)) == 2
    for weeks, so_far in ((1, 2), (2, 4)):
        with clock.at(MONDAY + timedelta(weeks=weeks)):
            remind_due()
        assert len(looked()) == so_far


def test_none_comes_in_quiet_hours_nor_to_who_paused_or_left(
    in_scope: Organisation, plan: Plan, asked: None, member: Person
) -> None:
    meet(member, (MONDAY + timedelta(hours=5), "Budget review"))
    changed: list[dict[str, Any]] = [{"quiet_from": time(12), "quiet_until": time(20)}, {"paused": True}]
    for one in changed:
        choose_wishes(member, Chosen(before_meetings=True, **one), by=member)
        assert looked(290) == []
    choose_wishes(member, ASKED, by=member)
    end_affiliation(member, organisation=in_scope, by=None, on=MONDAY.date())
    assert looked(290) == []
