"""A plan by chance that keeps the hard rules: a shuffle, and swaps by chance until nothing is broken."""

from __future__ import annotations

import numpy as np

from roost.gather.circles.engine.scoring.distances import Floats
from roost.gather.circles.engine.scoring.hard import Hard
from roost.gather.circles.engine.scoring.seating import Wholes
from roost.ground.numerics.chance import State, draw_below, shuffle
from roost.ground.numerics.compiled import compiled

IN_VAIN = 500
EQUAL = 1e-12


@compiled
def breaches(circle: int, people: Wholes, seat: Wholes, hard: Hard, counts: Wholes) -> float:
    """Say how far a circle is from keeping the hard rules, in people by whom they are broken; 0 where all are kept.

    `counts` is (hard.values,) zeros to work with, and is left so.
    """
    return (
        _too_many(people, hard, counts)
        + _wrong_company(circle, people, seat, hard)
        + _hours(people, hard)
        + _values(people, hard, counts)
        + _spread(people, hard, counts)
        + _means(people, hard)
    )


@compiled
def repaired(order: Wholes, starts: Wholes, seat: Wholes, hard: Hard, tries: int, state: State) -> int:
    """Shuffle people over the circles and repair the plan in place; give how many tries are left, -1 if given up.

    A try takes somebody by chance from a circle, by chance, in which a rule is broken, and somebody of a circle that a
    locked seat or the other of a pair asks for, or else, with even chances, of another in which a rule is broken or of
    any. The two change places unless that breaks more, or whatever it breaks where many tries in a row mended nothing.
    Nothing but the rules is looked at; if they are broken after so many tries, the plan is given up.
    """
    shuffle(state, order)
    many, circles = len(order), len(starts) - 1
    place = np.empty(many, dtype=np.int64)
    for circle in range(circles):
        for at in range(starts[circle], starts[circle + 1]):
            seat[order[at]] = circle
            place[order[at]] = at
    counts = np.zeros(hard.values, dtype=np.int64)
    broken = _breaches_of(np.arange(circles), order, starts, seat, hard, counts)
    bad = np.empty(circles, dtype=np.int64)
    bad_at = np.full(circles, -1)
    left = 0
    for circle in range(circles):
        left = _listed(circle, broken[circle] > 0, bad, bad_at, left)
    both = np.empty(2, dtype=np.int64)
    in_vain = 0
    for spent in range(tries):
        if left == 0:
            return tries - spent
        here = bad[draw_below(state, left)]
        one = _anybody(here, order, starts, state)
        there = _asked_for(one, seat, hard, state)
        if there < 0:
            there = bad[draw_below(state, left)] if draw_below(state, 2) else seat[order[draw_below(state, many)]]
        if there == here:
            continue
        other = _anybody(there, order, starts, state)
        _swap(one, other, order, place, seat)
        both[0], both[1] = here, there
        after = _breaches_of(both, order, starts, seat, hard, counts)
        change = after[0] + after[1] - broken[here] - broken[there]
        in_vain = 0 if change < -EQUAL else in_vain + 1
        if change > EQUAL and in_vain < IN_VAIN:
            _swap(one, other, order, place, seat)
            continue
        in_vain %= IN_VAIN
        for turn, changed in enumerate(both):
            broken[changed] = after[turn]
            left = _listed(int(changed), after[turn] > 0, bad, bad_at, left)
    return 0 if left == 0 else -1


@compiled
def _breaches_of(circles: Wholes, order: Wholes, starts: Wholes, seat: Wholes, hard: Hard, counts: Wholes) -> Floats:
    found = np.empty(len(circles))
    for place, circle in enumerate(circles):
        found[place] = breaches(circle, order[starts[circle] : starts[circle + 1]], seat, hard, counts)
    return found


@compiled
def _listed(circle: int, is_bad: bool, bad: Wholes, bad_at: Wholes, left: int) -> int:
    """Keep the list of circles in which a rule is broken, and give how many there are."""
    if is_bad and bad_at[circle] < 0:
        bad[left], bad_at[circle] = circle, left
        return left + 1
    if not is_bad and bad_at[circle] >= 0:
        last = bad[left - 1]
        bad[bad_at[circle]], bad_at[last] = last, bad_at[circle]
        bad_at[circle] = -1
        return left - 1
    return left


@compiled
def _anybody(circle: int, order: Wholes, starts: Wholes, state: State) -> int:
    return int(order[starts[circle] + draw_below(state, starts[circle + 1] - starts[circle])])


@compiled
def _swap(one: int, other: int, order: Wholes, place: Wholes, seat: Wholes) -> None:
    order[place[one]], order[place[other]] = other, one
    place[one], place[other] = place[other], place[one]
    seat[one], seat[other] = seat[other], seat[one]


@compiled
def _asked_for(one: int, seat: Wholes, hard: Hard, state: State) -> int:
    """Give the circle where somebody should sit and does not, -1 for none."""
    if hard.seats[one] >= 0 and hard.seats[one] != seat[one]:
        return int(hard.seats[one])
    first, end = hard.together_from[one], hard.together_from[one + 1]
    if end > first:
        there = seat[hard.together_with[first + draw_below(state, end - first)]]
        if there != seat[one]:
            return int(there)
    return -1


@compiled
def _too_many(people: Wholes, hard: Hard, counts: Wholes) -> int:
    found = 0
    for rule in range(len(hard.limits)):
        codes = hard.limit_codes[rule]
        for one in people:
            if codes[one] >= 0:
                counts[codes[one]] += 1
                found += counts[codes[one]] > hard.limits[rule]
        for one in people:
            if codes[one] >= 0:
                counts[codes[one]] = 0
    return found


@compiled
def _wrong_company(circle: int, people: Wholes, seat: Wholes, hard: Hard) -> int:
    """Count who sits with a manager or somebody to be kept apart, without a partner, or elsewhere than asked for."""
    found = 0
    for one in people:
        if hard.manager[one] >= 0 and seat[hard.manager[one]] == circle:
            found += 1
        for at in range(hard.apart_from[one], hard.apart_from[one + 1]):
            found += seat[hard.apart_with[at]] == circle
        for at in range(hard.together_from[one], hard.together_from[one + 1]):
            found += seat[hard.together_with[at]] != circle
        found += hard.seats[one] != -1 and hard.seats[one] != circle
        if len(hard.span_first):
            for other in people:
                found += hard.span_first[one] < hard.span_first[other] < hard.span_end[one]
    return found


@compiled
def _hours(people: Wholes, hard: Hard) -> int:
    fewest = len(people)
    for start in range(hard.fits.shape[1]):
        without = 0
        for one in people:
            without += hard.zones[one] >= 0 and not hard.fits[hard.zones[one], start]
        fewest = min(fewest, without)
    return fewest


@compiled
def _values(people: Wholes, hard: Hard, counts: Wholes) -> int:
    """Count who differs from the commonest value where all must be the same, and who is alone where nobody may be."""
    found = 0
    rules = len(hard.same)
    for rule in range(rules + len(hard.not_alone)):
        codes = hard.same[rule] if rule < rules else hard.not_alone[rule - rules]
        known, most, alone = 0, 0, 0
        for one in people:
            if codes[one] >= 0:
                counts[codes[one]] += 1
                known += 1
                most = max(most, counts[codes[one]])
        for one in people:
            if codes[one] >= 0:
                alone += counts[codes[one]] == 1
                counts[codes[one]] = 0
        found += known - most if rule < rules else alone
    return found


@compiled
def _spread(people: Wholes, hard: Hard, counts: Wholes) -> int:
    found = 0
    everybody = len(hard.seats)
    for rule in range(len(hard.spread)):
        codes, totals = hard.spread[rule], hard.totals[rule]
        for one in people:
            if codes[one] >= 0:
                counts[codes[one]] += 1
        for value in range(len(totals)):
            fewest = totals[value] * len(people) // everybody - hard.slack
            if fewest <= 0:
                break
            found += max(0, fewest - counts[value])
        for one in people:
            if codes[one] >= 0:
                most = -(-totals[codes[one]] * len(people) // everybody) + hard.slack
                found += max(0, counts[codes[one]] - most)
                counts[codes[one]] = 0
    return found


@compiled
def _means(people: Wholes, hard: Hard) -> float:
    """Add how far means lie outside, in standard deviations, and how many more people a circle needs for a role."""
    found = 0.0
    for rule in range(len(hard.scores)):
        total, known = 0.0, 0
        for one in people:
            score = hard.scores[rule, one]
            if score == score:
                total += score
                known += 1
        if known:
            found += max(0.0, abs(total / known) - hard.within)
    with_role = 0
    if hard.roles:
        for one in people:
            with_role += hard.has_role[one]
    return found + max(0, hard.roles - with_role)
