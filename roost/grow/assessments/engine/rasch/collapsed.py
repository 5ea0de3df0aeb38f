"""The collapsed fast path: the same model for millions of ratings, each person's posterior taken as normal.

Of each form only its total counts, so forms are looked up on curves, never rating by rating. Abilities and severities
solve their equations by Newton's method, sparse; difficulties, thresholds and variances are the fixed point of the
marginal likelihood's own equations (Gaussian variational approximation, Ormerod and Wand 2012, JCGS 21, to second
order), reached by Anderson's mixing.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from math import log

import numpy as np
from scipy.linalg import LinAlgWarning, null_space
from scipy.optimize import NoConvergence, anderson
from scipy.sparse import csr_array, diags_array
from scipy.sparse.linalg import LinearOperator, cg

from roost.ground.kit.errors import InputError
from roost.grow.assessments.engine.rasch.curves import Curves, Forms, Told
from roost.grow.assessments.engine.rasch.fitting import (
    INDISTINCT,
    LEAST,
    SLIGHT,
    SURE,
    Ability,
    Estimated,
    Fit,
    named_thresholds,
    refuse_endless,
    refuse_indistinct,
)
from roost.grow.assessments.engine.rasch.forms import Ratings
from roost.grow.assessments.engine.rasch.steps import Floats, Steps

CLOSE, ROUGH = 1e-4, 1e-2
"""Parameters are found when another round moves none further, in logits."""
SETTLED = 3e-5
"""Abilities and severities are found when another step moves none further."""
PATIENCE = 60


def fit_collapsed(
    ratings: Ratings, *, is_shared: bool, has_impressions: bool, tell: Callable[[int, float], None] | None = None
) -> Fit:
    """Fit the model approximately, for ratings too many for `fit`; `tell` hears of each round and how far it moved.

    Deviance and errors are approximate too: those of severities and abilities follow from their own information and
    the first order of what severities and the mean of abilities leave open, those of items from theirs and that mean.
    Raises InputError as `fit` does.
    """
    if has_impressions:
        refuse_indistinct(ratings)
    search = _Search(ratings, Steps(ratings.most, is_shared))
    at = _mixed(search, search.start(), ROUGH if has_impressions else CLOSE, tell)
    if at[-1] < log(LEAST) + CLOSE:
        raise InputError(INDISTINCT)
    if has_impressions:
        at = _with_impressions(search, at, tell)
    return search.told(at, was_asked=has_impressions)


def _with_impressions(search: _Search, plain: Floats, tell: Callable[[int, float], None] | None) -> Floats:
    """Let raters hold impressions, and go back to none where these are as good as none."""
    guess = search.first_impressions(plain)
    if guess > 0:
        search.has_impressions = True
        at = _mixed(search, np.concatenate([plain, [max(log(guess) / 2, search.least)]]), CLOSE, tell)
        if at[-1] > search.least + CLOSE:
            return at
        search.has_impressions = False
    return _mixed(search, plain, CLOSE, tell)


def _mixed(search: _Search, start: Floats, close: float, tell: Callable[[int, float], None] | None) -> Floats:
    """Give the fixed point of rounds."""
    rounds = count()

    def moved(at: Floats) -> Floats:
        step = search.round(at)
        if tell:
            tell(next(rounds), float(np.abs(step).max()))
        return step

    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            # Steps that are as good as the same make the mixing ill-conditioned, which it survives.
            warnings.simplefilter("ignore", LinAlgWarning)
            found = anderson(moved, start, M=6, alpha=1.0, w0=1e-4, f_tol=close, maxiter=PATIENCE, line_search=None)
    except (NoConvergence, np.linalg.LinAlgError):
        raise InputError("No best fit was found: too few people or raters share enough for this model.") from None
    return np.asarray(found)


@dataclass
class _Search:
    """Where the search stands: `ability` (P,), `severity` (R,) and `seen` (D,) follow the parameters."""

    ratings: Ratings
    steps: Steps
    has_impressions: bool = False
    least: float = log(LEAST)
    ability: Floats = field(init=False)
    severity: Floats = field(init=False)
    seen: Floats = field(init=False)
    free: Floats = field(init=False)

    def __post_init__(self) -> None:
        ratings = self.ratings
        self.forms = Forms.of(ratings)
        self.ability, self.severity = np.zeros(len(ratings.people)), np.zeros(len(ratings.raters))
        self.seen = np.zeros(len(ratings.person))
        self.free = null_space(self.steps.constraints)
        shape = (len(ratings.people), len(ratings.raters))
        # The order of pairs in a sparse matrix by person, then rater, is that of the forms.
        self.shape, self.columns = shape, ratings.rater
        self.starts = np.concatenate([[0], np.cumsum(np.bincount(ratings.person, minlength=shape[0]))])

    def start(self) -> Floats:
        return np.append(self.free.T @ self.steps.start(self.ratings.chosen), 0.0)

    def parts(self, at: Floats) -> tuple[Floats, float, float]:
        """Give item parameters, the variance of abilities and that of impressions; refuse a scale without an end."""
        many = self.free.shape[1]
        parameters, deviations = self.free @ at[:many], np.exp(np.clip(at[many:], -10.0, 10.0))
        refuse_endless(parameters, deviations)
        return parameters, float(deviations[0] ** 2), float(deviations[1] ** 2) if self.has_impressions else 0.0

    def round(self, at: Floats) -> Floats:
        """Settle abilities and severities, and say how far difficulties, thresholds and log SDs move then."""
        parameters, variance, impressions = self.parts(at)
        curves = Curves(self.forms, self.steps, parameters)
        told, doubt = self.settle(curves, variance, impressions)
        mean, around = self.around(told, doubt, impressions)
        looked = curves.looked(mean, around)
        table = self.steps.table(parameters, curves.grid)
        slope = np.einsum("wi,wif->f", looked, table.told) - self.steps.statistics(self.ratings.chosen)
        bend = self.free.T @ table.curvature(looked) @ self.free
        moves = np.clip(np.linalg.solve(bend, self.free.T @ slope), -1.0, 1.0)
        # Abilities and difficulties move together where nothing but the abilities' own mean holds them.
        moves -= self.free.T @ np.where(np.arange(self.steps.size) < len(self.steps.most), self.ability.mean(), 0.0)
        self.ability -= self.ability.mean()
        known = 1 - doubt / variance
        grown = float((self.ability**2 / variance - known).sum() / (known**2).sum())
        moves = np.append(moves, max(_within(grown / 2), log(LEAST) - at[len(moves)]))
        if self.has_impressions:
            moves = np.append(moves, max(_within(self.leap(told, doubt) / impressions / 2), self.least - at[-1]))
        return moves

    def leap(self, told: Told, doubt: Floats) -> float:
        """Give how far the variance of impressions moves: the slope of the likelihood over its expected curvature."""
        within = told.second**2 * doubt[self.ratings.person]
        return float((told.first**2 + within + told.second).sum() / (told.second**2).sum())

    def first_impressions(self, plain: Floats) -> float:
        """Give a first guess of the variance of impressions, above 0 where there are any, and set the least of it."""
        parameters, variance, _ = self.parts(plain)
        told, doubt = self.settle(Curves(self.forms, self.steps, parameters), variance, 0.0)
        self.least = log(SLIGHT / -told.second.min()) / 2
        return self.leap(told, doubt)

    def around(self, told: Told, doubt: Floats, impressions: float) -> tuple[Floats, Floats]:
        """Give the mean and variance of where each rater saw a person, abilities being uncertain."""
        doubts = doubt[self.ratings.person]
        mean = told.mean + doubts / 2 * impressions * told.third
        return mean, told.variance + (1 + impressions * told.second) ** 2 * doubts

    def settle(self, curves: Curves, variance: float, impressions: float) -> tuple[Told, Floats]:
        """Solve for abilities and severities; give what forms tell there, and abilities' posterior variances."""
        person, rater = self.ratings.person, self.ratings.rater
        for _ in range(PATIENCE):
            told = curves.told(self.ability[person] - self.severity[rater], impressions, self.seen)
            weight = np.maximum(-told.second, 1e-12)
            by_person = np.asarray(np.bincount(person, weight, self.shape[0]) + 1 / variance)
            doubt = 1 / by_person
            slope = told.first + told.third * doubt[person] / 2
            up = np.asarray(np.bincount(person, slope, self.shape[0]) - self.ability / variance)
            down = np.asarray(-np.bincount(rater, slope, self.shape[1]), dtype=float)
            cross = csr_array((weight, self.columns, self.starts), shape=self.shape)
            move = self._solve(cross, by_person, up, down)
            self.severity += np.clip(move, -1.0, 1.0)
            self.ability += np.clip((up + cross @ move) / by_person, -1.0, 1.0)
            if np.abs(move).max() < SETTLED:
                break
        return told, doubt

    def _solve(self, cross: csr_array, by_person: Floats, up: Floats, down: Floats) -> Floats:
        """Give the step of severities, whose sum stays zero; abilities are eliminated."""
        by_rater, turned = cross.sum(axis=0), cross.T.tocsr()

        def times(severity: Floats) -> Floats:
            even = severity - severity.mean()
            told = by_rater * even - turned @ ((cross @ even) / by_person)
            return np.asarray(told - told.mean() + severity.mean())

        whole = LinearOperator((len(by_rater),) * 2, matvec=times, dtype=float)
        wanted = down + turned @ (up / by_person)
        found, _ = cg(whole, wanted - wanted.mean(), rtol=1e-3, maxiter=200, M=diags_array(1 / by_rater))
        return np.asarray(found - found.mean())

    def told(self, at: Floats, *, was_asked: bool) -> Fit:
        """Give what was found at the end."""
        ratings, steps = self.ratings, self.steps
        parameters, variance, impressions = self.parts(at)
        curves = Curves(self.forms, steps, parameters)
        told, doubt = self.settle(curves, variance, impressions)
        weight = -told.second
        severe = self._errors(weight, doubt)
        share = (weight * doubt[ratings.person]) ** 2 * severe[ratings.rater] ** 2
        # Difficulties follow the mean of abilities, which is that of a few drawn from all that could have been.
        drift = variance / len(doubt)
        added = np.bincount(ratings.person, share, len(doubt)) + (1 - doubt / variance) ** 2 * drift
        reach = SURE * np.sqrt(doubt + added)
        mean, around = self.around(told, doubt, impressions)
        looked = curves.looked(mean, around)
        bend = self.free.T @ steps.table(parameters, curves.grid).curvature(looked) @ self.free
        errors = np.diag(self.free @ np.linalg.inv(bend) @ self.free.T)
        errors = np.sqrt(errors + np.where(np.arange(steps.size) < len(steps.most), drift, 0.0))
        value = float(told.value.sum() - parameters @ steps.statistics(ratings.chosen))
        value += float(np.sum(np.log(doubt / variance) - self.ability**2 / variance) / 2)
        people = zip(
            self.ability.tolist(),
            np.sqrt(doubt).tolist(),
            (self.ability - reach).tolist(),
            (self.ability + reach).tolist(),
            strict=True,
        )
        found = [Estimated(*one) for one in zip(parameters.tolist(), errors.tolist(), strict=True)]
        severities = zip(self.severity.tolist(), severe.tolist(), strict=True)
        return Fit(
            deviance=-2 * value,
            variance=variance,
            impressions=impressions if was_asked else None,
            gradient=float(np.abs(self.round(at)).max()),
            severities={who: Estimated(*one) for who, one in zip(ratings.raters, severities, strict=True)},
            difficulties=dict(zip(ratings.items, found, strict=False)),
            thresholds=named_thresholds(ratings, steps, found),
            people={who: Ability(*one) for who, one in zip(ratings.people, people, strict=True)},
            left_out=ratings.left_out,
        )

    def _errors(self, weight: Floats, doubt: Floats) -> Floats:
        """Give severities' standard errors, each with abilities open and other severities known."""
        person, rater = self.ratings.person, self.ratings.rater
        own = np.bincount(rater, weight * (1 - weight * doubt[person]), self.shape[1])
        return np.asarray(1 / np.sqrt(np.maximum(own, 1e-12)))


def _within(move: float) -> float:
    """Bound how far a log SD moves in a round."""
    return min(max(move, -0.5), 0.5)
