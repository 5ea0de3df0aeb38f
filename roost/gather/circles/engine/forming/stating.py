"""State a roster and its rules as a problem to be solved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from roost.gather.circles.engine.forming import checks as kinds
from roost.gather.circles.engine.forming.checks import Checks
from roost.gather.circles.engine.forming.features import Features, features_of
from roost.gather.circles.engine.forming.meeting_hours import free_moments
from roost.gather.circles.engine.forming.seats import seats_of, sizes_by_circle
from roost.gather.circles.engine.forming.world import Floats, Ints, Problem, World, beside, rows_of
from roost.gather.circles.engine.plans import PastRounds
from roost.gather.circles.engine.recognised import flags_of, managers_of
from roost.gather.circles.engine.roster import Roster
from roost.gather.circles.engine.rules import Rules, Sizes, Strength
from roost.ground.kit.errors import InputError
from roost.ground.kit.errors import Words as _

# A forbidden pair must cost more than anything else could bring.
_FAR_MORE = 10.0
# Circles that are to stay level are worth more than any one seat could bring, and less than half of any move.
_MORE = 4.0
# A meeting of all is no circle, and its pairs would not fit into memory.
LARGEST_PAST = 300


@dataclass(frozen=True)
class Ask:
    """Hold what is asked for: who there is, how large circles are, what rules hold, and what was before.

    `kept` is each person's circle in an earlier plan, None where that is not to be kept.
    """

    roster: Roster
    sizes: Sizes
    rules: Rules = field(default_factory=Rules)
    past: PastRounds = field(default_factory=lambda: PastRounds({}))
    kept: tuple[str | None, ...] | None = None


@dataclass
class _Statement:
    """Gather what rules ask for, until all of it is known."""

    people: int
    crowd: list[Ints] = field(default_factory=list)
    kin: list[Ints] = field(default_factory=list)
    foes: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    labels: list[Ints] = field(default_factory=list)
    points: list[Floats] = field(default_factory=list)
    shares: list[Floats] = field(default_factory=list)
    links: list[Mapping[int, Iterable[int]]] = field(default_factory=list)
    checks: list[tuple[int, int, int, Strength, float]] = field(default_factory=list)
    hours: Ints | None = None

    def check(self, kind: int, column: int, strength: Strength, *, count: int = 0, bound: float = 0.0) -> None:
        self.checks.append((kind, column, count, strength, bound))

    def label(self, codes: Ints) -> int:
        self.labels.append(codes)
        self.shares.append(np.bincount(codes[codes >= 0]) / self.people)
        return len(self.labels) - 1

    def link(self, pairs: Iterable[tuple[int, int]]) -> int:
        self.links.append(_both_ways(pairs))
        return len(self.links) - 1

    def keep_apart(self, pairs: Iterable[tuple[int, int]], strength: Strength) -> None:
        if strength.soft:
            self.check(kinds.APART, self.link(pairs), strength)
            return
        for one, others in _both_ways(pairs).items():
            self.foes[one] |= others


def state(ask: Ask, circles: tuple[int, ...]) -> Problem:
    """State what is asked for as a problem with circles of the given sizes; raises InputError as `check_against`."""
    roster, rules = ask.roster, ask.rules
    found = _Statement(len(roster))
    _state_apart(found, ask)
    _state_columns(found, roster, rules)
    if rules.hours is not None:
        found.hours = free_moments(roster, rules.hours)
        found.check(kinds.HOURS, 0, rules.hours.strength)
    if rules.together.strength.soft:
        found.check(kinds.TOGETHER, found.link(_places(roster, rules.together.pairs)), rules.together.strength)
    features = features_of(roster, rules)
    fixed, homes, fares = seats_of(roster, rules, ask.kept, len(circles))
    past, costs = _met_before(ask)
    softly = sum(strength.weight for *_rest, strength, _bound in found.checks if strength.soft)
    dearest = max(costs.values(), default=0.0) + float(fares.sum(axis=0).max(initial=0.0))
    most = max(ask.sizes.most, *circles)
    # A wish of a circle may concern all of it, in both circles of an exchange.
    penalty = _FAR_MORE * most * (features.widest + dearest + most * softly + 1.0)
    if rules.keep is not None and rules.keep.level and ask.kept is not None:
        brought = _MORE * (features.widest + max(costs.values(), default=0.0) + most * softly + 1.0)
        weight = min(brought, rules.keep.cost_per_move * len(roster) / (2 * most))
        found.check(kinds.LEVEL, 0, Strength(True, weight), count=min(circles), bound=max(circles))
    world = _world(found, ask, features, penalty, fixed, homes, fares, past, costs)
    # No statement has circles of one: the fewest that may sit together are two.
    checks = _checks(found, penalty * 2.0 / (most - 1))
    by_circle = sizes_by_circle(circles, fixed, homes)
    return Problem(world, checks, by_circle, ask.sizes.least, ask.sizes.most, ask.sizes.free)


def _state_apart(found: _Statement, ask: Ask) -> None:
    roster, apart, past = ask.roster, ask.rules.apart, ask.rules.past
    managed = list(_managed(roster, chain=apart.managers == "chain")) if apart.managers != "none" else []
    if managed:
        found.keep_apart(managed, apart.strength)
    for limit in apart.at_most:
        codes, _values = roster.codes(limit.column)
        if limit.count == 1 and not apart.strength.soft:
            found.crowd.append(codes)
        else:
            found.check(kinds.AT_MOST, found.label(codes), apart.strength, count=limit.count)
    if apart.pairs:
        found.keep_apart(_places(roster, apart.pairs), apart.strength)
    if past.never_within and ask.past.last is not None:
        recent = [seats for number, seats in ask.past.seats(roster) if number > ask.past.last - past.never_within]
        met = {pair for seats in recent for pair in _sitting_together(seats)}
        found.keep_apart(met, Strength(past.soft, past.weight))


def _state_columns(found: _Statement, roster: Roster, rules: Rules) -> None:
    for column in rules.same.columns:
        codes, _values = roster.codes(column)
        if rules.same.strength.soft:
            found.check(kinds.ALIKE, found.label(codes), rules.same.strength)
        else:
            found.kin.append(codes)
    for column in rules.not_alone.columns:
        found.check(kinds.NOT_ALONE, found.label(roster.codes(column)[0]), rules.not_alone.strength)
    for column in rules.spread.columns:
        place = found.label(roster.codes(column)[0])
        found.check(kinds.SPREAD, place, rules.spread.strength, count=rules.spread.slack)
    for column in rules.balance.columns:
        numbers = roster.numbers(column)
        known = numbers[~np.isnan(numbers)]
        if len(known) and known.min() < known.max():
            found.points.append((numbers - known.mean()) / known.std())
            found.check(kinds.BALANCE, len(found.points) - 1, rules.balance.strength, bound=rules.balance.within)
    if rules.roles is not None:
        place = found.label(flags_of(roster, rules.roles.column).astype(np.int64))
        found.check(kinds.ROLES, place, rules.roles.strength, count=rules.roles.at_least)


def _world(
    found: _Statement,
    ask: Ask,
    features: Features,
    penalty: float,
    fixed: Ints,
    homes: Ints,
    fares: Floats,
    past: Mapping[int, Mapping[int, float]],
    costs: Mapping[tuple[int, int], float],
) -> World:
    people = len(ask.roster)
    past_starts, met = rows_of(past, people)
    paid = np.array(
        [past[one][other] for one in range(people) for other in sorted(past.get(one, ()))], dtype=np.float64
    )
    pairs = () if ask.rules.together.strength.soft else ask.rules.together.pairs
    return World(
        features.labels,
        features.points,
        features.mix,
        features.alike,
        features.complete,
        beside(found.crowd, people),
        beside(found.kin, people),
        *rows_of(found.foes, people),
        past_starts,
        met,
        paid,
        penalty,
        units_of(people, _places(ask.roster, pairs)),
        fixed,
        homes,
        fares,
    )


def _checks(found: _Statement, forbidding: float) -> Checks:
    people = found.people
    starts, links, begin = np.zeros((len(found.links), people + 1), np.int64), [], 0
    for place, neighbours in enumerate(found.links):
        own, all_of_them = rows_of(neighbours, people)
        starts[place] = own + begin
        links.append(all_of_them)
        begin += len(all_of_them)
    values = max((len(one) for one in found.shares), default=0)
    shares = np.zeros((len(found.shares), values))
    for place, share in enumerate(found.shares):
        shares[place, : len(share)] = share
    points = np.array(found.points, dtype=np.float64).reshape(len(found.points), people)
    return Checks(
        np.array([kind for kind, *_rest in found.checks], dtype=np.int64),
        np.array([column for _kind, column, *_rest in found.checks], dtype=np.int64),
        np.array([count for _kind, _column, count, *_rest in found.checks], dtype=np.int64),
        np.array([not strength.soft for *_rest, strength, _bound in found.checks], dtype=np.int64),
        np.array([bound for *_rest, bound in found.checks], dtype=np.float64),
        np.array(
            [strength.weight if strength.soft else forbidding for *_rest, strength, _bound in found.checks],
            dtype=np.float64,
        ),
        beside(found.labels, people),
        np.ascontiguousarray(points.T),
        found.hours if found.hours is not None else np.zeros((people, 0), np.int64),
        starts,
        np.concatenate([np.zeros(0, np.int64), *links]),
        shares,
    )


def units_of(people: int, pairs: Iterable[tuple[int, int]]) -> Ints:
    """Give for each person the first of all who are joined to them by pairs, -1 for who is joined to nobody."""
    leads = list(range(people))

    def lead_of(one: int) -> int:
        while leads[one] != one:
            leads[one] = leads[leads[one]]
            one = leads[one]
        return one

    joined: set[int] = set()
    for one, other in pairs:
        first, second = sorted((lead_of(one), lead_of(other)))
        leads[second] = first
        joined |= {one, other}
    return np.array([lead_of(one) if one in joined else -1 for one in range(people)], dtype=np.int64)


def _managed(roster: Roster, *, chain: bool) -> Iterable[tuple[int, int]]:
    above = managers_of(roster).tolist()
    for one, manager in enumerate(above):
        while manager >= 0:
            yield one, manager
            manager = above[manager] if chain else -1


def _places(roster: Roster, pairs: Sequence[tuple[str, str]]) -> list[tuple[int, int]]:
    return [(roster.place_of[one], roster.place_of[other]) for one, other in pairs]


def _both_ways(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
        found[other].add(one)
    return found


def _sitting_together(seats: Ints) -> Iterable[tuple[int, int]]:
    order = np.argsort(seats, kind="stable")
    order = order[seats[order] >= 0]
    for circle in np.split(order, np.flatnonzero(np.diff(seats[order])) + 1):
        if len(circle) > LARGEST_PAST:
            told = _(
                "%(many)s people shared a circle of an earlier round; more than %(most)s are none.",
                many=len(circle),
                most=LARGEST_PAST,
            )
            raise InputError(told)
        yield from combinations(circle.tolist(), 2)


def _met_before(ask: Ask) -> tuple[dict[int, dict[int, float]], dict[tuple[int, int], float]]:
    """Give what meeting again costs each pair: in both directions, and once a pair."""
    costs: dict[tuple[int, int], float] = defaultdict(float)
    if ask.past.last is not None and ask.rules.past.weight:
        for number, seats in ask.past.seats(ask.roster):
            for pair in _sitting_together(seats):
                costs[pair] += ask.rules.past.weight * ask.rules.past.decay ** (ask.past.last - number)
    past: dict[int, dict[int, float]] = defaultdict(dict)
    for (one, other), cost in costs.items():
        past[one][other] = past[other][one] = cost
    return past, costs
