"""What a report says of how one's own view and that of others lie, by hand and by simulation."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from roost.grow.threesixty.engine import Estimate, Kept, Mean, Verdict, estimate, has_changed, judge, spread_of


def test_an_interval_is_as_wide_as_its_band_allows() -> None:
    found = estimate(Mean(4.0, 4.0, 5), spread=1.0, least=1, most=6)
    assert (found.middle, found.low, found.high) == (4.0, 3.3, 4.7)
    wide = estimate(Mean(5.5, 6.0, 3), spread=1.0, least=1, most=6)
    assert (wide.low, wide.high) == (4.6, 6.0)


def test_a_gap_is_said_where_it_is_large_and_unlikely_to_be_chance() -> None:
    others = {"a": Mean(3.0, 3.0, 10), "b": Mean(4.9, 4.9, 10), "c": Mean(4.0, 4.0, 10), "d": Mean(5.5, 5.5, 10)}
    own = {"a": 5.5, "b": 5.0, "c": 4.0, "d": 3.0, "e": 6.0}
    assert judge(own, others, spread=1.0) == {
        "a": Verdict.BLIND,
        "b": Verdict.SEEN,
        "c": Verdict.UNCERTAIN,
        "d": Verdict.HIDDEN,
    }
    assert judge({"a": 2.5}, {"a": Mean(3.0, 3.0, 3)}, spread=1.0) == {"a": Verdict.UNCERTAIN}
    assert judge({}, others, spread=1.0) == {}


def test_what_both_find_low_is_known() -> None:
    others = {"a": Mean(2.0, 2.0, 10), "b": Mean(5.0, 5.0, 10)}
    assert judge({"a": 2.0, "b": 5.0}, others, spread=1.0) == {"a": Verdict.KNOWN, "b": Verdict.SEEN}


def test_of_gaps_that_are_said_one_in_ten_at_most_is_chance() -> None:
    """Sixteen behaviours, four of them with a gap of 1.5, six raters with a spread of one, a thousand times."""
    drawn, many = np.random.default_rng(5), 6
    wrong, found = [], 0
    keys = [f"b{number:02}" for number in range(16)]
    for _ in range(1000):
        means = drawn.normal(0, 1 / sqrt(many), 16) + 3.5
        own = {key: 3.5 + (1.5 if number < 4 else 0.0) for number, key in enumerate(keys)}
        # A band begins below the number of those who answered, which errs on the safe side.
        said = judge(own, {key: Mean(mean, mean, 5) for key, mean in zip(keys, means, strict=True)}, spread=1.0)
        gaps = [key for key, verdict in said.items() if verdict in {Verdict.BLIND, Verdict.HIDDEN}]
        wrong.append(sum(key >= "b04" for key in gaps) / max(len(gaps), 1))
        found += sum(key < "b04" for key in gaps)
    assert np.mean(wrong) <= 0.1
    assert found / 4000 > 0.7


@pytest.mark.parametrize(("freedom", "spread"), [(199, 1.0), (200, 0.7)])
def test_the_spread_between_raters_is_pooled_once_enough_is_known(freedom: int, spread: float) -> None:
    assert spread_of([Kept((), 0.5 * (freedom - 10), freedom - 10), Kept((), 5.0, 10)]) == spread
    assert spread_of([]) == 1.0


def test_a_change_is_said_beyond_what_chance_makes_of_it() -> None:
    before, now, later = (Estimate(middle, 0, 0, 0.4) for middle in (3.0, 4.0, 4.2))
    assert not has_changed(before, now)
    assert has_changed(before, later)
