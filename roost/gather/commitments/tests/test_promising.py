"""Who promises what for when, who settles it, what is reminded of, and what goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.core import mail

from roost.gather.circles.access import visible_memberships
from roost.gather.circles.actions import leave_circle
from roost.gather.circles.reads import SharedCircle
from roost.gather.commitments.access import commitment_for, commitments_in
from roost.gather.commitments.actions import keep_commitments, promise, send_reminders, settle
from roost.gather.commitments.models import Commitment
from roost.gather.commitments.reads import board_of, notes_of, today_card
from roost.gather.meetings.models import Meeting
from roost.gather.meetings.reads import group_of, places_open
from roost.gather.meetings.tests.talks import end_now
from roost.gather.rhythm.actions import plan_term
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, Forbidden, InputError, NotFound
from roost.ground.notify.actions import deliver_due
from roost.ground.people.models import Person
from roost.ground.vault.access import To, group_for, note_for
from roost.ground.vault.actions import delete_note, write_note
from roost.ground.vault.reads import written_at
from roost.ground.vault.tests.sealing import sealed

Write = Callable[[Person], UUID]
NOON = datetime(2024, 6, 6, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_noon(noon: datetime) -> Iterator[None]:
    with clock.at(NOON):
        yield


def test_a_note_has_a_day_which_can_be_moved(circle: SharedCircle, write: Write, member: Person) -> None:
    key = write(member)
    promise(circle, by=member, due=date(2024, 6, 13), key=key)
    promise(circle, by=member, due=date(2024, 6, 14), key=key)
    made = commitments_in(circle.number).get()
    assert (made.due, made.key, made.is_written, made.settled_at) == (date(2024, 6, 14), key, True, None)


def test_nobody_promises_with_somebody_elses_words_or_for_a_day_that_is_past(
    circle: SharedCircle, write: Write, member: Person, founder: Person, administrator: Person
) -> None:
    key, day = write(member), date(2024, 6, 13)
    for wrong in (key, uuid4()):
        with pytest.raises(NotFound):
            promise(circle, by=founder, due=day, key=wrong)
    with pytest.raises(NotFound):
        promise(circle, by=administrator, due=day)
    with pytest.raises(InputError):
        promise(circle, by=member, due=date(2024, 6, 5), key=key)
    assert not Commitment.objects.exists()


def test_twenty_open_ones_are_enough(circle: SharedCircle, member: Person) -> None:
    for _number in range(20):
        last = promise(circle, by=member, due=date(2024, 6, 13))
    with pytest.raises(Conflict):
        promise(circle, by=member, due=date(2024, 6, 13))
    settle(last, by=member)
    assert promise(circle, by=member, due=date(2024, 6, 13)).is_written is False


def test_only_who_promised_settles_and_once(
    circle: SharedCircle, write: Write, member: Person, founder: Person, administrator: Person
) -> None:
    key = write(member)
    promise(circle, by=member, due=date(2024, 6, 13), key=key)
    with pytest.raises(Forbidden):
        settle(commitment_for(founder, circle.number, key), by=founder)
    with pytest.raises(NotFound):
        commitment_for(administrator, circle.number, key)
    settle(commitment_for(member, circle.number, key), by=member)
    with clock.at(NOON + timedelta(hours=1)):
        assert settle(commitment_for(member, circle.number, key), by=member).settled_at == NOON
    with pytest.raises(Conflict):
        promise(circle, by=member, due=date(2024, 6, 14), key=key)


def test_the_board_shows_own_ones_first_and_what_was_settled_until_they_met_again(
    circle: SharedCircle, meeting: Meeting, write: Write, member: Person, founder: Person
) -> None:
    theirs = promise(circle, by=founder, due=date(2024, 6, 10), key=write(founder))
    mine = promise(circle, by=member, due=date(2024, 6, 13), key=write(member))
    assert [one.commitment for one in board_of(member, circle).lines] == [mine, theirs]
    assert [one.commitment for one in board_of(founder, circle).lines] == [theirs, mine]
    settle(mine, by=member)
    assert len(board_of(founder, circle).lines) == 2
    with clock.at(NOON + timedelta(hours=1)):
        end_now(meeting, member)
    assert [one.commitment for one in board_of(founder, circle).lines] == [theirs]


def test_a_note_that_is_deleted_is_shown_no_more_and_its_row_goes(
    circle: SharedCircle, write: Write, member: Person
) -> None:
    key = write(member)
    promise(circle, by=member, due=date(2024, 6, 7), key=key)
    assert today_card(member, member) is not None
    group = group_of(circle.number)
    assert group is not None
    delete_note(note_for(member, group_for(member, group), key, to=To.WRITE), by=member)
    assert not board_of(member, circle).lines
    assert today_card(member, member) is None
    keep_commitments()
    assert not Commitment.objects.exists()


def test_the_worker_gives_a_day_to_notes_that_have_none(
    circle: SharedCircle, write: Write, member: Person, founder: Person
) -> None:
    key = write(member)
    keep_commitments()
    keep_commitments()
    assert commitments_in(circle.number).get(key=key).due == date(2024, 6, 20)
    starts = [NOON + timedelta(weeks=3 * number) for number in range(1, 6)]
    plan_term(circle, by=member, version=0, starts=starts, every=3, minutes=90, zone="Europe/Berlin")
    other = write(founder)
    keep_commitments()
    found = commitments_in(circle.number).get(key=other)
    assert (found.due, found.person, found.is_written) == (date(2024, 6, 27), founder, True)


def test_what_somebody_promised_goes_when_they_leave(circle: SharedCircle, member: Person, founder: Person) -> None:
    promise(circle, by=member, due=date(2024, 6, 7))
    promise(circle, by=founder, due=date(2024, 6, 7))
    leave_circle(visible_memberships(member).get(circle=circle.number), by=member)
    assert today_card(member, member) is None
    keep_commitments()
    assert [one.person for one in Commitment.objects.all()] == [founder]


def test_today_shows_own_ones_due_within_two_days_or_past(
    circle: SharedCircle, member: Person, founder: Person
) -> None:
    made = promise(circle, by=member, due=date(2024, 6, 9))
    assert today_card(member, member) is None
    for day in (7, 30):
        with clock.at(NOON.replace(day=day)):
            assert today_card(member, member) is not None
            assert today_card(founder, member) is None
            assert today_card(founder, founder) is None
    settle(made, by=member)
    with clock.at(NOON.replace(day=8)):
        assert today_card(member, member) is None


def test_one_mail_the_day_before_at_a_decent_hour(circle: SharedCircle, member: Person, founder: Person) -> None:
    Person.objects.filter(pk=member.pk).update(time_zone="Asia/Tokyo")
    Person.objects.filter(pk=founder.pk).update(time_zone="Europe/Berlin")
    for person in Person.objects.filter(pk__in=[member.pk, founder.pk]):
        promise(circle, by=person, due=date(2024, 6, 13))
        promise(circle, by=person, due=date(2024, 6, 13))
    settle(promise(circle, by=founder, due=date(2024, 6, 20)), by=founder)

    def sent(day: int, hour: int) -> list[str]:
        mail.outbox.clear()
        with clock.at(datetime(2024, 6, day, hour, 5, tzinfo=UTC)):
            send_reminders()
            send_reminders()
            deliver_due()
        return [one.to[0] for one in mail.outbox]

    assert sent(11, 22) == []
    assert sent(12, 0) == [member.email]
    assert "2 things for tomorrow, Thursday 13 June" in str(mail.outbox[0].body)
    assert sent(12, 5) == []
    assert sent(12, 6) == [founder.email]
    assert sent(12, 15) == []
    # Nothing once settled, and nothing about what is past.
    assert sent(14, 8) == []
    assert sent(19, 8) == []


def test_who_did_not_promise_confidentiality_reads_no_outcomes(
    circle: SharedCircle, meeting: Meeting, member: Person, third: Person
) -> None:
    group, place = group_of(circle.number), f"circle:{circle.number}:outcomes"
    assert group is not None
    assert places_open(group, member.pk, [place]) == {place: True}
    assert places_open(group, third.pk, [place]) == {}


def test_how_it_went_goes_after_a_year_and_what_was_promised_stays(
    circle: SharedCircle, meeting: Meeting, member: Person, write: Write
) -> None:
    words, held, place = write(member), group_of(circle.number), f"circle:{circle.number}:outcomes"
    assert held is not None
    group = group_for(member, held)
    told = write_note(group, by=member, sealed=sealed(group, place=place)).key
    for days, left in ((364, [told]), (366, [])):
        with clock.at(clock.now() + timedelta(days=days)):
            keep_commitments()
        assert [one.note for one in written_at([held], places=[place])] == left
    assert words in notes_of([circle.number])
