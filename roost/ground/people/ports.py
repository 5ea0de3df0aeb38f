"""What higher rooms do when what they hang on a companionship has to end with it.

def close_notes(companionships, by): ...        # a higher room
when_parted(close_notes)                        # doors/site/ports.py
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Parting(Protocol):
    """Do what belongs to the end of companionships, by plain ids, within its transaction; `by` is None for Roost."""

    def __call__(self, companionships: Sequence[int], by: int | None) -> None: ...


_partings: list[Parting] = []


def when_parted(act: Parting) -> None:
    """Let something be done whenever companionships end; once, however often it is asked for."""
    if act not in _partings:
        _partings.append(act)


def parted(companionships: Sequence[int], by: int | None) -> None:
    """Do everything that belongs to the end of these companionships."""
    for act in _partings:
        act(companionships, by)
