"""How answers of a group are told to lie, against all whole answers that fit, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roost.ground.release.engine import Lying, LyingPlan, Scale
from roost.ground.release.engine.spreading import reached

SEVEN = Scale(1, 7)


def tell_lying(answers: Mapping[int, int], *, scale: Scale, before: Sequence[Lying] = ()) -> Lying | None:
    return LyingPlan(frozenset(answers), scale=scale, before=before).tell(answers)


def test_a_sum_in_steps_as_wide_as_the_scale_and_sides_in_pairs() -> None:
    five = frozenset(range(5))
    assert tell_lying(dict(enumerate([6, 6, 5, 3, 2])), scale=SEVEN) == Lying(five, (22, 28), (2, 3), (2, 3))
    assert tell_lying(dict(enumerate([6, 6, 5, 4])), scale=SEVEN) is None
    with pytest.raises(ValueError, match="between 1 and 7"):
        tell_lying(dict(enumerate([8] * 5)), scale=SEVEN)
    with pytest.raises(ValueError, match="Others have answered"):
        LyingPlan(five, scale=SEVEN).tell({9: 4})


def test_who_all_agree_could_still_have_said_anything() -> None:
    for many in (5, 8, 13):
        told = tell_lying(dict.fromkeys(range(many), 7), scale=SEVEN)
        assert told is not None
        assert set((reached([told], SEVEN) or {}).values()) == {(1, 7)}


def test_who_joined_those_whose_sum_is_pinned_is_not_told() -> None:
    # Three sevens and two fours add up to 29: of five who reach 29 and of whom three agree, each is known.
    told = tell_lying(dict(enumerate([7, 7, 7, 4, 4])), scale=SEVEN)
    assert told is not None
    assert reached([told], SEVEN) == dict.fromkeys(range(5), (4, 7))
    again = tell_lying(dict(enumerate([7, 7, 7, 4, 4, 7])), scale=SEVEN, before=[told])
    assert again is None or again.total is None


@pytest.mark.parametrize(
    ("answers", "groups"),
    [
        ((1, 1, 1, 5, 5, 2), ((0, 1, 2, 3, 4), (0, 1, 2, 3, 5), (0, 1, 2, 3, 4, 5))),
        ((5, 3, 5, 2, 3, 1), ((0, 1, 2, 4, 5), (0, 2, 3, 4, 5), (0, 1, 2, 3, 4, 5))),
    ],
)
def test_that_something_was_withheld_tells_of_nobody_the_next_time(
    answers: tuple[int, ...], groups: Sequence[Sequence[int]]
) -> None:
    """The attacker knows this program, and goes through all answers of which it had told and withheld the same."""
    possible = list(product(range(1, 6), repeat=len(answers)))
    told: list[Lying] = []
    for group in groups:
        plan = LyingPlan(frozenset(group), scale=Scale(1, 5), before=tuple(told))
        found: dict[tuple[int, ...], Lying | None] = {}

        def tell(one: Sequence[int], group: Sequence[int] = group, plan: LyingPlan = plan) -> Lying | None:
            return plan.tell({who: one[who] for who in group})

        for one in possible:
            alike = tuple(sorted(one[who] for who in group))
            if alike not in found:
                found[alike] = tell(one)
        now = tell(answers)
        possible = [one for one in possible if found[tuple(sorted(one[who] for who in group))] == now]
        told += [now] if now else []
        assert all(max(one) - min(one) >= 2 for one in zip(*possible, strict=True))


def test_who_answers_otherwise_is_no_contradiction() -> None:
    then = tell_lying(dict.fromkeys(range(5), 2), scale=SEVEN)
    now = tell_lying(dict.fromkeys(range(6), 6), scale=SEVEN, before=[then] if then else [])
    assert now == Lying(frozenset(range(6)), (36, 42), (5, 6), (0, 2))


def shares(many: int, steps: int) -> Iterator[tuple[int, ...]]:
    """Give all ways in which so many people can lie on so many steps."""
    if steps == 1:
        yield (many,)
        return
    for first in range(many + 1):
        yield from ((first, *rest) for rest in shares(many - first, steps - 1))


def lies(one: tuple[int, ...]) -> tuple[int, int, int]:
    """Give the sum from 1, and how many lie above and below the middle."""
    half = len(one) // 2
    total = sum(step * many for step, many in enumerate(one, 1))
    return total, sum(one[-half:]), sum(one[:half])


def people_of(one: tuple[int, ...]) -> dict[int, int]:
    steps = [step for step, many in enumerate(one, 1) for _ in range(many)]
    return dict(enumerate(steps))


@pytest.mark.parametrize("many", [5, 6, 9])
def test_those_told_alike_leave_everybody_two_points(many: int) -> None:
    plan = LyingPlan(frozenset(range(many)), scale=Scale(1, 5))
    alike: dict[Lying | None, set[int]] = {}
    for one in shares(many, 5):
        told = plan.tell(people_of(one))
        alike.setdefault(told, set()).update(step for step, count in enumerate(one, 1) if count)
    assert len(alike) > 5
    assert all(max(steps) - min(steps) >= 2 for steps in alike.values())


@pytest.mark.parametrize(
    ("then", "is_told"), [((3, 3, 3, 2, 4), False), ((5, 5, 5, 4, 2), True), ((5, 5, 5, 3, 3), False)]
)
def test_nor_does_one_who_joined_even_by_what_is_withheld(then: tuple[int, ...], is_told: bool) -> None:
    scale = Scale(1, 5)
    first = LyingPlan(frozenset(range(5)), scale=scale)
    told = first.tell(dict(enumerate(then)))
    second = LyingPlan(frozenset(range(6)), scale=scale, before=[told] if told else [])
    alike: dict[Lying | None, list[set[int]]] = {}
    for one in shares(5, 5):
        answers = people_of(one)
        if first.tell(answers) != told:
            continue
        for joined in range(1, 6):
            found = alike.setdefault(second.tell(answers | {5: joined}), [set(), set()])
            found[0].update(answers.values())
            found[1].add(joined)
    assert any(one is not None and one.total is not None for one in alike) is is_told
    assert all(max(steps) - min(steps) >= 2 for found in alike.values() for steps in found)


def fitting(told: Sequence[Lying], groups: Mapping[frozenset[int], int], steps: int) -> list[set[int]]:
    """Give what somebody of each group can have answered, by all ways in which the groups can lie."""
    found: list[set[int]] = [set() for _ in groups]

    def go(left: list[frozenset[int]], chosen: dict[frozenset[int], tuple[int, ...]]) -> None:
        if not left:
            for one in told:
                where = [lies(chosen[group]) for group in groups if group <= one.people]
                sums = [sum(part) for part in zip(*where, strict=True)]
                ranges = (one.total, one.above, one.below)
                if any(it and not it[0] <= value <= it[1] for value, it in zip(sums, ranges, strict=True)):
                    return
                unsaid = sums[1:] if one.total else sums[:1]
                if one.hidden and not any(
                    all(low <= value <= high for value, (low, high) in zip(unsaid, outcome, strict=True))
                    for outcome in one.hidden
                ):
                    return
            for place, group in enumerate(groups):
                found[place].update(step for step, many in enumerate(chosen[group], 1) if many)
            return
        for one in shares(groups[left[0]], steps):
            go(left[1:], chosen | {left[0]: one})

    go(list(groups), {})
    return found


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(1, 5), min_size=7, max_size=7), st.integers(0, 1), st.integers(0, 1))
def test_whoever_comes_and_goes_keeps_two_points(answers: list[int], leaving: int, joining: int) -> None:
    scale, stay = Scale(1, 5), frozenset(range(5))
    leave, join = frozenset(range(5, 5 + leaving)), frozenset(range(6, 6 + joining))
    then = tell_lying({who: answers[who] for who in stay | leave}, scale=scale)
    now = tell_lying({who: answers[who] for who in stay | join}, scale=scale, before=[then] if then else [])
    told = [one for one in (then, now) if one is not None]
    groups = {one: len(one) for one in (stay, leave, join) if one}
    ends = reached(told, scale) or {}
    for group, possible in zip(groups, fitting(told, groups, 5), strict=True):
        if group <= frozenset().union(*(one.people for one in told)):
            assert (min(possible), max(possible)) == ends[min(group)]
            assert max(possible) - min(possible) >= 2
