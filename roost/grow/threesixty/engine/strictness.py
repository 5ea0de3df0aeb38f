"""How strictly people mark, learnt from the 360s of others, and what means are with that taken out.

A many-facet Rasch model with impressions (`grow.assessments.engine.rasch`) over whole forms: of each it needs who
filled it in, which items were answered and the total, nothing more. Severities are shrunk towards each other by how
sure they are. What becomes of a mean follows from what is told of it and from these severities alone, so whoever knew
them would learn no more from it than from the mean itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from roost.ground.kit.errors import InputError
from roost.grow.assessments.engine.rasch import Fit, Ratings, Steps, fit_collapsed

LEAST_REVIEWS = 20
LEAST_FORMS = 100
"""Fewer 360s of others, or forms in them, say too little of anybody's strictness."""
SLIGHT = 0.05
"""Below this standard deviation of strictness, in points, nothing is taken out."""
REACH = 10.0


@dataclass(frozen=True)
class Form:
    """Who filled in a form, which items they answered, and the sum of their points."""

    rater: int
    answered: frozenset[str]
    total: int


@dataclass(frozen=True)
class Filled:
    """The forms of one 360, and how often each point was given to each item in all of them."""

    forms: Sequence[Form]
    given: Mapping[str, Mapping[int, int]]

    @classmethod
    def of(cls, answers: Iterable[tuple[int, Mapping[str, int]]]) -> Filled:
        """Take what raters answered, points by item, down to totals."""
        forms: list[Form] = []
        given: dict[str, Counter[int]] = {}
        for rater, points in answers:
            forms.append(Form(rater, frozenset(points), sum(points.values())))
            for item, point in points.items():
                given.setdefault(item, Counter())[point] += 1
        return cls([one for one in forms if one.answered], given)


@dataclass(frozen=True)
class Strictness:
    """Severities by rater, in logits, shrunk; and for each behaviour the mean that is expected along the scale.

    `spread` is the standard deviation of strictness in points, at the middle of the scale.
    """

    severities: Mapping[int, float]
    places: NDArray[np.float64]
    curves: Mapping[str, NDArray[np.float64]]
    spread: float

    def of(self, raters: Iterable[int]) -> float:
        """Give the mean severity of raters; of whom nothing is known, it is that of everybody."""
        found = [self.severities.get(one, 0.0) for one in raters]
        return sum(found) / len(found)

    def without(self, behaviour: str, points: float, severity: float) -> float:
        """Give what a mean of points would be, had it been given by raters as strict as everybody."""
        curve = self.curves[behaviour]
        place = float(np.interp(points, curve, self.places))
        return float(np.interp(place + severity, self.places, curve))


def learn(
    history: Sequence[Filled], *, behaviours: Mapping[str, Sequence[str]], least: int, most: int
) -> Strictness | None:
    """Learn from 360s, which may have been of anybody but who is to be judged by it; None where they say too little.

    `behaviours` says which items belong to each. Raters who gave everybody the lowest or the highest, and 360s that
    share no raters with most, are left out.
    """
    items = [item for chosen in behaviours.values() for item in chosen]
    ratings = _ratings(history, items, least, most)
    if ratings is None:
        return None
    try:
        found = fit_collapsed(ratings, is_shared=True, has_impressions=True)
    except InputError:
        return None
    shrunk = _shrunk(found)
    if shrunk is None:
        return None
    severities, spread = shrunk
    places = np.linspace(-REACH, REACH, 401)
    parameters = np.array([one.value for one in [*found.difficulties.values(), *found.thresholds[""]]])
    expected = least + Steps(ratings.most, is_shared=True).table(parameters, places).expected
    curves = {
        key: expected[:, [items.index(item) for item in chosen]].mean(axis=1) for key, chosen in behaviours.items()
    }
    whole = np.mean(list(curves.values()), axis=0)
    middle = float(np.interp((least + most) / 2, whole, places))
    points = float(np.interp(middle + spread / 2, places, whole) - np.interp(middle - spread / 2, places, whole))
    if points < SLIGHT:
        return None
    return Strictness({int(rater): value for rater, value in severities.items()}, places, curves, round(points, 1))


def _shrunk(found: Fit) -> tuple[Mapping[str, float], float] | None:
    """Shrink severities by their errors (empirical Bayes, Efron and Morris 1973); give them and their true SD."""
    values = np.array([one.value for one in found.severities.values()])
    errors = np.array([one.error for one in found.severities.values()])
    variance = float(values.var() - (errors**2).mean())
    if variance <= 0:
        return None
    kept = values * variance / (variance + errors**2)
    return dict(zip(found.severities, kept.tolist(), strict=True)), float(np.sqrt(variance))


def _ratings(history: Sequence[Filled], items: Sequence[str], least: int, most: int) -> Ratings | None:
    """Put forms together as the model takes them; None where too few are left."""
    place = {item: at for at, item in enumerate(items)}
    rows = [(number, form) for number, filled in enumerate(history) for form in filled.forms]
    if len(rows) < LEAST_FORMS:
        return None
    person = np.array([number for number, _ in rows])
    rater = np.array([form.rater for _, form in rows])
    counts = np.zeros((len(rows), len(items)), dtype=np.float32)
    for at, (_, form) in enumerate(rows):
        counts[at, [place[item] for item in form.answered]] = 1.0
    many = counts.sum(axis=1).astype(np.int64)
    total = np.array([form.total for _, form in rows]) - least * many
    given = np.array(
        [
            [[filled.given.get(item, {}).get(point, 0) for point in range(least, most + 1)] for item in items]
            for filled in history
        ]
    )
    kept = _comparable(person, rater, total, many * (most - least))
    reviews, person_of = np.unique(person[kept], return_inverse=True)
    if len(reviews) < LEAST_REVIEWS or kept.sum() < LEAST_FORMS:
        return None
    chosen = given[reviews].sum(axis=0)
    for one in np.flatnonzero(~kept & np.isin(person, reviews)):
        # Who is left out gave everything the lowest, or the highest, so what to take away is known.
        chosen[counts[one] > 0, 0 if total[one] == 0 else -1] -= 1
    if (chosen.sum(axis=0) == 0).any() or ((chosen > 0).sum(axis=1) < 2).any():
        return None
    names, rater_of = np.unique(rater[kept], return_inverse=True)
    order = np.lexsort((rater_of, person_of))
    return Ratings(
        people=[str(one) for one in reviews],
        raters=[str(one) for one in names],
        items=items,
        person=person_of[order],
        rater=rater_of[order],
        counts=counts[kept][order],
        total=total[kept][order],
        chosen=chosen,
        most=np.full(len(items), most - least),
    )


def _comparable(
    person: NDArray[np.int64], rater: NDArray[np.int64], total: NDArray[np.int64], could: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Say which forms are by raters who differ in anything, among the most 360s that share raters."""
    codes = np.unique(rater, return_inverse=True)[1]
    got, most = np.bincount(codes, total), np.bincount(codes, could)
    kept = np.asarray((got > 0) & (got < most))[codes]
    if not kept.any():
        return kept
    size = int(person.max()) + 1
    ones = np.ones(int(kept.sum()))
    links = coo_array((ones, (person[kept], size + codes[kept])), shape=(size + int(codes.max()) + 1,) * 2)
    groups = connected_components(links, directed=False)[1][person]
    return np.asarray(kept & (groups == np.bincount(groups[kept]).argmax()))
