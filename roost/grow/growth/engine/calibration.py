"""Hold guesses against what happened.

The Brier score is the mean squared distance between a guess and what came of it (Brier 1950): 0 is perfect, and who
always says 50 % gets 0.25. Whether guesses are too high or too low is judged exactly: how likely would it be to see as
many come, or as few, if every guess were right (the Poisson binomial distribution, both sides)?
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

FEWEST = 5
"""With fewer guesses nothing is said."""
UNLIKELY = 0.05
"""Guesses fit unless what came is as unlikely as this."""


@dataclass(frozen=True)
class Guess:
    """A chance that was given, in per cent (1 to 99), and whether it turned out so."""

    chance: int
    came: bool


class Fit(StrEnum):
    """What a person's guesses are like."""

    TOO_FEW = "too-few"
    FITS = "fits"
    """Nothing speaks against them."""
    TOO_HIGH = "too-high"
    TOO_LOW = "too-low"


@dataclass(frozen=True)
class Calibration:
    """How well guesses fit: how many, the mean guess and the share that came, both from 0 to 1, and the Brier score.

    `earlier` and `later` are the Brier scores of the two halves, in the order given; None with fewer than twice
    `FEWEST` guesses. With fewer than `FEWEST` all are None.
    """

    guesses: int
    fit: Fit
    mean: float | None = None
    share: float | None = None
    brier: float | None = None
    earlier: float | None = None
    later: float | None = None


def calibrate(guesses: Sequence[Guess]) -> Calibration:
    """Judge guesses, the earliest first."""
    if len(guesses) < FEWEST:
        return Calibration(len(guesses), Fit.TOO_FEW)
    half = len(guesses) // 2
    halves = (brier(guesses[:half]), brier(guesses[half:])) if len(guesses) >= 2 * FEWEST else (None, None)
    return Calibration(
        len(guesses),
        _fit(guesses),
        mean=sum(one.chance for one in guesses) / 100 / len(guesses),
        share=sum(one.came for one in guesses) / len(guesses),
        brier=brier(guesses),
        earlier=halves[0],
        later=halves[1],
    )


def brier(guesses: Sequence[Guess]) -> float:
    """Give the mean squared distance between guesses and what came; raise ValueError for none."""
    if not guesses:
        raise ValueError("There is no score of no guesses.")
    return sum((one.came - one.chance / 100) ** 2 for one in guesses) / len(guesses)


def _fit(guesses: Sequence[Guess]) -> Fit:
    came = sum(one.came for one in guesses)
    likely = how_many_come([one.chance for one in guesses])
    at_most, at_least = sum(likely[: came + 1]), sum(likely[came:])
    if 2 * min(at_most, at_least) >= UNLIKELY:
        return Fit.FITS
    return Fit.TOO_HIGH if at_most < at_least else Fit.TOO_LOW


def how_many_come(chances: Sequence[int]) -> list[float]:
    """Give the probability that none, one, two ... of independent events come, by their chances in per cent."""
    likely = [1.0]
    for chance in chances:
        come = chance / 100
        stay = [(1 - come) * one for one in likely] + [0.0]
        likely = [one + come * before for one, before in zip(stay, [0.0, *likely], strict=True)]
    return likely
