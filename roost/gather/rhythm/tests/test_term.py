"""Planning a term, changing it, roles, and what calendars are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from roost.gather.circles.reads import SharedCircle
from roost.gather.meetings.actions import come_in, open_meeting
from roost.gather.rhythm.actions import (
    drop_date,
    forget_hours,
    keep_calendars,
    move_date,
    plan_term,
    say_hours,
    send_agendas,
    swap_roles,
    take_role,
)
from roost.gather.rhythm.forms import PlanForm
from roost.gather.rhythm.models import Duty, Hours, Invitation, PlannedMeeting, Role, Term
from roost.gather.rhythm.reads import planned_events, planned_meetings, readings, times_page
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, NotFound
from roost.ground.notify.actions import deliver_due
from roost.ground.people.models import Person


def meetings_of(term: Term) -> list[PlannedMeeting]:
    return list(PlannedMeeting.objects.filter(term=term).select_related("term").order_by("starts_at"))


def test_readings_are_three_for_each_part_and_end_in_a_question() -> None:
    assert len(readings()) == 12
    for one in readings().values():
        assert one.question.endswith("?")
        assert 250 <= len(" ".join(one.paragraphs).split()) <= 400


def test_a_term_has_dates_the_arc_readings_and_roles(term: Term) -> None:
    planned = meetings_of(term)
    assert [one.part for one in planned] == ["trust", "trust", "dilemmas", "stretch", "stretch", "harvest"]
    assert [one.reading for one in planned] == [
        "trust-1",
        "trust-2",
        "dilemmas-1",
        "stretch-1",
        "stretch-2",
        "harvest-1",
    ]
    for role in (Role.MODERATOR, Role.PRESENTER, Role.TIMEKEEPER):
        people = list(Duty.objects.filter(meeting__term=term, role=role).values_list("person", flat=True))
        assert sorted(people.count(one) for one in set(people)) == [2, 2, 2]


def test_of_two_who_change_at_once_the_second_is_refused(term: Term, member: Person, founder: Person) -> None:
    first, second = meetings_of(term)[:2]
    move_date(first, by=member, version=1, starts_at=first.starts_at + timedelta(hours=2))
    with pytest.raises(Conflict):
        drop_date(second, by=founder, version=1)
    drop_date(second, by=founder, version=2)
    assert len(meetings_of(term)) == 5


def test_planning_anew_moves_what_is_to_come(term: Term, circle: SharedCircle, member: Person) -> None:
    before = meetings_of(term)
    starts = [one.starts_at + timedelta(days=1) for one in before[:5]]
    plan_term(circle, by=member, version=1, starts=starts, every=3, minutes=60, zone="UTC")
    assert [one.pk for one in meetings_of(term)] == [one.pk for one in before[:5]]
    assert [one.starts_at for one in meetings_of(term)] == starts


def test_a_role_is_taken_over_and_swapped(term: Term, member: Person) -> None:
    first = meetings_of(term)[0]
    other = Duty.objects.filter(meeting=first).exclude(person=member).first()
    mine = Duty.objects.get(meeting=first, person=member)
    assert other is not None
    take_role(first, by=member, version=1, role=Role(other.role))
    now = {one.role: one.person_id for one in Duty.objects.filter(meeting=first)}
    assert now == now | {other.role: member.pk, mine.role: other.person_id}
    drop_date(meetings_of(term)[5], by=member, version=2)
    assert {one.role: one.person_id for one in Duty.objects.filter(meeting=first)} == now


def test_the_same_role_is_not_swapped_with_who_has_another_one_then(term: Term, member: Person) -> None:
    first, second = meetings_of(term)[:2]
    mine = Duty.objects.select_related("meeting__term").get(meeting=first, person=member)
    theirs = Duty.objects.select_related("meeting__term").get(meeting=second, role=mine.role)
    assert theirs.person_id != member.pk
    with pytest.raises(Conflict):
        swap_roles(mine, theirs, by=member, version=1)


def sent() -> list[Calendar]:
    """Deliver what waits, and give the calendars in it."""
    mail.outbox.clear()
    deliver_due()
    found = []
    for letter in mail.outbox:
        parts = [part for part in letter.message().walk() if part.get_content_type() == "text/calendar"]
        found.append(Calendar.from_ical(parts[0].get_payload(decode=True)))
    return found


def told(calendar: Calendar) -> tuple[str, int]:
    (event,) = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), int(event["SEQUENCE"])


def test_invitations_move_along(term: Term, member: Person) -> None:
    keep_calendars()
    assert Invitation.objects.count() == 0
    with clock.at(term.changed_at + timedelta(minutes=11)):
        keep_calendars()
        keep_calendars()
        first = sent()
        assert [told(one) for one in first] == [("REQUEST", 0)] * 18
        meeting = meetings_of(term)[0]
        move_date(meeting, by=member, version=1, starts_at=meeting.starts_at + timedelta(hours=1))
        move_date(meeting, by=member, version=2, starts_at=meeting.starts_at + timedelta(hours=2))
    with clock.at(term.changed_at + timedelta(minutes=25)):
        keep_calendars()
        assert [told(one) for one in sent()] == [("REQUEST", 1)] * 3
        drop_date(meetings_of(term)[0], by=member, version=3)
    with clock.at(term.changed_at + timedelta(minutes=40)):
        keep_calendars()
        assert [told(one) for one in sent()] == [("CANCEL", 2)] * 3
        found = planned_events(member.pk, term.changed_at, term.changed_at + timedelta(days=300))
        assert [one.is_cancelled for one in found] == [True, False, False, False, False, False]
        assert {one.title for one in found[:1]} == {found[1].title}


def test_who_leaves_is_called_off_and_leaves_no_hours(term: Term, circle: SharedCircle, third: Person) -> None:
    say_hours(circle.number, by=third, hours=[9, 10], uses_calendar=False)
    with clock.at(term.changed_at + timedelta(minutes=11)):
        keep_calendars()
        sent()
        term.circle.members.filter(person=third).delete()
        keep_calendars()
        assert [told(one) for one in sent()] == [("CANCEL", 1)] * 6
        assert not Duty.objects.filter(person=third).exists()
        assert forget_hours() == 1
    assert not Hours.objects.exists()


def test_a_circle_that_ends_is_called_off(term: Term) -> None:
    with clock.at(term.changed_at + timedelta(minutes=11)):
        keep_calendars()
        sent()
        term.circle.delete()
        keep_calendars()
        assert [told(one) for one in sent()] == [("CANCEL", 1)] * 18


def test_the_agenda_goes_out_once_a_day_before(term: Term) -> None:
    first = meetings_of(term)[0]
    with clock.at(first.starts_at - timedelta(hours=20)):
        send_agendas()
        send_agendas()
        mail.outbox.clear()
        deliver_due()
        assert len(mail.outbox) == 3
        assert "hard right now" in str(mail.outbox[0].body)


def test_a_meeting_on_its_day_is_held_and_moderated_by_the_rota(
    term: Term, circle: SharedCircle, member: Person, founder: Person, third: Person
) -> None:
    first = meetings_of(term)[0]
    moderator = Duty.objects.get(meeting=first, role=Role.MODERATOR).person
    other = next(one for one in (member, founder, third) if one != moderator)
    with clock.at(first.starts_at - timedelta(minutes=5)):
        meeting = open_meeting(circle, by=other, protocol="experience-share", minutes=90)
        come_in(meeting, by=other)
        meeting.refresh_from_db()
        assert meeting.state["moderator"] == other.pk
        come_in(meeting, by=moderator)
        meeting.refresh_from_db()
        assert meeting.state["moderator"] == moderator.pk
    assert [one.was_held for one in planned_meetings(circle.number)] == [True, False, False, False, False, False]


def test_times_of_three_zones(circle: SharedCircle, member: Person, founder: Person, third: Person) -> None:
    for person, zone in ((member, "Europe/Berlin"), (founder, "America/New_York"), (third, "Europe/London")):
        Person.objects.filter(pk=person.pk).update(time_zone=zone)
        office = [day * 24 + hour for day in range(5) for hour in range(9, 17)]
        say_hours(circle.number, by=person, hours=office, uses_calendar=False)
    page = times_page(member, circle.number, minutes=90)
    assert page.suits_all
    assert (page.times[0].start.at.hour, page.times[0].start.at.minute) == (13, 0)


def test_strangers_to_a_circle_plan_nothing(term: Term, circle: SharedCircle, administrator: Person) -> None:
    with pytest.raises(NotFound):
        move_date(meetings_of(term)[0], by=administrator, version=1, starts_at=clock.now() + timedelta(days=9))
    with pytest.raises(NotFound):
        say_hours(circle.number, by=administrator, hours=[9], uses_calendar=False)


def test_pages_show_and_take(client: Client, term: Term, circle: SharedCircle, member: Person) -> None:
    client.force_login(member)
    for name in ("term", "plan", "hours", "times"):
        assert client.get(reverse(f"rhythm:{name}", args=[circle.number])).status_code == 200, name
    first = meetings_of(term)[0]
    address = reverse("rhythm:meeting", args=[circle.number, first.pk])
    assert "half-finished" in client.get(address).content.decode()
    said = {"day": "2024-06-27", "time": "10:00", "version": 1}
    assert client.post(address, said).status_code == 302
    assert client.post(address, said | {"time": "11:00"}, follow=True).redirect_chain[-1][0] == address
    first.refresh_from_db()
    assert first.starts_at.astimezone(clock.now().tzinfo).date().isoformat() == "2024-06-27"
    office = client.post(reverse("rhythm:hours", args=[circle.number]), {"office": "1"}).content.decode()
    assert office.count(" checked") >= 40
    kept = client.post(reverse("rhythm:hours", args=[circle.number]), {"hours": [9, 10, 33]})
    assert kept.status_code == 302
    assert "Next: " in client.get(reverse("meetings:circle", args=[circle.number])).content.decode()


def test_planning_anew_begins_with_the_dates_that_stand(
    term: Term, circle: SharedCircle, member: Person, client_for: Callable[[Person], Client]
) -> None:
    drop_date(meetings_of(term)[0], by=member, version=1)
    form = client_for(member).get(reverse("rhythm:plan", args=[circle.number])).context["form"]
    told = {name: form.initial[name] for name in ("first", "at", "count", "every")}
    assert told == {"first": date(2024, 7, 11), "at": time(14), "count": 5, "every": 3}


@pytest.mark.parametrize(("today", "first"), [(14, 28), (15, 1), (16, 1), (17, 1)])
def test_a_first_term_is_proposed_for_a_working_day(today: int, first: int) -> None:
    with clock.at(datetime(2024, 6, today, 12, tzinfo=UTC)):
        day = PlanForm.of(None, zones=["Europe/Berlin"]).initial["first"]
    assert isinstance(day, date)
    assert (day.day, day.weekday() < 5) == (first, True)
