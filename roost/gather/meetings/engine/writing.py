"""What may be written in a meeting, in which step and by whom. Places are names; the texts are sealed elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from roost.gather.meetings.engine.protocols import Kind, Protocol
from roost.gather.meetings.engine.state import State

KIND = "circle"
"""What groups of the vault are called whose people are a circle."""
# Their texts go when the meeting ends.
OF_MEETING = frozenset({Kind.ROUND, Kind.CLARIFY, Kind.SHARE, Kind.PLAY_BACK, Kind.CLOSE})
# Theirs stay with the circle.
OF_CIRCLE = {Kind.CHOOSE: "topics", Kind.COMMIT: "commitments"}


def step_place(meeting: int, step: int) -> str:
    """Name the place of what is written in a step of a meeting."""
    return f"meeting:{meeting}:{step}"


def circle_place(circle: int, kind: Kind) -> str:
    """Name the place of what a circle keeps: topics or commitments."""
    return f"circle:{circle}:{OF_CIRCLE[kind]}"


def step_places(protocol: Protocol, meeting: int) -> list[str]:
    """Name every place that goes when a meeting ends."""
    return [step_place(meeting, number) for number, one in enumerate(protocol.steps) if one.kind in OF_MEETING]


def steps_open(protocol: Protocol, state: State, *, reached: int, meeting: int, person: int) -> dict[str, bool]:
    """Give the steps' places that exist so far, and whether somebody who is present may write there now.

    None exists before its step; one takes text while its step lasts.
    """
    begun = [number for number, one in enumerate(protocol.steps[: reached + 1]) if one.kind in OF_MEETING]
    return {step_place(meeting, number): _may_write(protocol, state, number, person) for number in begun}


def keeps_open(protocol: Protocol, state: State, *, circle: int) -> dict[str, bool]:
    """Give a circle's own places during a meeting, to who is present: commitments are made in their step."""
    is_now = protocol.steps[state.step].kind is Kind.COMMIT
    return {circle_place(circle, Kind.CHOOSE): True, circle_place(circle, Kind.COMMIT): is_now}


def kept_places(circle: int) -> Sequence[str]:
    """Name a circle's own places."""
    return [circle_place(circle, kind) for kind in OF_CIRCLE]


def _may_write(protocol: Protocol, state: State, step: int, person: int) -> bool:
    """Say who writes when, as who speaks: a presenter listens while others share, and alone plays back."""
    kind = protocol.steps[step].kind
    if step != state.step:
        return False
    if kind is Kind.PLAY_BACK:
        return person == state.presenter
    return kind is not Kind.SHARE or person != state.presenter
