"""People in front of one screen for all who are not in Roost: they have turns, by numbers below 0 that nobody has."""

from __future__ import annotations

from roost.gather.meetings.engine.state import State


def next_guest(state: State) -> int:
    """Give the number of the next guest who is counted in; one who had gone is counted in as who they were."""
    return next(number for number in range(-1, -len(state.people) - 2, -1) if number not in state.people)


def guests_in(state: State) -> list[int]:
    """Give the guests who are here."""
    return [one for one in state.people if one < 0]
