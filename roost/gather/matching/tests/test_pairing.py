"""As many pairs as can be, of those the worthiest, and the same ones again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from roost.gather.matching.engine.drawing import CANDIDATES, EVERYBODY_UP_TO, worths_among
from roost.gather.matching.engine.pairing import Pair, best_pairs

ALL_PAIRS = list(combinations(range(1, 9), 2))
graphs = st.dictionaries(st.sampled_from(ALL_PAIRS), st.integers(0, 6))


def every_choice(pairs: list[Pair]) -> Iterator[list[Pair]]:
    """Give every way to choose pairs so that nobody is in two."""
    if not pairs:
        yield []
        return
    first, rest = pairs[0], pairs[1:]
    yield from every_choice(rest)
    free = [pair for pair in rest if not {*first} & {*pair}]
    yield from ([first, *choice] for choice in every_choice(free))


@given(graphs, st.integers(0, 3))
def test_no_other_choice_has_more_pairs_or_as_many_and_more_worth(worths: dict[Pair, int], seed: int) -> None:
    chosen = best_pairs(worths, seed=seed)
    people = [person for pair in chosen for person in pair]
    assert len(people) == len(set(people))
    assert set(chosen) <= set(worths)
    best = max((len(one), sum(worths[pair] for pair in one)) for one in every_choice(sorted(worths)))
    assert (len(chosen), sum(worths[pair] for pair in chosen)) == best


@given(graphs, st.integers(0, 99), st.randoms(use_true_random=False))
def test_the_order_of_what_is_told_changes_nothing(worths: dict[Pair, int], seed: int, random: object) -> None:
    shuffled = list(worths.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert best_pairs(dict(shuffled), seed=seed) == best_pairs(worths, seed=seed)


def test_equals_are_drawn_by_the_seed() -> None:
    square = {(1, 2): 1, (3, 4): 1, (1, 3): 1, (2, 4): 1}
    assert {tuple(best_pairs(square, seed=seed)) for seed in range(20)} == {((1, 2), (3, 4)), ((1, 3), (2, 4))}


def test_of_many_each_is_considered_for_some_and_almost_all_are_paired() -> None:
    people = list(range(2500))
    worths = worths_among(people, lambda one, other: None if one % 7 == other % 7 else 1, seed=3)
    assert len(people) > EVERYBODY_UP_TO
    assert len(worths) <= len(people) * CANDIDATES
    assert not [pair for pair in worths if pair[0] % 7 == pair[1] % 7]
    assert len(best_pairs(worths, seed=3)) == 1250
