"""Filled-in forms as the model takes them: who rated whom, and what of their answers it needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from roost.ground.kit.errors import InputError

MISSING = -1


@dataclass(frozen=True)
class Ratings:
    """Forms collapsed to pairs of a person and a rater, which is all that a Rasch model needs to know of them.

    `person`, `rater`: (D,) indices of pairs, sorted by person. `counts`: (D, I) how often a pair answered each item.
    `total`: (D,) sum of its scores. `chosen`: (I, M + 1) how often each score was given to each item, where scores
    begin at 0; `most`: (I,) the highest score of each item.
    """

    people: Sequence[str]
    raters: Sequence[str]
    items: Sequence[str]
    person: NDArray[np.int64]
    rater: NDArray[np.int64]
    counts: NDArray[np.float32]
    total: NDArray[np.int64]
    chosen: NDArray[np.int64]
    most: NDArray[np.int64]
    left_out: Sequence[str] = ()


Scores = NDArray[np.signedinteger[Any]]
Names = Sequence[str] | NDArray[np.integer[Any]]


def collapse(
    people: Names,
    raters: Names,
    items: Sequence[str],
    scores: Scores,
    *,
    is_shared: bool = True,
) -> Ratings:
    """Collapse forms: `people` and `raters` name (F,) who is rated by whom, `scores` is (F, I), -1 where missing.

    With `is_shared`, items share one scale; else each begins and ends with what was given to it. Scores that nobody
    gave are closed up. Raters who gave everybody the lowest, or the highest, to everything are left out: their severity
    has no bounds, and what they say tells people apart in nothing. Raises InputError where nothing can be estimated,
    where an item was always answered alike, and where raters fall into groups that share nobody.
    """
    answered = scores != MISSING
    rows = np.flatnonzero(answered.any(axis=1))
    if not rows.size:
        raise InputError("There is not one answer.")
    names, person = np.unique(np.asarray(people)[rows], return_inverse=True)
    judges, rater = np.unique(np.asarray(raters)[rows], return_inverse=True)
    points, most = close_up(items, scores[rows], is_shared=is_shared)
    kept, gone = _informative(rater, points, most)
    left_out = [str(judges[one]) for one in gone]
    if not kept.any():
        raise InputError("Every rater gave everybody the lowest or the highest: nothing tells people apart.")
    if not kept.all():
        again = rows[kept]
        told = collapse(np.asarray(people)[again], np.asarray(raters)[again], items, scores[again], is_shared=is_shared)
        return replace(told, left_out=sorted([*told.left_out, *left_out]))
    named = [str(one) for one in judges]
    check_connected(person, rater, named)
    return _paired([str(one) for one in names], named, items, person, rater, points, most)


def close_up(items: Sequence[str], scores: Scores, *, is_shared: bool) -> tuple[Scores, NDArray[np.int64]]:
    """Give scores from 0 without gaps, and the highest of each item; raises InputError for an item without spread."""
    size = int(scores.max()) + 1
    given = np.stack([np.bincount(column[column != MISSING], minlength=size) > 0 for column in scores.T])
    for item, scale in zip(items, given, strict=True):
        if scale.sum() < 2:
            said = f"always answered {np.flatnonzero(scale)[0]}" if scale.any() else "never answered"
            raise InputError(f"{item} was {said}: it tells nothing. Leave it out.")
    if is_shared:
        given[:] = given.any(axis=0)
    # The place -1, of what is missing, is the last.
    closed = np.append(np.cumsum(given, axis=1) - 1, np.full((len(given), 1), MISSING), axis=1).astype(scores.dtype)
    points = np.stack([scale[column] for scale, column in zip(closed, scores.T, strict=True)], axis=1)
    return points, given.sum(axis=1) - 1


def by_rater(raters: NDArray[np.int64]) -> list[tuple[int, NDArray[np.int64], NDArray[np.int64]]]:
    """Give each rater in a table (p, n) with the rows and columns at which they stand."""
    found = []
    for one in np.unique(raters):
        people, pairs = np.nonzero(raters == one)
        found.append((int(one), people, pairs))
    return found


def check_connected(person: NDArray[np.int64], rater: NDArray[np.int64], judges: Sequence[str]) -> None:
    """Raise InputError where raters fall into groups that share nobody whom they rate, directly or by others."""
    size, ones = person.max() + 1, np.ones(len(person))
    links = coo_array((ones, (person, size + rater)), shape=(size + rater.max() + 1,) * 2)
    groups, label = connected_components(links, directed=False)
    if groups == 1:
        return
    told = [", ".join(str(judges[one]) for one in np.flatnonzero(label[size:] == group)[:3]) for group in range(2)]
    raise InputError(
        f"The raters fall into {groups} groups that share nobody whom they rate (one holds {told[0]}; another holds "
        f"{told[1]}): who is severe and who is able cannot be told apart between them. Take each group by itself."
    )


def _informative(
    rater: NDArray[np.int64], points: Scores, most: NDArray[np.int64]
) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Say which forms are by raters who differ in anything, and name the others."""
    has = points != MISSING
    size = rater.max() + 1
    got = np.bincount(rater, np.where(has, points, 0).sum(axis=1), size)
    could = np.bincount(rater, (has * most).sum(axis=1), size)
    gone = (got == 0) | (got == could)
    return ~gone[rater], np.flatnonzero(gone)


def _paired(
    people: Sequence[str],
    raters: Sequence[str],
    items: Sequence[str],
    person: NDArray[np.int64],
    rater: NDArray[np.int64],
    points: Scores,
    most: NDArray[np.int64],
) -> Ratings:
    """Put the forms of a person and a rater together."""
    has = points != MISSING
    pairs, first, at = np.unique(person * len(raters) + rater, return_index=True, return_inverse=True)
    if len(pairs) == len(person):
        counts = has[first].astype(np.float32)
    else:
        counts = np.zeros((len(pairs), len(items)), dtype=np.float32)
        np.add.at(counts, at, has)
    total = np.bincount(at, np.where(has, points, 0).sum(axis=1), len(pairs)).astype(np.int64)
    chosen = np.stack([np.bincount(points[has[:, one], one], minlength=most.max() + 1) for one in range(len(items))])
    return Ratings(people, raters, items, pairs // len(raters), pairs % len(raters), counts, total, chosen, most)
