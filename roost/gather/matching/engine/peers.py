"""Whom to propose to whom: one topic, stages that fit both ways, never of one reporting line or team."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from roost.gather.matching.engine.drawing import worths_among
from roost.gather.matching.engine.hours import LEAST_HOURS, hours_together
from roost.gather.matching.engine.pairing import Pair, best_pairs, pair_of

HOURS_THAT_COUNT = 4
ANOTHER_DIVISION = 4
WEEKS_THAT_COUNT = 8


class Stage(StrEnum):
    """Where somebody stands with a topic."""

    NEW = "new"
    MIDDLE = "middle"
    THROUGH = "through"


class Seeks(StrEnum):
    """Whom somebody looks for: at the same point, across having been through it, or anybody with the topic."""

    SAME = "same"
    ACROSS = "across"
    ANY = "any"


class Relation(StrEnum):
    """How two stages stand to each other."""

    SAME = "same"
    ACROSS = "across"
    NEAR = "near"


@dataclass(frozen=True)
class Seeker:
    """What the engine knows of somebody who looks for a peer; `manager` and `team` are None where there is none."""

    person: int
    topic: str
    stage: Stage
    seeks: Seeks
    zone: str
    team: int | None = None
    division: str = ""
    weeks_waiting: int = 0


@dataclass(frozen=True)
class Match:
    """Two who are proposed to each other, the lower number first, and why."""

    pair: Pair
    topic: str
    relation: Relation
    hours: int


def relation_of(one: Stage, other: Stage) -> Relation:
    """Say how two stages stand to each other."""
    if one is other:
        return Relation.SAME
    return Relation.ACROSS if Stage.THROUGH in {one, other} else Relation.NEAR


def suits(seeks: Seeks, relation: Relation) -> bool:
    """Say whether somebody who looks for this is served by that."""
    return seeks is Seeks.ANY or seeks.value == relation.value


def above(person: int, managers: Mapping[int, int]) -> set[int]:
    """Give everybody up somebody's reporting line; a line that runs in a circle ends where it began."""
    found: set[int] = set()
    while (manager := managers.get(person)) is not None and manager not in found:
        found.add(manager)
        person = manager
    return found


def propose(
    seekers: Iterable[Seeker], *, never: Set[Pair], managers: Mapping[int, int], monday: date, seed: int
) -> list[Match]:
    """Propose people to each other: as many as can be, then by shared hours, other divisions and who waits longest.

    `never` holds pairs that may not be, `managers` to whom people report, `monday` begins the week whose hours are
    compared. Nobody is proposed twice.
    """
    by_topic: dict[str, list[Seeker]] = defaultdict(list)
    for seeker in seekers:
        by_topic[seeker.topic].append(seeker)
    found: list[Match] = []
    for _topic, among in sorted(by_topic.items()):
        known = {one.person: one for one in among}
        lines = {person: above(person, managers) for person in known}
        match_of, worth_of = _judges(known, never, lines, monday)
        pairs = best_pairs(worths_among(list(known), worth_of, seed=seed), seed=seed)
        found += [match for pair in pairs if (match := match_of(*pair)) is not None]
    return found


def propose_to(
    person: int, seekers: Iterable[Seeker], *, never: Set[Pair], managers: Mapping[int, int], monday: date, seed: int
) -> list[Match]:
    """Propose to one of the seekers whoever of the others is worthiest, as `propose` sees it; nobody where none fits.

    In time that grows as seekers do.
    """
    every = {one.person: one for one in seekers}
    known = {one.person: one for one in every.values() if one.topic == every[person].topic}
    lines = {other: above(other, managers) for other in known}
    match_of, worth_of = _judges(known, never, lines, monday)
    worths = {pair_of(person, other): worth_of(person, other) for other in known if other != person}
    pairs = best_pairs({pair: worth for pair, worth in worths.items() if worth is not None}, seed=seed)
    return [match for pair in pairs if (match := match_of(*pair)) is not None]


def _judges(
    known: Mapping[int, Seeker], never: Set[Pair], lines: Mapping[int, Set[int]], monday: date
) -> tuple[Callable[[int, int], Match | None], Callable[[int, int], int | None]]:
    """Give what says whether two of one topic fit, and what says how much it is worth."""

    def match_of(one: int, other: int) -> Match | None:
        pair = pair_of(one, other)
        if pair in never or other in lines[one] or one in lines[other]:
            return None
        return _fit(known[pair[0]], known[pair[1]], monday)

    def worth_of(one: int, other: int) -> int | None:
        match = match_of(one, other)
        return None if match is None else _worth(match, known[one], known[other])

    return match_of, worth_of


def _fit(one: Seeker, other: Seeker, monday: date) -> Match | None:
    relation = relation_of(one.stage, other.stage)
    if not (suits(one.seeks, relation) and suits(other.seeks, relation)):
        return None
    if one.team is not None and one.team == other.team:
        return None
    hours = hours_together(one.zone, other.zone, monday)
    return Match((one.person, other.person), one.topic, relation, hours) if hours >= LEAST_HOURS else None


def _worth(match: Match, one: Seeker, other: Seeker) -> int:
    waited = min(one.weeks_waiting, WEEKS_THAT_COUNT) + min(other.weeks_waiting, WEEKS_THAT_COUNT)
    apart = ANOTHER_DIVISION if one.division != other.division else 0
    return 2 * min(match.hours, HOURS_THAT_COUNT) + apart + waited
