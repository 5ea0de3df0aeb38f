"""What is told of a 360, tried against whoever knows who answered and everything that is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations_with_replacement

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from roost.ground.release.engine import Shown
from roost.grow.threesixty.engine import BESIDE, Category, Given, Mean, Telling, band_of, tell, told_as

PEER, REPORT, OTHER, MANAGER = Category.PEER, Category.REPORT, Category.OTHER, Category.MANAGER


def asked(*people: tuple[Category, Sequence[int]], first: int = 1) -> list[Given]:
    return [Given(who, category, {"deciding": points}) for who, (category, points) in enumerate(people, first)]


def told(given: Sequence[Given], before: Sequence[Shown] = ()) -> Telling:
    return tell(given, least=1, most=6, before={"deciding": before})


def test_a_literal_example() -> None:
    people = [(PEER, (4, 5)), (PEER, (3, 3)), (PEER, (5, 4)), (REPORT, (2, 3)), (REPORT, ()), (MANAGER, (4, 6))]
    found = told(asked(*people))
    assert dict(found.behaviours["deciding"].cells) == {"peer": Mean(4.0, 4.0, 3)}
    assert found.behaviours["deciding"].everybody == Mean(4.0, 4.0, 3)
    assert found.behaviours["deciding"].manager == 5.0
    assert (found.kept["deciding"].squares, found.kept["deciding"].freedom) == (1.5, 2)


def test_of_one_item_that_was_observed_half_points_count_whole() -> None:
    found = told(asked((PEER, (4,)), (PEER, (3, 4)), (PEER, (5, 5))))
    assert found.behaviours["deciding"].everybody == Mean(4.2, 4.2, 3)


def test_peers_and_others_are_told_together_where_either_are_too_few() -> None:
    few = [PEER, PEER, OTHER, REPORT]
    assert [told_as(one, few) for one in (PEER, OTHER, REPORT, MANAGER)] == [BESIDE, BESIDE, "report", None]
    enough = [PEER] * 3 + [OTHER] * 3
    assert [told_as(one, enough) for one in (PEER, OTHER)] == ["peer", "other"]
    assert told_as(PEER, [PEER] * 5) == "peer"
    found = told(asked((PEER, (4, 4)), (PEER, (4, 4)), (OTHER, (1, 1)), (REPORT, (3, 3))))
    assert list(found.behaviours["deciding"].cells) == [BESIDE]


def test_nothing_is_told_of_few_and_of_no_answers() -> None:
    found = told(asked((PEER, (4, 4)), (REPORT, (4, 4)), (REPORT, (4, 4))))
    assert found.behaviours["deciding"].cells == {}
    assert found.behaviours["deciding"].everybody is None
    assert told([]).behaviours == {}
    with pytest.raises(ValueError, match="between 1 and 6"):
        told(asked((PEER, (7,))))
    with pytest.raises(ValueError, match="Nothing is told of 2"):
        band_of(2)


@pytest.mark.parametrize("people", [3, 4, 5])
def test_each_answer_can_have_been_two_points_apart_whatever_is_told(people: int) -> None:
    possible: defaultdict[Mean | None, set[float]] = defaultdict(set)
    pairs = [(half // 2, half - half // 2) for half in range(2, 13)]
    for points in combinations_with_replacement(pairs, people):
        found = told(asked(*((PEER, one) for one in points))).behaviours["deciding"]
        possible[found.cells.get("peer")].update(sum(one) / 2 for one in points)
    assert all(max(points) - min(points) >= 2 for points in possible.values())
    exact = [mean for mean in possible if mean is not None and mean.least == mean.most]
    assert len(exact) >= len(possible) - 3


def test_one_more_the_next_time_is_not_told_and_three_more_are() -> None:
    first = told(asked(*[(PEER, (4, 4))] * 5)).kept["deciding"].shown
    assert told(asked(*[(PEER, (4, 4))] * 6), first).behaviours["deciding"].cells == {}
    assert list(told(asked(*[(PEER, (4, 4))] * 8), first).behaviours["deciding"].cells) == ["peer"]
    others = asked(*[(PEER, (3, 5))] * 4, first=20)
    assert list(told(others, first).behaviours["deciding"].cells) == ["peer"]


sets = st.lists(st.frozensets(st.integers(1, 9), min_size=1), min_size=2, max_size=3)


@given(sets, st.lists(st.integers(1, 6), min_size=10, max_size=10))
def test_over_several_cycles_no_answer_is_known_if_nobody_changes_theirs(
    cycles: list[frozenset[int]], points: list[int]
) -> None:
    shown: list[Shown] = []
    for people in cycles:
        given_now = [
            Given(who, PEER if who % 2 else REPORT, {"deciding": (points[who], points[who])}) for who in sorted(people)
        ]
        shown += told(given_now, shown).kept["deciding"].shown
    everybody = sorted({who for one in shown for who in one.people})
    rows = [[float(who in one.people) for who in everybody] for one in shown]
    table = rows + [[-cell for cell in row] for row in rows]
    ends = [float(one.high) for one in shown] + [-float(one.low) for one in shown]
    for place, who in enumerate(everybody):
        aim = [float(place == other) for other in range(len(everybody))]
        low, high = (
            linprog([sign * one for one in aim], A_ub=table, b_ub=ends, bounds=[(2, 12)] * len(everybody)).fun * sign
            for sign in (1, -1)
        )
        assert high - low >= 4 - 1e-6, who


def test_order_does_not_matter() -> None:
    people = asked((PEER, (4, 5)), (PEER, (3, 3)), (PEER, (5, 4)), (REPORT, (2, 3)))
    assert told(people) == told(people[::-1])
