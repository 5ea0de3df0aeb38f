"""The most likely parameters, how sure they are, and what follows for each person."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np

from roost.ground.kit.errors import InputError
from roost.grow.assessments.engine.rasch.forms import Ratings
from roost.grow.assessments.engine.rasch.marginal import Derivatives, Marginal
from roost.grow.assessments.engine.rasch.steps import Floats, Steps

SURE = 1.959963984540054
FLAT = 1e-9
"""The gradient is as good as zero below this."""
SHARP = 1e-10
"""A maximum is one point where its flattest direction bends so many times as much as its sharpest."""
PATIENCE = 100
LEAST = 0.03
"""Below this standard deviation, in logits, differences of ability are as good as none."""
SLIGHT = 0.01
"""Impressions of less variance than this share of a form's own variance of error are as good as none."""
FARTHEST = 2.0
"""No parameter moves further in one step, in logits."""
ENDLESS = 15.0
"""A scale on which people differ by such a standard deviation, or anything lies three times as far away, has no end."""
INDISTINCT = "People do not differ beyond chance in these ratings, so nothing can be said of anybody."


@dataclass(frozen=True)
class Estimated:
    """A parameter in logits, with its standard error."""

    value: float
    error: float


@dataclass(frozen=True)
class Ability:
    """What forms tell of a person, in logits: posterior mean and standard deviation, and where it lies 95 times of 100.

    The interval also carries how unsure severities and difficulties are, which the standard deviation does not.
    """

    mean: float
    error: float
    low: float
    high: float


@dataclass(frozen=True)
class Fit:
    """A fitted model. `thresholds` holds one sequence under "" where items share them, else one for each item.

    `impressions` is the variance of raters' overall impressions of those whom they rate; None where it was not asked.
    """

    deviance: float
    variance: float
    impressions: float | None
    gradient: float
    severities: Mapping[str, Estimated]
    difficulties: Mapping[str, Estimated]
    thresholds: Mapping[str, Sequence[Estimated]]
    people: Mapping[str, Ability]
    left_out: Sequence[str]


def fit(
    ratings: Ratings, *, is_shared: bool, has_impressions: bool, tell: Callable[[int, float], None] | None = None
) -> Fit:
    """Fit the model by marginal maximum likelihood; `tell` hears of each step and its log-likelihood.

    Raises InputError where people do not differ beyond chance, where impressions are asked for and cannot be told from
    ability, and where no maximum is found.
    """
    if has_impressions:
        refuse_indistinct(ratings)
    steps = Steps(ratings.most, is_shared)
    plain = Marginal(ratings, steps, has_impressions=False)
    start = np.concatenate([np.zeros(len(ratings.raters)), steps.start(ratings.chosen), [0.0]])
    at, end = _climb(plain, start, tell)
    if not has_impressions:
        return _told(plain, at, end, was_asked=False)
    return _told(*_with_impressions(plain, at, end, tell), was_asked=True)


def _with_impressions(
    plain: Marginal, at: Floats, end: Derivatives, tell: Callable[[int, float], None] | None
) -> tuple[Marginal, Floats, Derivatives]:
    """Let raters hold impressions, and go back to none where these are as good as none."""
    guess, least = plain.leaps(at), SLIGHT / plain.most_told(at)
    if guess <= 0:
        return plain, at, end
    model = Marginal(plain.ratings, plain.steps, has_impressions=True)
    begin = np.concatenate([at, [log(min(max(guess, 4 * least), 1.0)) / 2]])
    found, there = _climb(model, begin, tell, sqrt(least))
    return (model, found, there) if found[-1] > log(least) / 2 else (plain, at, end)


def refuse_indistinct(ratings: Ratings) -> None:
    """Raise InputError where impressions cannot be told from anything else."""
    if np.bincount(ratings.person).max() < 2:
        raise InputError("Nobody is rated by two: what a rater thinks of somebody cannot be told from how they are.")
    if ratings.counts.sum(axis=1).max() < 2:
        raise InputError("Forms of one answer each cannot tell an overall impression from chance.")


def _climb(
    model: Marginal, at: Floats, tell: Callable[[int, float], None] | None, slight: float = LEAST
) -> tuple[Floats, Derivatives]:
    """Follow Newton's steps to the maximum, and give it; stop early where a standard deviation falls to nothing.

    `slight` is the standard deviation below which impressions are nothing.
    """
    basis, deviations = model.basis, slice(model.size - 1 - model.has_impressions, model.size)
    nothing = np.log([LEAST, slight][: 1 + model.has_impressions])
    here = model.derivatives(at)
    for count in range(PATIENCE):
        gradient = basis.T @ here.gradient
        if tell:
            tell(count, here.value)
        if np.abs(gradient).max() < FLAT or _is_nothing(model, at, here, nothing):
            return at, here
        step = basis @ _newton(gradient, basis.T @ here.hessian @ basis)
        step *= min(1.0, FARTHEST / np.abs(step).max())
        slope = float(here.gradient @ step)
        for _ in range(40):
            there = at + step
            there[deviations] = np.clip(there[deviations], nothing - 0.1, log(ENDLESS))
            if model.value(there) >= here.value + 1e-4 * min(slope, 0.0) - 1e-10 * abs(here.value):
                break
            step = step / 2
        else:
            break
        refuse_endless(there[: deviations.start], np.exp(there[deviations]))
        before, at, here = at, there, model.derivatives(there)
        if np.abs(at - before).max() < 1e-12:
            return at, here
    if np.abs(basis.T @ here.gradient).max() < 1e-6:
        return at, here
    raise InputError("No best fit was found: too few people or raters share enough for this model.")


def refuse_endless(places: Floats, deviations: Floats) -> None:
    """Raise InputError where a fit runs away: nothing in the ratings is left to chance, or everything."""
    if deviations.max() >= ENDLESS or np.abs(places).max() >= 3 * ENDLESS:
        raise InputError("No finite scale fits these ratings.")


def _is_nothing(model: Marginal, at: Floats, here: Derivatives, nothing: Floats) -> bool:
    """Say whether impressions, or differences between people, fall to nothing; raises InputError for the latter."""
    first = model.size - 1 - model.has_impressions
    if at[first] < nothing[0] and here.gradient[first] < 0:
        raise InputError(INDISTINCT)
    return model.has_impressions and at[-1] < nothing[-1] and here.gradient[-1] < 0


def _newton(gradient: Floats, hessian: Floats) -> Floats:
    """Give the step to the maximum of the parabola, bent downwards where it opens upwards."""
    values, vectors = np.linalg.eigh(-hessian)
    most = np.abs(values).max()
    bent = np.maximum(np.abs(values), 1e-3 * most if values.min() <= SHARP * most else 0.0)
    return np.asarray(vectors @ ((vectors.T @ gradient) / bent))


def _told(model: Marginal, at: Floats, end: Derivatives, *, was_asked: bool) -> Fit:
    ratings, steps, basis = model.ratings, model.steps, model.basis
    inner = basis.T @ end.hessian @ basis
    values, vectors = np.linalg.eigh(-inner)
    if values.min() <= SHARP * values.max():
        raise InputError("The best fit is not one point: too few people or raters share enough for this model.")
    spanned = basis @ vectors
    covariance = (spanned / values) @ spanned.T
    errors = np.sqrt(np.diag(covariance))
    found = [Estimated(float(value), float(error)) for value, error in zip(at, errors, strict=True)]
    raters, items = len(ratings.raters), len(ratings.items)
    mean, spread, added = model.people(at, covariance)
    reach = SURE * np.sqrt(spread**2 + added**2)
    people = zip(mean.tolist(), spread.tolist(), (mean - reach).tolist(), (mean + reach).tolist(), strict=True)
    sd = exp(at[raters + steps.size])
    impressions = exp(2 * at[-1]) if model.has_impressions else 0.0
    return Fit(
        deviance=-2 * end.value,
        variance=sd**2,
        impressions=impressions if was_asked else None,
        gradient=float(np.abs(basis.T @ end.gradient).max()),
        severities=dict(zip(ratings.raters, found, strict=False)),
        difficulties=dict(zip(ratings.items, found[raters : raters + items], strict=True)),
        thresholds=named_thresholds(ratings, steps, found[raters:]),
        people={who: Ability(*one) for who, one in zip(ratings.people, people, strict=True)},
        left_out=ratings.left_out,
    )


def named_thresholds(ratings: Ratings, steps: Steps, found: Sequence[Estimated]) -> dict[str, Sequence[Estimated]]:
    """Give thresholds, of item parameters that were found: one sequence under "" where items share them."""
    return {
        "" if steps.is_shared else str(item): [found[place] for place in places]
        for item, places in zip(ratings.items, steps.places, strict=True)
    }
