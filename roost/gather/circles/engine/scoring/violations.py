"""What a plan breaks: an entry for each rule, circle and value, with everybody concerned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from roost.gather.circles.engine.plans import PastRounds
from roost.gather.circles.engine.recognised import flags_of, managers_of, zones_of
from roost.gather.circles.engine.roster import Roster
from roost.gather.circles.engine.rules import Balance, Rules, Sizes, Spread
from roost.gather.circles.engine.scoring.chains import spans_of
from roost.gather.circles.engine.scoring.distances import standard_scores
from roost.gather.circles.engine.scoring.seating import Seating, Wholes
from roost.gather.circles.engine.scoring.windows import meeting_starts

# Rule, the place of the circle, and the places of the people concerned.
Broken = tuple[str, int, Iterable[int]]
# A mean that lies on the edge is within it, however it was rounded.
EDGE = 1e-9


@dataclass(frozen=True)
class Violation:
    """Name a rule, a circle, and the ids of all whom the breach concerns, in the roster's order."""

    rule: str
    people: tuple[str, ...]
    circle: str


def violations_of(
    roster: Roster, rules: Rules, seating: Seating, sizes: Sizes | None, past: PastRounds | None
) -> tuple[tuple[Violation, ...], tuple[Violation, ...]]:
    """Give what of the hard rules is broken, and what of the soft ones, each sorted by circle, rule and people.

    Circles have their natural order, people that of the roster. `sizes` and `past` are checked where they are given.
    """
    found: dict[bool, list[tuple[int, str, tuple[int, ...]]]] = {False: [], True: []}
    for soft, breaches in _checks(roster, rules, seating, sizes, past):
        found[soft] += [(circle, rule, tuple(sorted(map(int, people)))) for rule, circle, people in breaches]
    hard, soft_ones = (
        tuple(
            Violation(rule, tuple(roster.ids[place] for place in people), seating.names[circle])
            for circle, rule, people in sorted(found[soft])
        )
        for soft in (False, True)
    )
    return hard, soft_ones


def _checks(
    roster: Roster, rules: Rules, seating: Seating, sizes: Sizes | None, past: PastRounds | None
) -> Iterator[tuple[bool, Iterable[Broken]]]:
    apart = rules.apart
    yield False, _wrong_sizes(seating, sizes) if sizes else ()
    if apart.managers != "none":
        by = {"direct": _with_reports, "chain": _with_anybody_below}[apart.managers]
        yield apart.strength.soft, by(seating, managers_of(roster))
    for limit in apart.at_most:
        rule, codes = f"apart.at_most:{limit.column}", roster.codes(limit.column)[0]
        yield apart.strength.soft, _groups(rule, seating, codes, least=limit.count + 1)
    yield apart.strength.soft, _pairs_together(roster, apart.pairs, seating)
    yield rules.together.strength.soft, _pairs_apart(roster, rules.together.pairs, seating)
    if rules.hours is not None:
        codes, names = zones_of(roster)
        yield rules.hours.strength.soft, _no_hours(seating, codes, meeting_starts(names, rules.hours))
    for column in rules.same.columns:
        yield rules.same.strength.soft, _differing(f"same:{column}", seating, roster.codes(column)[0])
    for column in rules.not_alone.columns:
        codes = roster.codes(column)[0]
        yield rules.not_alone.strength.soft, _groups(f"not_alone:{column}", seating, codes, least=1, most=1)
    for column in rules.spread.columns:
        yield rules.spread.strength.soft, _uneven(f"spread:{column}", seating, roster.codes(column)[0], rules.spread)
    for column in rules.balance.columns:
        yield rules.balance.strength.soft, _off_balance(column, seating, roster.numbers(column), rules.balance)
    if rules.roles is not None:
        flags = flags_of(roster, rules.roles.column)
        yield rules.roles.strength.soft, _without_roles(seating, flags, rules.roles.at_least)
    if past is not None and past.last is not None:
        recent = [codes for number, codes in past.seats(roster) if number > past.last - rules.past.never_within]
        yield rules.past.soft, _met_again(seating, recent)
    yield rules.locked.strength.soft, _elsewhere(roster, rules, seating)


def _wrong_sizes(seating: Seating, sizes: Sizes) -> Iterator[Broken]:
    for circle, people in seating.circles():
        if not sizes.least <= len(people) <= sizes.most:
            yield "size", circle, people


def _with_reports(seating: Seating, above: Wholes) -> Iterator[Broken]:
    near = (above >= 0) & (seating.seat[above] == seating.seat)
    for circle, manager, reports in seating.groups(np.where(near, above, -1)):
        yield "apart.managers", circle, [manager, *reports]


def _with_anybody_below(seating: Seating, above: Wholes) -> Iterator[Broken]:
    first, end = spans_of(above)
    for circle, people in seating.circles():
        walk = people[np.argsort(first[people])].tolist()
        for place, one in enumerate(walk):
            for other in walk[place + 1 :]:
                if first[other] >= end[one]:
                    break
                yield "apart.managers", circle, (one, other)


def _groups(rule: str, seating: Seating, codes: Wholes, *, least: int, most: int | None = None) -> Iterator[Broken]:
    for circle, _code, people in seating.groups(codes):
        if least <= len(people) <= (most or len(codes)):
            yield rule, circle, people


def _pairs_together(roster: Roster, pairs: Iterable[tuple[str, str]], seating: Seating) -> Iterator[Broken]:
    for one, other in ((roster.place_of[first], roster.place_of[second]) for first, second in pairs):
        if seating.seat[one] == seating.seat[other]:
            yield "apart.pairs", int(seating.seat[one]), (one, other)


def _pairs_apart(roster: Roster, pairs: Iterable[tuple[str, str]], seating: Seating) -> Iterator[Broken]:
    for one, other in ((roster.place_of[first], roster.place_of[second]) for first, second in pairs):
        if seating.seat[one] != seating.seat[other]:
            yield "together.pairs", int(seating.seat[one]), (one, other)


def _no_hours(seating: Seating, zones: Wholes, fits: NDArray[np.bool_]) -> Iterator[Broken]:
    for circle, people in seating.circles():
        known = people[zones[people] >= 0]
        if len(known) and not fits[zones[known]].all(axis=0).any():
            yield "hours", circle, known


def _differing(rule: str, seating: Seating, codes: Wholes) -> Iterator[Broken]:
    for circle, people in seating.circles():
        known = people[codes[people] >= 0]
        if len(known) and codes[known].min() != codes[known].max():
            yield rule, circle, known


def _uneven(rule: str, seating: Seating, codes: Wholes, spread: Spread) -> Iterator[Broken]:
    """Too many concern those with the value; too few the whole circle, because somebody else should be in it."""
    everybody = len(codes)
    totals = np.bincount(codes[codes >= 0])
    for circle, people in seating.circles():
        shares = totals * len(people)
        counts = np.bincount(codes[people][codes[people] >= 0], minlength=len(totals))
        for _value in np.flatnonzero(counts < shares // everybody - spread.slack):
            yield rule, circle, people
        for value in np.flatnonzero(counts > -(-shares // everybody) + spread.slack):
            yield rule, circle, people[codes[people] == value]


def _off_balance(column: str, seating: Seating, numbers: NDArray[np.float64], balance: Balance) -> Iterator[Broken]:
    scores = standard_scores(numbers)
    for circle, people in seating.circles():
        known = people[~np.isnan(scores[people])]
        if len(known) and abs(scores[known].mean()) > balance.within + EDGE:
            yield f"balance:{column}", circle, known


def _without_roles(seating: Seating, flags: NDArray[np.bool_], at_least: int) -> Iterator[Broken]:
    for circle, people in seating.circles():
        if flags[people].sum() < at_least:
            yield "roles", circle, people


def _met_again(seating: Seating, recent: Iterable[Wholes]) -> Iterator[Broken]:
    met = {
        (circle, *pair)
        for codes in recent
        for circle, _earlier, people in seating.groups(codes)
        for pair in combinations(people.tolist(), 2)
    }
    for circle, one, other in met:
        yield "history.never_within_rounds", circle, (one, other)


def _elsewhere(roster: Roster, rules: Rules, seating: Seating) -> Iterator[Broken]:
    for one, circle in rules.locked.seats.items():
        place = roster.place_of[one]
        if seating.names[seating.seat[place]] != circle:
            yield "locked.seats", int(seating.seat[place]), (place,)
