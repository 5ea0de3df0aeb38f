"""Calling off, the record, and correcting it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from roost.gather.attendance.actions import call_off, come_after_all, correct, forget_who_left
from roost.gather.attendance.engine.marks import Mark
from roost.gather.attendance.models import Absence, Correction
from roost.gather.attendance.reads import agreed_in, attendance_page, counts, presence
from roost.gather.charters.actions import propose_charter, sign_charter
from roost.gather.charters.engine.choices import Choices
from roost.gather.circles.access import visible_memberships
from roost.gather.circles.actions import leave_circle
from roost.gather.circles.reads import SharedCircle
from roost.gather.meetings.tests.holding import hold
from roost.gather.rhythm.actions import plan_term
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, Forbidden, InputError, NotFound
from roost.ground.people.models import Person

FIRST = datetime(2024, 6, 20, 12, tzinfo=UTC)
SECOND = FIRST + timedelta(weeks=3)
THIRD = FIRST + timedelta(weeks=6)
DAY = timedelta(days=1)
NumQueries = Callable[[int], object]


@pytest.fixture
def term(circle: SharedCircle, member: Person) -> None:
    starts = [FIRST + timedelta(weeks=3 * number) for number in range(4)]
    plan_term(circle, by=member, version=0, starts=starts, every=3, minutes=90, zone="Europe/Berlin")


def marks(circle: SharedCircle) -> list[dict[int, Mark]]:
    return [dict(one.marks) for one in presence(circle.number)]


def test_a_term_is_recorded_from_who_came_and_who_said_that_they_cannot(
    circle: SharedCircle, term: None, member: Person, founder: Person, third: Person
) -> None:
    with clock.at(SECOND - timedelta(hours=2)):
        call_off(circle.number, by=third, starts_at=SECOND)
    call_off(circle.number, by=founder, starts_at=THIRD)
    hold(circle, FIRST, member, third, founder, late={founder.pk: 16})
    hold(circle, SECOND + timedelta(minutes=4), founder, member)
    hold(circle, THIRD, third, member)
    with clock.at(THIRD + 30 * DAY):
        assert marks(circle) == [
            {member.pk: Mark.THERE, founder.pk: Mark.LATE, third.pk: Mark.THERE},
            {member.pk: Mark.THERE, founder.pk: Mark.THERE, third.pk: Mark.CALLED_OFF_LATE},
            {member.pk: Mark.THERE, founder.pk: Mark.CALLED_OFF, third.pk: Mark.THERE},
            {},
        ]
        found = counts(presence(circle.number), agreed_in(circle.number))
        assert {who: one.missed for who, one in found.items()} == {member.pk: 0, founder.pk: 1.5, third.pk: 1}
        anew = counts(presence(circle.number), agreed_in(circle.number), since={founder.pk: SECOND})
        assert (anew[founder.pk].missed, anew[third.pk].missed) == (1, 1)


def test_who_said_that_they_cannot_and_comes_was_there(
    circle: SharedCircle, term: None, member: Person, third: Person
) -> None:
    call_off(circle.number, by=third, starts_at=FIRST)
    hold(circle, FIRST, member, third)
    with clock.at(FIRST + DAY):
        assert marks(circle)[0][third.pk] is Mark.THERE


def test_beside_the_dates_that_a_circle_planned_nobody_misses_anything(
    circle: SharedCircle, term: None, member: Person, founder: Person, third: Person, client: Client
) -> None:
    hold(circle, FIRST - DAY, member, founder)
    hold(circle, FIRST, member, founder, third)
    hold(circle, FIRST + 10 * DAY, member, founder)
    hold(circle, SECOND, founder, member)
    with clock.at(SECOND + DAY):
        found = presence(circle.number)
        assert [one.is_extra for one in found[:4]] == [False, False, True, False]
        counted = counts(found, agreed_in(circle.number))
        assert (counted[third.pk].missed, counted[third.pk].of) == (2, 3)
        assert counted[member.pk].of == 3
        client.force_login(third)
        shown = client.get(reverse("attendance:attendance", args=[circle.number])).text
        assert "A meeting beside the dates that you planned counts for nobody" in shown


def test_who_begins_twice_on_one_date_is_missed_by_nobody_who_came_once(
    circle: SharedCircle, term: None, member: Person, founder: Person, third: Person
) -> None:
    hold(circle, FIRST, member, founder)
    hold(circle, FIRST + timedelta(hours=2), member, third)
    with clock.at(FIRST + DAY):
        counted = counts(presence(circle.number), agreed_in(circle.number))
    assert {who: (one.missed, one.of) for who, one in counted.items()} == dict.fromkeys(circle.people, (0, 1))


def test_the_day_after_a_planned_meeting_is_another_day(
    circle: SharedCircle, term: None, member: Person, founder: Person, third: Person
) -> None:
    call_off(circle.number, by=third, starts_at=FIRST)
    hold(circle, FIRST, member, founder)
    hold(circle, FIRST + timedelta(hours=20), member, founder)
    with clock.at(FIRST + 2 * DAY):
        assert [one[third.pk] for one in marks(circle)] == [Mark.CALLED_OFF, Mark.AWAY]


def test_without_a_charter_nobody_reads_that_it_is_more_than_agreed(
    client: Client, circle: SharedCircle, member: Person, founder: Person, third: Person
) -> None:
    for week in range(4):
        hold(circle, FIRST + timedelta(weeks=week), member, founder)
    address = reverse("attendance:attendance", args=[circle.number])
    client.force_login(third)
    with clock.at(FIRST + timedelta(weeks=4)):
        shown = client.get(address).text
        assert "You missed 4 of 4 meetings." in shown
        assert "more than" not in shown.replace("Coming more than", "")
        version = propose_charter(circle, by=member, choices=Choices(missed=2, of=6), after=0)
        for person in (founder, third):
            sign_charter(version, by=person)
        assert "That is more than you agreed on" in client.get(address).text


def test_calling_off_is_for_a_planned_meeting_to_come_and_goes_with_its_time(
    circle: SharedCircle, term: None, member: Person, third: Person, administrator: Person
) -> None:
    call_off(circle.number, by=third, starts_at=FIRST)
    call_off(circle.number, by=third, starts_at=FIRST)
    assert Absence.objects.count() == 1
    come_after_all(circle.number, by=third, starts_at=FIRST)
    assert not Absence.objects.exists()
    with pytest.raises(NotFound, match="not meet then"):
        call_off(circle.number, by=third, starts_at=FIRST + DAY)
    with pytest.raises(NotFound):
        call_off(circle.number, by=administrator, starts_at=FIRST)
    with clock.at(FIRST + DAY), pytest.raises(Conflict, match="over"):
        call_off(circle.number, by=third, starts_at=FIRST)


def test_who_was_there_corrects_for_two_weeks_and_nobody_else(
    circle: SharedCircle, member: Person, founder: Person, third: Person, administrator: Person
) -> None:
    number = hold(circle, FIRST, member, founder).pk
    with clock.at(FIRST + DAY):
        with pytest.raises(Forbidden):
            correct(circle.number, number, by=third, person=third.pk, mark="there")
        with pytest.raises(NotFound):
            correct(circle.number, number, by=administrator, person=third.pk, mark="there")
        with pytest.raises(InputError):
            correct(circle.number, number, by=member, person=administrator.pk, mark="there")
        with pytest.raises(InputError):
            correct(circle.number, number, by=member, person=third.pk, mark="asleep")
        correct(circle.number, number, by=member, person=third.pk, mark="there")
        assert marks(circle)[0][third.pk] is Mark.THERE
        # Who is said to have been there now corrects as well.
        correct(circle.number, number, by=third, person=founder.pk, mark="late")
        page = attendance_page(founder, circle.number)
        assert page.mine is not None
        assert (page.mine.cells[0].mark, page.mine.cells[0].by) == (Mark.LATE, "Thea Third")
    with clock.at(FIRST + 15 * DAY):
        with pytest.raises(Conflict, match="two weeks"):
            correct(circle.number, number, by=member, person=founder.pk, mark="there")
        assert not attendance_page(member, circle.number).to_correct


def test_what_is_kept_of_somebody_goes_when_they_leave(
    circle: SharedCircle, term: None, member: Person, founder: Person, third: Person
) -> None:
    call_off(circle.number, by=third, starts_at=SECOND)
    number = hold(circle, FIRST, member, founder).pk
    with clock.at(FIRST + DAY):
        correct(circle.number, number, by=member, person=third.pk, mark="there")
        forget_who_left()
        assert (Absence.objects.count(), Correction.objects.count()) == (1, 1)
        leave_circle(visible_memberships(third).get(circle=circle.number), by=third)
        forget_who_left()
    assert (Absence.objects.count(), Correction.objects.count()) == (0, 0)


def test_forgetting_asks_once_for_each_circle(
    circle: SharedCircle,
    term: None,
    founder: Person,
    third: Person,
    django_assert_num_queries: NumQueries,
) -> None:
    for starts_at in (FIRST, SECOND, THIRD):
        for one in (founder, third):
            call_off(circle.number, by=one, starts_at=starts_at)
    with django_assert_num_queries(5):
        forget_who_left()
    assert Absence.objects.count() == 6


def test_pages_show_and_take(
    client: Client,
    circle: SharedCircle,
    term: None,
    member: Person,
    founder: Person,
    third: Person,
    django_assert_max_num_queries: NumQueries,
) -> None:
    client.force_login(third)
    page = reverse("meetings:circle", args=[circle.number])
    assert "I cannot come" in client.get(page).content.decode()
    say = reverse("attendance:say", args=[circle.number])
    assert client.post(say, {"starts_at": FIRST.isoformat()}, follow=True).status_code == 200
    assert Absence.objects.get().person == third
    client.force_login(member)
    assert "Thea Third cannot come." in client.get(page).content.decode()
    client.force_login(third)
    client.post(say, {"starts_at": FIRST.isoformat(), "comes": "1"})
    assert not Absence.objects.exists()
    assert client.post(say, {"starts_at": "tomorrow"}).status_code == 400

    number = hold(circle, FIRST, member, founder).pk
    attendance = reverse("attendance:attendance", args=[circle.number])
    with clock.at(FIRST + DAY):
        assert "You missed 1 of one meeting." in client.get(attendance).content.decode()
        client.force_login(member)
        shown = client.get(attendance).content.decode()
        assert "You were there at the one meeting so far." in shown
        assert "Correct 20 June" in shown
        address = reverse("attendance:correct", args=[circle.number, number])
        done = client.post(address, {"person": third.pk, "mark": "late"}, follow=True).content.decode()
        assert "Corrected." in done
        assert "corrected by Mara Member" in done
        refused = client.post(address, {"person": "x"}, follow=True).content.decode()
        assert "Choose one of you" in refused
        with django_assert_max_num_queries(21):
            client.get(attendance)
