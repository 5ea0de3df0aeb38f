"""Sessions as they stand in the calendars of the two."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from roost.ground.calendars.engine import Event
from roost.ground.kit import clock
from roost.ground.people.actions import end_companionship
from roost.ground.people.models import Companionship, Person
from roost.grow.companions.actions import call_off_session, move_session, plan_session
from roost.grow.companions.models import Session
from roost.grow.companions.reads import planned_sessions


def planned(person: Person, noon: datetime) -> list[Event]:
    return planned_sessions(person.pk, noon - timedelta(days=9), noon + timedelta(days=9))


@pytest.fixture
def session(pair: Companionship, member: Person, noon: datetime) -> Session:
    return plan_session(pair, by=member, starts_at=noon + timedelta(days=1))


def test_both_have_it_and_it_names_nobody(
    session: Session, member: Person, founder: Person, administrator: Person, noon: datetime
) -> None:
    (event,) = planned(member, noon)
    assert planned(founder, noon) == [event]
    assert planned(administrator, noon) == []
    assert (event.title, event.minutes, event.zone) == ("Session of two", 60, member.time_zone)
    assert (event.sequence, event.is_cancelled, event.changed_at) == (0, False, noon)
    assert f"/sessions/{session.pk}/" in event.url
    assert all(person.name not in f"{event}" for person in (member, founder))


def test_moving_and_calling_off_count_on(session: Session, member: Person, noon: datetime) -> None:
    (before,) = planned(member, noon)
    with clock.at(noon + timedelta(hours=1)):
        session = move_session(session, by=member, starts_at=noon + timedelta(days=2), version=1)
    (moved,) = planned(member, noon)
    assert (moved.uid, moved.sequence, moved.starts_at) == (before.uid, 1, noon + timedelta(days=2))
    assert moved.changed_at == noon + timedelta(hours=1)
    with clock.at(noon + timedelta(hours=2)):
        call_off_session(session, by=member)
    (gone,) = planned(member, noon)
    assert (gone.uid, gone.sequence, gone.is_cancelled) == (before.uid, 2, True)
    assert gone.changed_at == noon + timedelta(hours=2)


def test_what_was_to_come_when_it_ended_is_called_off(
    pair: Companionship, session: Session, member: Person, founder: Person, noon: datetime
) -> None:
    sooner = plan_session(pair, by=member, starts_at=noon + timedelta(minutes=30))
    with clock.at(noon + timedelta(hours=3)):
        end_companionship(pair, by=founder)
    held, left = planned(member, noon)
    assert (held.starts_at, held.is_cancelled, held.sequence) == (sooner.starts_at, False, 0)
    assert (left.is_cancelled, left.sequence, left.changed_at) == (True, 1, noon + timedelta(hours=3))


def test_a_time_has_its_ends(
    pair: Companionship, session: Session, member: Person, django_assert_num_queries: Callable[[int], Any]
) -> None:
    at, minute = session.starts_at, timedelta(minutes=1)
    with django_assert_num_queries(3):
        assert planned_sessions(member.pk, at - minute, at) == []
        assert len(planned_sessions(member.pk, at, at + minute)) == 1
        assert planned_sessions(member.pk, at + minute, at + 2 * minute) == []
