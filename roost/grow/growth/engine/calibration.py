"""Hold guesses against what happened.

Compared are the mean guess and the share that came: guesses are too high or too low on the whole (the over- and
underconfidence of Lichtenstein, Fischhoff and Phillips 1982, "Calibration of probabilities"). Unlike the Brier score
this does not reward who plans only safe things. What it cannot see is somebody who says too much where things are
likely and too little where they are not.

Whether the two differ is judged exactly: how likely would it be to see as many come, or as few, if every guess were
right (the Poisson binomial distribution, both sides)? That guesses fit is said only where a difference of 20 points
would have been too great for chance.
Each verdict stands for itself: who looks again after every guess meets a wrong one more often than `UNLIKELY` says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

FEWEST = 5
"""With fewer guesses nothing is said, however certain they were."""
TOO_FAR = 20
"""A difference of as many per cent must be too great for chance before anything is said."""
UNLIKELY = 0.05
"""Guesses are refused where what came, or anything further off on either side, is less likely than this."""


@dataclass(frozen=True)
class Guess:
    """A chance that was given, in per cent (1 to 99), and whether it turned out so."""

    chance: int
    came: bool


class Fit(StrEnum):
    """What a person's guesses are like."""

    TOO_EARLY = "too-early"
    """Even a difference of `TOO_FAR` points may be chance, so nothing is said either way."""
    FITS = "fits"
    """What came differs from them no more than by chance; `TOO_FAR` points would be more."""
    TOO_HIGH = "too-high"
    TOO_LOW = "too-low"

    @property
    def is_told(self) -> bool:
        """Say whether it can be told at all; who counts people counts only those of whom it can."""
        return self is not Fit.TOO_EARLY


class Change(StrEnum):
    """How far the later guesses lay from what came, against the earlier ones."""

    TOO_EARLY = "too-early"
    """In one of the halves even a difference of `TOO_FAR` points may be chance."""
    CLOSER = "closer"
    FURTHER = "further"
    ALIKE = "alike"
    """The distances differ by less than `TOO_FAR` points, which may be chance."""


@dataclass(frozen=True)
class Calibration:
    """How well guesses fit: how many there are, how many came, and the mean guess, from 0 to 1 (None without any).

    `earlier` and `later` are the distances between mean guess and share that came in the two halves, from 0 to 1, and
    None as long as `change` is too early to tell.
    """

    guesses: int
    came: int
    fit: Fit
    change: Change
    mean: float | None = None
    earlier: float | None = None
    later: float | None = None

    @property
    def share(self) -> float | None:
        """Give the share that came, from 0 to 1."""
        return self.came / self.guesses if self.guesses else None


def calibrate(guesses: Sequence[Guess]) -> Calibration:
    """Judge independent guesses, the earliest first.

    Whether something is said depends on the chances alone and never on what came: otherwise those of whom it is said
    would be picked by how it turned out.
    """
    came = sum(one.came for one in guesses)
    if not guesses:
        return Calibration(0, 0, Fit.TOO_EARLY, Change.TOO_EARLY)
    mean = sum(one.chance for one in guesses) / 100 / len(guesses)
    half = len(guesses) // 2
    halves = (guesses[:half], guesses[half:])
    if not all(can_tell([one.chance for one in those]) for those in halves):
        return Calibration(len(guesses), came, _fit(guesses), Change.TOO_EARLY, mean)
    earlier, later = (_off(those) for those in halves)
    return Calibration(len(guesses), came, _fit(guesses), _change(earlier, later), mean, float(earlier), float(later))


def _off(guesses: Sequence[Guess]) -> Fraction:
    return Fraction(abs(sum(100 * one.came - one.chance for one in guesses)), 100 * len(guesses))


def _change(earlier: Fraction, later: Fraction) -> Change:
    if abs(earlier - later) < Fraction(TOO_FAR, 100):
        return Change.ALIKE
    return Change.CLOSER if later < earlier else Change.FURTHER


def _fit(guesses: Sequence[Guess]) -> Fit:
    chances = [one.chance for one in guesses]
    if not can_tell(chances):
        return Fit.TOO_EARLY
    came, likely = sum(one.came for one in guesses), how_many_come(chances)
    at_most, at_least = sum(likely[: came + 1]), sum(likely[came:])
    if not _refuses(min(at_most, at_least)):
        return Fit.FITS
    return Fit.TOO_HIGH if at_most < at_least else Fit.TOO_LOW


def _refuses(one_side: float) -> bool:
    return 2 * one_side < UNLIKELY


def can_tell(chances: Sequence[int]) -> bool:
    """Say whether guesses with these chances, in per cent, the earliest first, can be judged.

    They can once every result that lies `TOO_FAR` points or more from their mean would be refused; a side on which no
    result lies so far off asks for nothing. Results are whole numbers, so a further guess can blunt the test a little:
    what could be judged once still can.
    """
    return any(
        _shows_errors(sum(chances[:count]), likely) for count, likely in enumerate(_growing(chances)) if count >= FEWEST
    )


def _shows_errors(expected: int, likely: Sequence[float]) -> bool:
    count = len(likely) - 1
    few, many = (expected - TOO_FAR * count) // 100, -((-expected - TOO_FAR * count) // 100)
    return (few < 0 or _refuses(sum(likely[: few + 1]))) and (many > count or _refuses(sum(likely[many:])))


def how_many_come(chances: Sequence[int]) -> list[float]:
    """Give the probability that none, one, two ... of independent events come, by their chances in per cent."""
    *_before, likely = _growing(chances)
    return likely


def _growing(chances: Sequence[int]) -> Iterator[list[float]]:
    likely = [1.0]
    yield likely
    for chance in chances:
        come = chance / 100
        stay = [(1 - come) * one for one in likely] + [0.0]
        likely = [one + come * before for one, before in zip(stay, [0.0, *likely], strict=True)]
        yield likely
