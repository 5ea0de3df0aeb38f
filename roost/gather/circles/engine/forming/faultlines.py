"""Measure how far a circle falls into two blocs, while it is being improved.

The faultline of a circle is the largest share, over all splits into two sides of at least two people, of its total sum
of squares that lies between the sides (Thatcher, Jehn and Zanutto, 2003, for categories and numbers together). What is
mixed is coded so that squared distances are those of the rules, and then whitened, so that columns that go together
count once. All splits are walked in the order of a Gray code: each differs from the last by one person.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from roost.gather.circles.engine.forming.features import Features, features_of
from roost.gather.circles.engine.forming.world import Floats, Ints
from roost.gather.circles.engine.roster import Roster
from roost.gather.circles.engine.rules import Measure, Rules
from roost.ground.numerics.compiled import compiled

# Every person more doubles the splits; larger circles are not measured while they are improved.
LARGEST = 16
EXPLAINED = 0.99
# The scorer looks at no more values either: a column of ids mixes nothing that could split.
MOST_CODES, MOST_CELLS = 2_000, 50_000_000


def can_be_coded(roster: Roster, mix: Sequence[Measure]) -> bool:
    """Say whether what is mixed makes few enough codes to look at faultlines."""
    width = sum(len(roster.codes(one.column)[1]) if one.kind == "category" else 1 for one in mix)
    return width <= MOST_CODES and len(roster) * width <= MOST_CELLS


def codes_of(roster: Roster, mix: Sequence[Measure]) -> tuple[Floats, Floats]:
    """Give what is mixed as codes (n x codes, NaN where missing) and the matrix that whitens them (codes x kept).

    Where nothing is missing, codes come whitened (n x kept) with a matrix of no rows.
    """
    features = features_of(roster, Rules(mix=tuple(mix)))
    columns = _coded(features)
    if not columns.shape[1]:
        return columns, np.zeros((0, 0))
    known = ~np.isnan(columns)
    means = np.nansum(columns, axis=0) / np.maximum(known.sum(axis=0), 1)
    filled = np.where(known, columns, means) - means
    values, vectors = np.linalg.eigh(filled.T @ filled / len(filled))
    values, vectors = values[::-1].clip(min=0.0), vectors[:, ::-1]
    total = values.sum()
    if total <= 0.0:
        return columns, np.zeros((columns.shape[1], 0))
    last = int(np.searchsorted(np.cumsum(values), EXPLAINED * total * (1 - 1e-12)))
    # Directions of just as much variance as the last have no order among them.
    kept = values >= values[last] * (1 - 1e-9)
    whitening = vectors[:, kept] / np.sqrt(values[kept])
    if known.all():
        return np.ascontiguousarray(filled @ whitening), np.zeros((0, whitening.shape[1]))
    return columns, np.ascontiguousarray(whitening)


def _coded(features: Features) -> Floats:
    people, categories = features.labels.shape
    parts: list[NDArray[np.float64]] = []
    for place in range(categories):
        labels = features.labels[:, place]
        codes = (labels[:, None] == np.arange(labels.max(initial=-1) + 1)) * np.sqrt(features.mix[place] / 2.0)
        codes[labels < 0] = np.nan
        parts.append(codes)
    for place in range(features.points.shape[1]):
        parts.append(features.points[:, place, None] * np.sqrt(features.mix[categories + place]))
    return np.ascontiguousarray(np.concatenate(parts, axis=1)) if parts else np.zeros((people, 0))


@compiled
def faultline_of(codes: Floats, whitening: Floats, people: Ints, many: int) -> float:
    """Give the faultline of a circle, from 0 to 1; 0 for fewer than four people.

    Codes that are whitened already come with a whitening of no rows.
    """
    width = codes.shape[1]
    kept = whitening.shape[1] if len(whitening) else width
    if many < 4 or kept == 0:
        return 0.0
    # A missing code is the circle's mean of it, so that centred it is 0; whitening keeps means where they are.
    centred = np.zeros((many, width))
    for column in range(width):
        total, known = 0.0, 0
        for place in range(many):
            code = codes[people[place], column]
            if not np.isnan(code):
                total += code
                known += 1
        mean = total / known if known else 0.0
        for place in range(many):
            code = codes[people[place], column]
            centred[place, column] = 0.0 if np.isnan(code) else code - mean
    if not len(whitening):
        return split_of(centred)
    white = np.zeros((many, kept))
    for place in range(many):
        for column in range(width):
            code = centred[place, column]
            if code != 0.0:
                for axis in range(kept):
                    white[place, axis] += code * whitening[column, axis]
    return split_of(white)


@compiled
def split_of(white: Floats) -> float:
    """Give the largest share of the sum of squares between two sides of at least two; rows must have the mean 0."""
    many, kept = white.shape
    gram = np.empty((many, many))
    whole = 0.0
    for one in range(many):
        for other in range(one + 1):
            product = 0.0
            for axis in range(kept):
                product += white[one, axis] * white[other, axis]
            gram[one, other] = gram[other, one] = product
        whole += gram[one, one]
    if whole <= 1e-12:
        return 0.0
    side, reach = np.zeros(many, np.int64), np.zeros(many)
    size, length, best = 0, 0.0, 0.0
    for step in range(1, 1 << (many - 1)):
        one = 0
        while (step >> one) & 1 == 0:
            one += 1
        if side[one]:
            length += gram[one, one] - 2.0 * reach[one]
            side[one], size = 0, size - 1
            for other in range(many):
                reach[other] -= gram[one, other]
        else:
            length += gram[one, one] + 2.0 * reach[one]
            side[one], size = 1, size + 1
            for other in range(many):
                reach[other] += gram[one, other]
        if 2 <= size <= many - 2:
            between = length * many / (size * (many - size))
            if between > best:
                best = between
    return min(best / whole, 1.0)


@compiled
def faultlines(codes: Floats, whitening: Floats, seats: Ints, counts: Ints, found: Floats) -> None:
    """Fill `found` (circles) with the faultline of each."""
    for circle in range(len(counts)):
        found[circle] = faultline_of(codes, whitening, seats[circle], counts[circle])
