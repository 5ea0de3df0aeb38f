"""Whether players accept a change of rules, and from when it would hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Verdict = Literal["accepted", "rejected", "few", "overtaken"]

SHORTEST = timedelta(7)
FEWEST = 3
SHARE = 10


@dataclass(frozen=True)
class Ballot:
    """How many said yes and no to a proposal; ballots are given in the order in which they were proposed."""

    number: int
    yes: int
    no: int


def holds_from(proposed: date) -> date:
    """Give the day from which rules hold that are proposed on a day: the next first of a month but for a short vote.

    A vote lasts seven days or more, until the day before.
    """
    earliest = proposed + SHORTEST
    if earliest.day == 1:
        return earliest
    month = earliest.year * 12 + earliest.month
    return date(month // 12, month % 12 + 1, 1)


def votes_needed(players: int) -> int:
    """Say how many have to vote, yes or no: one in ten, three at least, or all where there are fewer."""
    return min(max(FEWEST, -(-players // SHARE)), players)


def verdicts(ballots: Sequence[Ballot], players: int) -> dict[int, Verdict]:
    """Say what becomes of proposals that are decided on the same day.

    One is accepted that has enough votes, more of them yes than no, and the largest lead of those; the first proposed
    where leads are equal. The others that would have been are overtaken.
    """
    needed = max(votes_needed(players), 1)
    found: dict[int, Verdict] = {}
    for one in ballots:
        if one.yes + one.no < needed:
            found[one.number] = "few"
        else:
            found[one.number] = "overtaken" if one.yes > one.no else "rejected"
    passing = [one for one in ballots if found[one.number] == "overtaken"]
    if passing:
        found[max(passing, key=lambda one: one.yes - one.no).number] = "accepted"
    return found
