"""Hard rules as arrays, for thousands of plans that chance makes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from roost.gather.circles.engine.plans import PastRounds
from roost.gather.circles.engine.recognised import flags_of, managers_of, zones_of
from roost.gather.circles.engine.roster import Roster
from roost.gather.circles.engine.rules import Rules
from roost.gather.circles.engine.scoring.chains import spans_of
from roost.gather.circles.engine.scoring.distances import standard_scores
from roost.gather.circles.engine.scoring.seating import Seating, Wholes
from roost.gather.circles.engine.scoring.windows import meeting_starts

EDGE = 1e-9


class Hard(NamedTuple):
    """Hold the rules that must be kept; n people, values as codes from 0, -1 where missing."""

    limit_codes: Wholes  # (rules, n) and how many of a value may sit together
    limits: Wholes
    manager: Wholes  # (n,) for direct reports: the manager's place or -1
    span_first: Wholes  # (n,) for chains, else empty: see `chains.spans_of`
    span_end: Wholes
    apart_from: Wholes  # pairs as rows of others: person i's are apart_with[apart_from[i]:apart_from[i + 1]]
    apart_with: Wholes
    together_from: Wholes
    together_with: Wholes
    zones: Wholes  # (n,) rows of `fits`
    fits: NDArray[np.bool_]
    same: Wholes  # (rules, n)
    not_alone: Wholes  # (rules, n)
    spread: Wholes  # (rules, n), the commonest value being 0; how many have each; slack
    totals: Wholes
    slack: int
    scores: NDArray[np.float64]  # (rules, n), NaN where missing, and how far from 0 a circle's mean may lie
    within: float
    has_role: NDArray[np.bool_]  # (n,) and how many such people a circle needs
    roles: int
    seats: Wholes  # (n,) the circle that somebody must sit in, -1 for any
    values: int  # more than any code


def hard_rules(roster: Roster, rules: Rules, seating: Seating, past: PastRounds | None) -> Hard:
    """Write those rules as arrays that are hard; a soft one stands as if it were not there.

    So does a seat that is locked in a circle that the plan does not have: nobody can be sent there.
    """
    many = len(roster)
    apart, hours, role = rules.apart, rules.hours, rules.roles
    is_hard = not apart.strength.soft
    limited = [(roster.codes(one.column)[0], one.count) for one in apart.at_most] if is_hard else []
    if past is not None and past.last is not None and not rules.past.soft:
        earliest = past.last - rules.past.never_within
        limited += [(codes, 1) for number, codes in past.seats(roster) if number > earliest]
    managers = apart.managers if is_hard else "none"
    nobody = np.full(many, -1)
    first, end = spans_of(managers_of(roster)) if managers == "chain" else (nobody[:0], nobody[:0])
    apart_from, apart_with = _others(roster, apart.pairs if is_hard else ())
    together_from, together_with = _others(roster, () if rules.together.strength.soft else rules.together.pairs)
    zones, names = zones_of(roster) if hours is not None and not hours.strength.soft else (nobody, ())
    same, alone, spread = (
        [] if one.strength.soft else [_commonest_first(roster.codes(column)[0]) for column in one.columns]
        for one in (rules.same, rules.not_alone, rules.spread)
    )
    balanced = () if rules.balance.strength.soft else rules.balance.columns
    has_roles = role is not None and not role.strength.soft
    values = 2 + max(
        (int(codes.max()) for codes in (*(codes for codes, _k in limited), *same, *alone, *spread)), default=0
    )
    return Hard(
        limit_codes=_rows([codes for codes, _count in limited], many),
        limits=np.array([count for _codes, count in limited], dtype=np.int64),
        manager=managers_of(roster) if managers == "direct" else nobody,
        span_first=first,
        span_end=end,
        apart_from=apart_from,
        apart_with=apart_with,
        together_from=together_from,
        together_with=together_with,
        zones=zones,
        fits=meeting_starts(names, hours) if hours is not None else np.ones((1, 1), dtype=np.bool_),
        same=_rows(same, many),
        not_alone=_rows(alone, many),
        spread=_rows(spread, many),
        totals=_rows([np.bincount(codes[codes >= 0], minlength=values) for codes in spread], values),
        slack=rules.spread.slack,
        scores=np.array([standard_scores(roster.numbers(one)) for one in balanced]).reshape(len(balanced), many),
        within=rules.balance.within + EDGE,
        has_role=flags_of(roster, role.column) if role is not None else np.zeros(many, dtype=np.bool_),
        roles=role.at_least if role is not None and has_roles else 0,
        seats=_seats(roster, rules, seating),
        values=values,
    )


def _rows(rows: list[Wholes], width: int) -> Wholes:
    return np.array(rows, dtype=np.int64).reshape(len(rows), width)


def _commonest_first(codes: Wholes) -> Wholes:
    """Number values from the commonest, so that who looks for what a circle lacks can stop at the first rare one."""
    counts = np.bincount(codes[codes >= 0])
    if not len(counts):
        return codes
    place = np.empty(len(counts), dtype=np.int64)
    place[np.argsort(-counts, kind="stable")] = np.arange(len(counts))
    return np.where(codes < 0, -1, place[codes])


def _others(roster: Roster, pairs: tuple[tuple[str, str], ...]) -> tuple[Wholes, Wholes]:
    """Give each person's others, one after the other, and where each person's begin."""
    places = [(roster.place_of[one], roster.place_of[other]) for one, other in pairs]
    both = np.array([*places, *((other, one) for one, other in places)], dtype=np.int64).reshape(-1, 2)
    both = both[np.argsort(both[:, 0], kind="stable")]
    return np.searchsorted(both[:, 0], np.arange(len(roster) + 1)).astype(np.int64), both[:, 1].copy()


def _seats(roster: Roster, rules: Rules, seating: Seating) -> Wholes:
    seats = np.full(len(roster), -1)
    place = {name: number for number, name in enumerate(seating.names)}
    if not rules.locked.strength.soft:
        for one, circle in rules.locked.seats.items():
            seats[roster.place_of[one]] = place.get(circle, -1)
    return seats
