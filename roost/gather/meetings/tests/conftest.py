"""A circle of three with somebody who brought it together and sits in none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from roost.gather.circles.reads import SharedCircle
from roost.gather.meetings.actions import come_in, open_meeting
from roost.gather.meetings.models import Meeting
from roost.ground.people.models import Person

Begin = Callable[..., Meeting]


@pytest.fixture
def begin(circle: SharedCircle, member: Person) -> Begin:
    """Give a maker of meetings that the member opens, with who comes in at once."""

    def make(*people: Person, by: Person = member, **how: object) -> Meeting:
        meeting = open_meeting(circle, by=by, protocol="experience-share", minutes=90, **how)
        for person in people:
            come_in(meeting, by=person)
        meeting.refresh_from_db()
        return meeting

    return make
