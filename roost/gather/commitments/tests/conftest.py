"""A circle of three that writes, and a maker of sealed commitments."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from roost.gather.circles.reads import SharedCircle
from roost.gather.meetings.actions import come_in, move_meeting, open_meeting
from roost.gather.meetings.engine.events import Bring, NextStep
from roost.gather.meetings.engine.protocols import Kind
from roost.gather.meetings.models import Meeting
from roost.gather.meetings.reads import group_of, parsed
from roost.ground.people.models import Person
from roost.ground.vault.access import group_for
from roost.ground.vault.actions import make_keys, write_note
from roost.ground.vault.tests.sealing import keys_of, next_epoch, sealed

Write = Callable[[Person], UUID]


@pytest.fixture
def meeting(circle: SharedCircle, member: Person, founder: Person) -> Meeting:
    """Give a meeting of member and founder, both with keys, in the step in which they commit."""
    made = open_meeting(circle, by=member, protocol="experience-share", minutes=90)
    group = group_of(circle.number)
    assert group is not None
    for person in (member, founder):
        come_in(made, by=person)
        make_keys(person, keys=keys_of(person))
    next_epoch(group_for(member, group), member)
    made.refresh_from_db()
    steps = parsed(made.protocol).steps
    while steps[made.state["step"]].kind is not Kind.COMMIT:
        if steps[made.state["step"]].kind is Kind.CHOOSE and not made.state.get("presenter"):
            move_meeting(made, Bring(member.pk), by=member, move=made.state["move"])
            made.refresh_from_db()
        move_meeting(made, NextStep(), by=member, move=made.state["move"])
        made.refresh_from_db()
    return made


@pytest.fixture
def write(meeting: Meeting) -> Write:
    """Give a writer of sealed notes among the commitments, who gives their names."""

    def make(person: Person) -> UUID:
        held = group_of(meeting.circle_id)
        assert held is not None
        group = group_for(person, held)
        return write_note(group, by=person, sealed=sealed(group, place=f"circle:{meeting.circle_id}:commitments")).key

    return make
