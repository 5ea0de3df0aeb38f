"""A short protocol, and meetings brought to where a test begins."""

from __future__ import annotations

from roost.gather.meetings.actions import end_meeting
from roost.gather.meetings.engine.events import Bring, Choose, Come, Done, Event, NextStep
from roost.gather.meetings.engine.meeting import next_state
from roost.gather.meetings.engine.protocols import Kind, Protocol, read_protocol
from roost.gather.meetings.engine.state import State
from roost.gather.meetings.models import Meeting
from roost.gather.meetings.reads.protocols import protocol_texts
from roost.ground.people.models import Person

TEXT = protocol_texts()["experience-share"]
PROTOCOL: Protocol = read_protocol(TEXT, file="experience-share.toml")
PLACE = {one.kind: place for place, one in enumerate(PROTOCOL.steps)}
ADA, BO, CEM, DI = 1, 2, 3, 4
AT = 1_000_000


def run(state: State, *events: Event, at: int = AT) -> State:
    for event in events:
        state = next_state(PROTOCOL, state, event, at=at)
    return state


def opened(*people: int, minutes: int = 90) -> State:
    return run(State(moderator=people[0], minutes=minutes), *map(Come, people))


def at_step(kind: Kind, *people: int, minutes: int = 90) -> State:
    """Bring a meeting to a step; Ada's topic is talked about."""
    state = opened(*people, minutes=minutes)
    while PROTOCOL.steps[state.step].kind is not kind:
        if PROTOCOL.steps[state.step].kind is Kind.CHOOSE:
            state = run(state, Bring(people[0]), Choose(people[0]))
        state = run(state, NextStep())
    return state


def end_now(meeting: Meeting, by: Person) -> None:
    """End a meeting as it stands."""
    meeting.refresh_from_db()
    assert end_meeting(meeting, by=by, move=meeting.state["move"])


def speakers(state: State) -> list[int]:
    """Let everybody have their turn, and give who spoke in which order."""
    found = []
    while state.turn is not None:
        found.append(state.turn)
        state = run(state, Done(state.turn))
    return found
