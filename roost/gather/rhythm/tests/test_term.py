"""Planning a term, changing it, roles, and what calendars are told."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail

from roost.gather.circles.reads import SharedCircle
from roost.gather.meetings.actions import come_in, open_meeting
from roost.gather.rhythm.actions import (
    drop_date,
    move_date,
    plan_term,
    say_hours,
    send_agendas,
    swap_roles,
    take_role,
)
from roost.gather.rhythm.models import Duty, Part, PlannedMeeting, Role, Term
from roost.gather.rhythm.reads import planned_meetings, readings, times_page
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


def test_a_circle_that_goes_on_after_its_term_begins_with_trust_anew(
    term: Term, circle: SharedCircle, member: Person
) -> None:
    last = meetings_of(term)[-1].starts_at
    with clock.at(last + timedelta(days=7)):
        starts = [last + timedelta(weeks=3 * number) for number in range(1, 9)]
        again = plan_term(circle, by=member, version=1, starts=starts, every=3, minutes=60, zone="UTC")
        move_date(meetings_of(term)[6], by=member, version=2, starts_at=starts[-1] + timedelta(days=1))
        past, new = meetings_of(again)[:6], meetings_of(again)[6:]
    assert [one.part for one in past] == ["trust", "trust", "dilemmas", "stretch", "stretch", "harvest"]
    assert [one.part for one in new] == [part for part in Part for _turn in range(2)]
    assert new[0].reading == "trust-1"


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


def test_the_agenda_goes_out_once_a_day_before(term: Term) -> None:
    first = meetings_of(term)[0]
    with clock.at(first.starts_at - timedelta(hours=20)):
        send_agendas()
        send_agendas()
        mail.outbox.clear()
        deliver_due()
        assert len(mail.outbox) == 3
        words = str(mail.outbox[0].body)
    assert "hard right now" in words
    roles = [line.rpartition(": ")[2] for line in words.splitlines() if re.match("- [A-Z][a-z]+ [A-Z][a-z]+: ", line)]
    assert roles == ["moderates", "brings a topic", "keeps time"]
    assert "The plan, unless you choose another one: Experience share\n- Arrive (4:00)\n" in words
    # Of ninety minutes three people take more for a round each than eight do.
    assert re.search(r"- How are you, really\? \(\d:\d\d each\)", words)


def test_an_agenda_that_cannot_be_written_keeps_no_other_from_going_out(term: Term) -> None:
    first, second = meetings_of(term)[:2]
    PlannedMeeting.objects.filter(pk=first.pk).update(reading="no-longer-here")
    PlannedMeeting.objects.filter(pk=second.pk).update(starts_at=first.starts_at + timedelta(hours=1))
    with clock.at(first.starts_at - timedelta(hours=20)):
        send_agendas()
        mail.outbox.clear()
        deliver_due()
        assert len(mail.outbox) == 3


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
    page = times_page(member, circle.number, minutes=90, since=clock.now().date())
    assert page.suits_all
    assert (page.times[0].start.at.hour, page.times[0].start.at.minute) == (13, 0)


def test_strangers_to_a_circle_plan_nothing(term: Term, circle: SharedCircle, administrator: Person) -> None:
    with pytest.raises(NotFound):
        move_date(meetings_of(term)[0], by=administrator, version=1, starts_at=clock.now() + timedelta(days=9))
    with pytest.raises(NotFound):
        say_hours(circle.number, by=administrator, hours=[9], uses_calendar=False)
