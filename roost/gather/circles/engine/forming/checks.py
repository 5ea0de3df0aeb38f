"""Count whom a circle's people break rules for that no pair alone can break."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from roost.ground.numerics.compiled import compiled

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# All moments of a word.
ALWAYS = (1 << 62) - 1
# Kinds of checks. Numba reads module constants of whole numbers, no enumerations in arrays.
AT_MOST, ALIKE, NOT_ALONE, SPREAD, BALANCE, ROLES, HOURS, APART, TOGETHER, LEVEL = range(10)


class Checks(NamedTuple):
    """Hold c checks. A NamedTuple, because kernels take one as it is.

    `kind`, `column`, `number`, `hard` (c): what is counted, in which column of its table, its whole number, whether it
    must hold; `bound`, `weight` (c): its number, what each person concerned costs. `labels` (n x columns) are values as
    numbers, -1 where missing; `points` (n x columns) numbers in standard deviations, NaN where missing; `hours`
    (n x words) one bit for each moment at which a person could begin to meet. `links` holds neighbours, those of
    person i for column k from `starts[k, i]` to `starts[k, i + 1]`; `shares[k]` the roster's share of each value.
    """

    kind: Ints
    column: Ints
    number: Ints
    hard: Ints
    bound: Floats
    weight: Floats
    labels: Ints
    points: Floats
    hours: Ints
    starts: Ints
    links: Ints
    shares: Floats


@compiled
def cost_of(checks: Checks, who: Ints, many: int) -> float:
    """Give what the first `many` people of `who` cost as one circle: weight times people, over all checks.

    Where a check must hold, its count falls with every step towards a circle that keeps it; where it need not, it is
    the number of people concerned.
    """
    cost = 0.0
    for one in range(len(checks.kind)):
        kind = checks.kind[one]
        if kind == AT_MOST:
            found = _crowded(checks, one, who, many)
        elif kind == ALIKE:
            found = _differing(checks, one, who, many)
        elif kind == NOT_ALONE:
            found = _alone(checks, one, who, many)
        elif kind == SPREAD:
            found = _unfair(checks, one, who, many)
        elif kind == BALANCE:
            found = _unbalanced(checks, one, who, many)
        elif kind == ROLES:
            found = _unled(checks, one, who, many)
        elif kind == HOURS:
            found = _never_free(checks, one, who, many)
        elif kind == LEVEL:
            found = _uneven(checks, one, many)
        else:
            found = _linked(checks, one, who, many)
        cost += checks.weight[one] * found
    return cost


@compiled
def _equal(checks: Checks, column: int, who: Ints, many: int, place: int) -> int:
    value = checks.labels[who[place], column]
    found = 0
    for other in range(many):
        if checks.labels[who[other], column] == value:
            found += 1
    return found


@compiled
def _crowded(checks: Checks, one: int, who: Ints, many: int) -> float:
    column, found = checks.column[one], 0.0
    for place in range(many):
        if checks.labels[who[place], column] >= 0 and _equal(checks, column, who, many, place) > checks.number[one]:
            found += 1.0
    return found


@compiled
def _differing(checks: Checks, one: int, who: Ints, many: int) -> float:
    column, known, most = checks.column[one], 0, 0
    for place in range(many):
        if checks.labels[who[place], column] >= 0:
            known += 1
            most = max(most, _equal(checks, column, who, many, place))
    if known == most:
        return 0.0
    return float(known - most if checks.hard[one] else known)


@compiled
def _alone(checks: Checks, one: int, who: Ints, many: int) -> float:
    column, found = checks.column[one], 0.0
    for place in range(many):
        if checks.labels[who[place], column] >= 0 and _equal(checks, column, who, many, place) == 1:
            found += 1.0
    return found


@compiled
def _unfair(checks: Checks, one: int, who: Ints, many: int) -> float:
    column, slack = checks.column[one], checks.number[one]
    short, crowded, steps = False, 0.0, 0.0
    for value in range(checks.shares.shape[1]):
        fair = checks.shares[column, value] * many
        if fair <= 0.0:
            continue
        found = 0
        for place in range(many):
            if checks.labels[who[place], column] == value:
                found += 1
        # A share that is whole up to rounding has one floor and ceiling.
        least, most = np.floor(fair + 1e-9) - slack, np.ceil(fair - 1e-9) + slack
        if found < least:
            short = True
            steps += least - found
        elif found > most:
            crowded += found
            steps += found - most
    if checks.hard[one]:
        return steps
    return float(many) if short else crowded


@compiled
def _unbalanced(checks: Checks, one: int, who: Ints, many: int) -> float:
    column, total, known = checks.column[one], 0.0, 0
    for place in range(many):
        point = checks.points[who[place], column]
        if not np.isnan(point):
            total += point
            known += 1
    if known == 0:
        return 0.0
    over = abs(total / known) - checks.bound[one]
    if over <= 1e-9:
        return 0.0
    return 1.0 + over if checks.hard[one] else float(known)


@compiled
def _unled(checks: Checks, one: int, who: Ints, many: int) -> float:
    column, found = checks.column[one], 0
    for place in range(many):
        if checks.labels[who[place], column] == 1:
            found += 1
    short = checks.number[one] - found
    if short <= 0:
        return 0.0
    return float(short if checks.hard[one] else many)


@compiled
def _never_free(checks: Checks, one: int, who: Ints, many: int) -> float:
    words = checks.hours.shape[1]
    for word in range(words):
        common = checks.hours[who[0], word]
        for place in range(1, many):
            common &= checks.hours[who[place], word]
        if common != 0:
            return 0.0
    if not checks.hard[one]:
        bound = 0
        for place in range(many):
            # Who has no time zone could at all moments, the spare one included.
            if checks.hours[who[place], words - 1] != ALWAYS:
                bound += 1
        return float(bound)
    most = 0
    for word in range(words):
        for bit in range(62):
            free = 0
            for place in range(many):
                free += (checks.hours[who[place], word] >> bit) & 1
            most = max(most, free)
    return float(many - most)


@compiled
def _uneven(checks: Checks, one: int, many: int) -> float:
    off: int = max(checks.number[one] - many, many - int(checks.bound[one]), 0)
    # Each person more costs more than the one before, so that the smallest circles come first.
    return off * (off + 1) / 2.0


@compiled
def _linked(checks: Checks, one: int, who: Ints, many: int) -> float:
    column, found = checks.column[one], 0.0
    for place in range(many):
        person = who[place]
        met, missed = False, False
        for link in range(checks.starts[column, person], checks.starts[column, person + 1]):
            here = False
            for other in range(many):
                if who[other] == checks.links[link]:
                    here = True
                    break
            if here:
                met = True
            else:
                missed = True
        if (checks.kind[one] == APART and met) or (checks.kind[one] == TOGETHER and missed):
            found += 1.0
    return found
