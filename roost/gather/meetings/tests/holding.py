"""Whole meetings of a circle, as people hold them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from roost.gather.circles.reads import SharedCircle
from roost.gather.meetings.actions import come_in, end_meeting, move_meeting, open_meeting, rate_meeting
from roost.gather.meetings.engine.events import Bring, NextStep
from roost.gather.meetings.engine.protocols import Kind
from roost.gather.meetings.models import Meeting
from roost.gather.meetings.reads import parsed
from roost.ground.kit import clock
from roost.ground.people.models import Person


def hold(
    circle: SharedCircle,
    at: datetime,
    *people: Person,
    late: Mapping[int, int] | None = None,
    given: tuple[int, int] | None = None,
) -> Meeting:
    """Hold a whole meeting of a circle: who is there, how many minutes late each, what each gives (worth, room)."""
    minutes, first = late or {}, people[0]
    with clock.at(at):
        meeting = open_meeting(circle, by=first, protocol="experience-share", minutes=90)
        for one in people:
            if not minutes.get(one.pk):
                come_in(meeting, by=one)
        _go_on(meeting, first)
    for one in sorted((one for one in people if minutes.get(one.pk)), key=lambda one: minutes[one.pk]):
        with clock.at(at + timedelta(minutes=minutes[one.pk])):
            come_in(meeting, by=one)
    with clock.at(at + timedelta(minutes=80)):
        while parsed(meeting.protocol).steps[meeting.state["step"]].kind is not Kind.CLOSE:
            if parsed(meeting.protocol).steps[meeting.state["step"]].kind is Kind.CHOOSE:
                move_meeting(meeting, Bring(first.pk), by=first, move=meeting.state["move"])
                meeting.refresh_from_db()
            _go_on(meeting, first)
        for one in people:
            if given:
                rate_meeting(meeting, by=one, value=given[0], room=given[1])
        meeting.refresh_from_db()
        end_meeting(meeting, by=first, move=meeting.state["move"])
    meeting.refresh_from_db()
    return meeting


def _go_on(meeting: Meeting, by: Person) -> None:
    meeting.refresh_from_db()
    move_meeting(meeting, NextStep(), by=by, move=meeting.state["move"])
    meeting.refresh_from_db()
