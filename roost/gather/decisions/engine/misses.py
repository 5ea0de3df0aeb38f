"""What a circle does where somebody missed more than it agreed on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

FEWEST = 2
"""So many others at least: of one alone, the answer would be theirs for all to see."""


class Say(StrEnum):
    """What the others can say, and what comes of it."""

    ANEW = "anew"
    TALK = "talk"
    PART = "part"


def is_asked(about: int, people: Collection[int]) -> bool:
    """Say whether others can be asked about somebody: that one sits there still, and enough others do."""
    return about in people and len(people) > FEWEST


def comes_of(answers: Mapping[int, Say], *, others: frozenset[int]) -> Say:
    """Say what comes of what the others answered.

    They part ways where every one of them says so, and count anew where more than half of those who answered do; else
    they talk about it, also where nobody answered.
    """
    given = [answers[one] for one in others if one in answers]
    if others and len(given) == len(others) and all(one is Say.PART for one in given):
        return Say.PART
    return Say.ANEW if 2 * given.count(Say.ANEW) > len(given) else Say.TALK
