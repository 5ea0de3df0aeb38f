"""Lots: everybody's chance is the same, groups get their share, and anybody can check it."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.gather.circles.engine.lot import draw, fingerprint_of, lot_text
from roost.ground.kit.errors import InputError

GROUPS = st.lists(st.sampled_from(["North", "South", ""]), min_size=0, max_size=30)


def people_of(groups: list[str]) -> list[tuple[str, str]]:
    return [(f"p{place}", group) for place, group in enumerate(groups)]


@given(GROUPS, st.integers(0, 35), st.text(max_size=5))
def test_as_many_are_drawn_as_there_are_places_and_groups_get_their_share(
    groups: list[str], places: int, seed: str
) -> None:
    people = people_of(groups)
    drawn = draw(people, places, seed)
    many = min(places, len(people))
    assert sum(drawn.selected) == many
    for group, size in Counter(groups).items():
        got = sum(is_in for is_in, other in zip(drawn.selected, groups, strict=True) if other == group)
        assert got == drawn.places[group]
        assert abs(got - size * many / len(people)) < 1
    turns = sorted(turn for turn in drawn.turns if turn is not None)
    assert turns == list(range(1, len(people) - many + 1))
    assert all((turn is None) == is_in for turn, is_in in zip(drawn.turns, drawn.selected, strict=True))


@given(GROUPS, st.integers(0, 35), st.randoms(use_true_random=False))
def test_the_order_of_the_list_has_no_part_in_it(groups: list[str], places: int, chance: object) -> None:
    people = people_of(groups)
    mixed = list(people)
    chance.shuffle(mixed)  # type: ignore[attr-defined]

    def who(listed: list[tuple[str, str]]) -> dict[str, int | None]:
        return dict(zip((one for one, _group in listed), draw(listed, places, "seed").turns, strict=True))

    assert who(people) == who(mixed)


def test_the_lowest_numbers_of_a_group_win() -> None:
    people = [(name, "all") for name in ("Ann", "Bea", "Cem", "Dot", "Eli")]
    drawn = draw(people, 2, "spring")
    lowest = sorted((name for name, _group in people), key=lambda name: sha256(f"spring:{name}".encode()).hexdigest())
    assert {name for (name, _group), is_in in zip(people, drawn.selected, strict=True) if is_in} == set(lowest[:2])
    turns = {name: turn for (name, _group), turn in zip(people, drawn.turns, strict=True) if turn}
    assert sorted(turns, key=lambda name: turns[name]) == lowest[2:]


def test_over_many_seeds_everybody_has_the_same_chance() -> None:
    people = people_of(["North"] * 2 + ["South"] * 7 + ["East"] * 4)
    seeds = 4_000
    times = Counter[int]()
    for seed in range(seeds):
        times.update(place for place, is_in in enumerate(draw(people, 5, str(seed)).selected) if is_in)
    # Five standard deviations of a share of so many.
    fair, most = 5 / 13, 5 * (5 / 13 * 8 / 13 / seeds) ** 0.5
    assert all(abs(times[place] / seeds - fair) < most for place in range(len(people)))


def test_the_fingerprint_fits_its_seed_and_the_file_names_everybody() -> None:
    assert fingerprint_of("ab") == sha256(b"ab").hexdigest()
    people = [("1", "x"), ("=2", "y")]
    text = lot_text(people, draw(people, 1, "s"), "s").splitlines()
    assert text[0] == "id,group,number,drawn,turn"
    assert {line.split(",")[0] for line in text[1:]} == {"1", "'=2"}
    assert {tuple(line.split(",")[3:]) for line in text[1:]} == {("yes", ""), ("no", "1")}


@pytest.mark.parametrize("people", [[("1", ""), ("1", "")], [("1", "a")]], ids=["twice", "places"])
def test_ids_that_come_twice_and_fewer_than_no_places_are_refused(people: list[tuple[str, str]]) -> None:
    with pytest.raises(InputError, match="once each"):
        draw(people, -1 if len(people) == 1 else 1, "s")
