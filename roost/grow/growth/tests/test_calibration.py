"""Guesses held against what happened: published values, cases counted one by one, and what must never be said."""

from __future__ import annotations

from itertools import product
from math import comb, prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.grow.growth.engine import TOO_FAR, Change, Fit, Guess, calibrate, can_tell, how_many_come

CHANCES = st.lists(st.integers(1, 99), max_size=9)
OPPOSITE = {Fit.TOO_HIGH: Fit.TOO_LOW, Fit.TOO_LOW: Fit.TOO_HIGH}


def guesses(chance: int, came: int, count: int) -> list[Guess]:
    return [Guess(chance, place < came) for place in range(count)]


@given(CHANCES)
def test_how_many_come_as_counted_case_by_case(chances: list[int]) -> None:
    counted = [0.0] * (len(chances) + 1)
    for came in product((0, 1), repeat=len(chances)):
        pairs = zip(chances, came, strict=True)
        counted[sum(came)] += prod(one / 100 if yes else 1 - one / 100 for one, yes in pairs)
    assert how_many_come(chances) == pytest.approx(counted)


@pytest.mark.parametrize(
    ("count", "chance", "at_most", "published"),
    [(20, 50, 5, 0.0207), (20, 50, 6, 0.0577), (10, 50, 2, 0.0547), (20, 70, 9, 0.0171), (15, 40, 2, 0.0271)],
)
def test_equal_chances_give_the_published_binomial_values(
    count: int, chance: int, at_most: int, published: float
) -> None:
    assert sum(how_many_come([chance] * count)[: at_most + 1]) == pytest.approx(published, abs=0.00005)


# By hand for eleven guesses of 90 %: seven lie 20 points off, and at most seven come with 0.0185, twice that is below
# 0.05. With ten of them the same seven come with 0.0702.
@pytest.mark.parametrize(
    ("chance", "needed"), [(10, 11), (20, 18), (30, 23), (40, 24), (50, 23), (60, 24), (70, 23), (80, 18), (90, 11)]
)
def test_it_can_be_told_once_twenty_points_would_be_too_much_for_chance(chance: int, needed: int) -> None:
    assert [can_tell([chance] * (needed - 1)), can_tell([chance] * needed)] == [False, True]
    share = chance / 100
    for came in range(needed + 1):
        likely = [comb(needed, k) * share**k * (1 - share) ** (needed - k) for k in range(needed + 1)]
        both = 2 * min(sum(likely[: came + 1]), sum(likely[came:]))
        fit = calibrate(guesses(chance, came, needed)).fit
        assert (fit is Fit.FITS) == (both >= 0.05)
        if abs(100 * came - chance * needed) >= TOO_FAR * needed:
            assert fit is (Fit.TOO_HIGH if came < chance * needed / 100 else Fit.TOO_LOW)


@pytest.mark.parametrize("chance", range(1, 100, 7))
def test_it_can_be_told_from_the_first_number_on_that_refuses_every_result_that_far_off(chance: int) -> None:
    share, told = chance / 100, False
    for count in range(5, 30):
        likely = [comb(count, k) * share**k * (1 - share) ** (count - k) for k in range(count + 1)]
        far_off = [k for k in range(count + 1) if abs(100 * k - chance * count) >= TOO_FAR * count]
        told = told or all(2 * min(sum(likely[: k + 1]), sum(likely[k:])) < 0.05 for k in far_off)
        assert can_tell([chance] * count) == told


def test_few_guesses_say_nothing_whatever_came() -> None:
    for came in range(6):
        assert calibrate(guesses(50, came, 5)).fit is Fit.TOO_EARLY
    assert calibrate([]).fit is Fit.TOO_EARLY
    # One guess of 99 % that fails is unlikely enough for the test alone.
    assert calibrate([Guess(99, False)] * 4).fit is Fit.TOO_EARLY


def test_guesses_of_different_chances_as_counted_one_by_one() -> None:
    chances = [90, 80, 90, 90, 80, 90, 90, 80, 90, 90, 90, 90, 90]
    assert can_tell(chances)
    for came in range(len(chances) + 1):
        at_most = at_least = 0.0
        for case in product((0, 1), repeat=len(chances)):
            pairs = zip(chances, case, strict=True)
            likely = prod(one / 100 if yes else 1 - one / 100 for one, yes in pairs)
            at_most += likely * (sum(case) <= came)
            at_least += likely * (sum(case) >= came)
        found = calibrate([Guess(chance, place < came) for place, chance in enumerate(chances)])
        wanted = Fit.TOO_HIGH if at_most < at_least else Fit.TOO_LOW
        assert found.fit is (Fit.FITS if 2 * min(at_most, at_least) >= 0.05 else wanted)


@given(st.lists(st.builds(Guess, st.integers(1, 99), st.booleans()), max_size=30))
def test_what_can_be_told_depends_on_the_chances_alone_and_stays(told: list[Guess]) -> None:
    found = calibrate(told)
    assert found.fit.is_told == can_tell([one.chance for one in told])
    assert found.fit.is_told == calibrate([Guess(one.chance, not one.came) for one in told]).fit.is_told
    if found.fit.is_told:
        assert calibrate([*told, Guess(50, True)]).fit.is_told


@given(st.lists(st.builds(Guess, st.sampled_from(range(10, 100, 10)), st.booleans()), min_size=15, max_size=40))
def test_guessing_the_opposite_turns_high_and_low_round(told: list[Guess]) -> None:
    fit = calibrate(told).fit
    assert calibrate([Guess(100 - one.chance, not one.came) for one in told]).fit is OPPOSITE.get(fit, fit)


def test_later_guesses_are_held_against_earlier_ones() -> None:
    far, near = guesses(90, 5, 11), guesses(90, 10, 11)
    better = calibrate([*far, *near])
    assert (better.change, better.earlier, better.later) == (
        Change.CLOSER,
        pytest.approx(0.9 - 5 / 11),
        pytest.approx(10 / 11 - 0.9),
    )
    assert calibrate([*near, *far]).change is Change.FURTHER
    assert calibrate([*near, *near]).change is Change.ALIKE
    few = calibrate([*far, *near[:-1]])
    assert (few.change, few.earlier, few.later) == (Change.TOO_EARLY, None, None)


def test_who_goes_from_daring_to_safe_things_guesses_no_better() -> None:
    # Half of what was given 50 % came, and nine in ten of what was given 90 %: right both times.
    found = calibrate([*guesses(50, 15, 30), *guesses(90, 27, 30)])
    assert (found.fit, found.change, found.earlier, found.later) == (Fit.FITS, Change.ALIKE, 0, 0)


def test_figures_stand_beside_every_verdict() -> None:
    found = calibrate([Guess(90, True), Guess(50, False)])
    assert (found.guesses, found.came, found.mean, found.share) == (2, 1, pytest.approx(0.7), 0.5)
    nothing = calibrate([])
    assert (nothing.guesses, nothing.came, nothing.mean, nothing.share) == (0, 0, None, None)
