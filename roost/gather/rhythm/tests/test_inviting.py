"""What calendars are told of a term: who is invited, what moves, what is called off, and who is left in peace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from roost.gather.circles.actions import found_circle
from roost.gather.circles.models import Member
from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.gather.rhythm.actions import (
    drop_date,
    forget_hours,
    inviting,
    keep_calendars,
    move_date,
    plan_term,
    say_hours,
)
from roost.gather.rhythm.models import Duty, Hours, Invitation, Term
from roost.gather.rhythm.reads import planned_events
from roost.gather.rhythm.tests.test_term import meetings_of
from roost.ground.kit import clock
from roost.ground.kit.privacy import erase_person
from roost.ground.notify.actions import deliver_due
from roost.ground.people.models import Organisation, Person

LATER = timedelta(minutes=11)


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


def words_to(person: Person) -> list[str]:
    return [str(one.body) for one in mail.outbox if one.to == [person.email]]


def test_what_is_dropped_just_before_it_begins_is_called_off_at_once(term: Term, member: Person) -> None:
    first = meetings_of(term)[0]
    with clock.at(term.changed_at + LATER):
        keep_calendars()
        sent()
    with clock.at(first.starts_at - timedelta(minutes=8)):
        drop_date(first, by=member, version=1)
    with clock.at(first.starts_at - timedelta(minutes=5)):
        keep_calendars()
        assert [told(one) for one in sent()] == [("CANCEL", 1)] * 3


def test_what_moves_just_before_it_would_begin_is_told_at_once(term: Term, member: Person) -> None:
    first = meetings_of(term)[0]
    with clock.at(term.changed_at + LATER):
        keep_calendars()
        sent()
    with clock.at(first.starts_at - timedelta(minutes=8)):
        move_date(first, by=member, version=1, starts_at=first.starts_at + timedelta(days=1))
        keep_calendars()
        assert [told(one) for one in sent()] == [("REQUEST", 1)] * 3


def test_a_term_that_changes_while_others_are_told_waits(term: Term) -> None:
    """Whoever looked a moment ago for what changed finds the term changed once more when it is its turn."""
    inviting._keep(term)
    assert not Invitation.objects.exists()


def test_who_left_reads_that_they_left_and_is_led_nowhere(term: Term, third: Person, member: Person) -> None:
    with clock.at(term.changed_at + LATER):
        keep_calendars()
        sent()
        term.circle.members.filter(person=third).delete()
        drop_date(meetings_of(term)[5], by=member, version=1)
    with clock.at(term.changed_at + 3 * LATER):
        keep_calendars()
        sent()
    for letter in words_to(third):
        assert "You do not sit in this circle any more" in letter
        assert "does not meet" not in letter
        assert "rhythm" not in letter
    (letter,) = words_to(member)
    assert "your circle does not meet on" in letter
    assert f"/gather/circles/{term.circle_id}/rhythm/" in letter


def test_a_circle_that_ended_is_no_page_to_look_at(term: Term, member: Person) -> None:
    with clock.at(term.changed_at + LATER):
        keep_calendars()
        sent()
        term.circle.delete()
        keep_calendars()
        sent()
    assert len(words_to(member)) == 6
    assert not any("/gather/" in letter for letter in words_to(member))


def test_an_address_that_no_calendar_takes_keeps_nobody_else_from_theirs(term: Term, third: Person) -> None:
    """It is one that the form of addresses lets through."""
    Person.objects.filter(pk=third.pk).update(email='"thea\\ third"@example.org')
    with clock.at(term.changed_at + LATER):
        keep_calendars()
        assert len(sent()) == 12


def test_a_term_that_cannot_be_told_keeps_no_other_from_being_told(
    term: Term, in_scope: Organisation, member: Person, founder: Person, caplog: pytest.LogCaptureFixture
) -> None:
    other = shared_circle(found_circle(in_scope, people=[member, founder], by=member))
    starts = [one.starts_at for one in meetings_of(term)]
    plan_term(other, by=member, version=0, starts=starts, every=3, minutes=60, zone="UTC")
    Term.objects.filter(pk=term.pk).update(zone="Europe/Nowhere")
    with clock.at(term.changed_at + LATER):
        keep_calendars()
        assert len(sent()) == 12
    assert f"term {term.pk}" in caplog.text


def test_whoever_joins_is_invited_and_has_a_turn(
    term: Term, make_person: Callable[..., Person], in_scope: Organisation
) -> None:
    with clock.at(term.changed_at + LATER):
        keep_calendars()
        sent()
        late = make_person("Lea Late")
        Member.objects.create(organisation=in_scope, circle=term.circle, person=late, since=clock.now())
        keep_calendars()
        assert [told(one) for one in sent()] == [("REQUEST", 0)] * 6
        assert {tuple(letter.to) for letter in mail.outbox} == {(late.email,)}
    assert Duty.objects.filter(person=late).exists()


def test_no_name_and_no_empty_role_outlives_a_login(term: Term, third: Person, member: Person) -> None:
    with clock.at(term.changed_at + LATER):
        keep_calendars()
        sent()
        assert any("Thea" in one.name for one in Invitation.objects.filter(person=member))
        erase_person(third.pk)
    with clock.at(term.changed_at + 2 * LATER):
        keep_calendars()
        assert sent() == []
        # Programs that ask what changed since then hear of it.
        coming = planned_events(member.pk, term.changed_at, term.changed_at + timedelta(days=300))
        assert {one.changed_at for one in coming} == {clock.now()}
    assert not any("Thea" in one.name for one in Invitation.objects.all())
    for meeting in meetings_of(term):
        assert meeting.duties.count() == 2


def test_what_did_not_change_costs_the_same_for_many_circles(
    term: Term,
    in_scope: Organisation,
    member: Person,
    founder: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    starts = [one.starts_at for one in meetings_of(term)]
    for _number in range(3):
        other = shared_circle(found_circle(in_scope, people=[member, founder], by=member))
        plan_term(other, by=member, version=0, starts=starts, every=3, minutes=60, zone="UTC")
    with clock.at(term.changed_at + LATER):
        keep_calendars()
        sent()
        with django_assert_num_queries(5):
            keep_calendars()
        assert sent() == []
