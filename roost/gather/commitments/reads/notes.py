"""Which sealed notes are commitments, and for which day most would choose one. No words are known here."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from roost.gather.commitments.engine.days import usual_day
from roost.gather.commitments.models import Commitment
from roost.gather.meetings.engine.protocols import Kind
from roost.gather.meetings.engine.writing import circle_place
from roost.gather.meetings.ports import KEPT, KeptPlace
from roost.gather.meetings.reads import groups_of
from roost.gather.rhythm.reads import planned_meetings
from roost.ground.kit import clock
from roost.ground.people.models import Person
from roost.ground.vault.reads import Written, written_at

OUTCOMES_PLACE = KeptPlace("outcomes", is_confided=True)


def place_of_words(circle: int) -> str:
    """Name the place of the vault in which a circle's commitments stand."""
    return circle_place(circle, Kind.COMMIT)


def place_of_outcomes(circle: int) -> str:
    """Name the place of the vault in which each says how it went."""
    return KEPT.place_of(circle, OUTCOMES_PLACE.name)


def written_in(circles: Collection[int]) -> list[Written]:
    """Give the notes in which people of these circles wrote what they promise. Two queries at most."""
    groups = groups_of(circles)
    return written_at(groups.values(), places=[place_of_words(one) for one in groups]) if groups else []


def notes_of(circles: Collection[int]) -> dict[UUID, int]:
    """Give who wrote each of these notes. Two queries at most."""
    return {one.note: one.author for one in written_in(circles)}


def those_there(commitments: Iterable[Commitment]) -> list[Commitment]:
    """Leave out those whose note is gone. Two queries where any is written, beside the given one."""
    found = list(commitments)
    authors = notes_of({one.circle_id for one in found if one.is_written})
    return [one for one in found if not one.is_written or authors.get(one.key) == one.person_id]


def usual_day_of(person: Person, circle: int, *, since: datetime | None = None) -> date:
    """Give the day of the circle's next meeting by somebody's clock, or two weeks on. Four queries at most."""
    here = ZoneInfo(person.time_zone)
    today = (since or clock.now()).astimezone(here).date()
    return usual_day(today, [one.starts_at.astimezone(here).date() for one in planned_meetings(circle)])
