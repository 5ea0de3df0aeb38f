"""The engine that groups by distances: against every possibility, against what is published, and against itself."""

from __future__ import annotations

import csv
import json
import math
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from roost.doors.cli.main import main
from roost.gather.circles.engine.grouping import evenest_sizes, read_instance, solve, widest_sizes
from roost.ground.kit.errors import InputError

ROOT = Path(__file__).resolve().parents[4]
SMALL = "4 2 ss 2 2 2 2\n0 1 5\n0 2 1\n0 3 2\n1 2 1\n1 3 2\n2 3 4\n"

Table = NDArray[np.float64]
Bounds = list[tuple[int, int]]
Said = pytest.CaptureFixture[str]


def solved(distances: Table, bounds: Bounds, *, seed: int = 1, iterations: int = 1500) -> tuple[int, ...]:
    return solve(distances, np.array(bounds), seed=seed, clock=lambda: 0.0, iterations=iterations).groups


def within(distances: Table, groups: tuple[int, ...]) -> float:
    """Add up distances inside groups in the plainest way."""
    total = 0.0
    for one in range(len(groups)):
        for other in range(one):
            if groups[one] == groups[other]:
                total += distances[one, other]
    return total


def ways(left: tuple[int, ...], bounds: Bounds) -> Iterator[tuple[tuple[int, ...], ...]]:
    """Give every way to fill the groups one after the other."""
    if not bounds:
        if not left:
            yield ()
        return
    low, high = bounds[0]
    for size in range(low, min(high, len(left)) + 1):
        for chosen in combinations(left, size):
            rest = tuple(one for one in left if one not in chosen)
            for others in ways(rest, bounds[1:]):
                yield (chosen, *others)


def most(distances: Table, bounds: Bounds) -> float:
    """Give the best of all possibilities."""
    everybody = tuple(range(len(distances)))
    return max(
        sum(float(distances[one, other]) for group in way for one, other in combinations(group, 2))
        for way in ways(everybody, bounds)
    )


def table(numbers: list[float], elements: int) -> Table:
    distances = np.zeros((elements, elements))
    distances[np.triu_indices(elements, 1)] = numbers
    return distances + distances.T


@st.composite
def instances(draw: st.DrawFn, *, largest: int = 30) -> tuple[Table, Bounds]:
    """Draw distances, some of them below zero or all alike, and bounds that hold exactly so many or a few more."""
    groups = draw(st.integers(1, 5))
    bounds = [
        (low, low + draw(st.integers(0, 4)))
        for low in draw(st.lists(st.integers(0, 5), min_size=groups, max_size=groups))
    ]
    least, room = sum(low for low, _high in bounds), sum(high for _low, high in bounds)
    elements = draw(st.integers(max(least, groups), max(least, groups, room)).filter(lambda count: count <= room))
    numbers = draw(st.sampled_from([(0, 1), (0, 0), (-50, 50), (0, 10**6), (-9, -1)]))
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    pairs = elements * (elements - 1) // 2
    whole = draw(st.booleans())
    drawn = chance.integers(*numbers, size=pairs, endpoint=True) if whole else chance.uniform(*numbers, size=pairs)
    return table(drawn.astype(float).tolist(), elements), bounds


@pytest.mark.parametrize(
    ("bounds", "elements", "widest", "evenest"),
    [
        ([(12, 12), (12, 12)], 24, [12, 12], [12, 12]),
        ([(2, 6), (2, 6), (2, 6)], 12, [6, 4, 2], [4, 4, 4]),
        ([(1, 3), (1, 9)], 10, [1, 9], [3, 7]),
        ([(0, 4), (0, 4)], 4, [4, 0], [2, 2]),
        ([(3, 4), (1, 6), (2, 2)], 9, [3, 4, 2], [4, 3, 2]),
    ],
)
def test_sizes_hold_most_or_fewest_pairs(bounds: Bounds, elements: int, widest: list[int], evenest: list[int]) -> None:
    for sizes, expected in (
        (widest_sizes(np.array(bounds), elements), widest),
        (evenest_sizes(np.array(bounds), elements), evenest),
    ):
        assert int(sizes.sum()) == elements
        assert int((sizes**2).sum()) == sum(size**2 for size in expected)
        assert all(low <= size <= high for size, (low, high) in zip(sizes.tolist(), bounds, strict=True))


def test_two_pairs_that_are_far_apart_are_found() -> None:
    groups = solved(table([5, 1, 2, 1, 2, 4], 4), [(2, 2), (2, 2)], iterations=50)
    assert groups[0] == groups[1] != groups[2] == groups[3]


@settings(max_examples=25)
@given(instances(), st.integers(0, 2**70))
def test_everybody_sits_once_within_bounds_and_the_sum_is_what_a_plain_loop_adds_up(
    instance: tuple[Table, Bounds], seed: int
) -> None:
    distances, bounds = instance
    found = solve(distances, np.array(bounds), seed=seed, clock=lambda: 0.0, iterations=200)
    assert len(found.groups) == len(distances)
    counted = [found.groups.count(group) for group in range(len(bounds))]
    assert sum(counted) == len(distances)
    assert all(low <= count <= high for count, (low, high) in zip(counted, bounds, strict=True))
    assert math.isclose(found.objective, within(distances, found.groups), rel_tol=1e-12, abs_tol=1e-9)


@settings(max_examples=12)
@given(instances(), st.integers(0, 99))
def test_the_same_seed_and_iterations_give_the_same_groups(instance: tuple[Table, Bounds], seed: int) -> None:
    distances, bounds = instance
    assert solved(distances, bounds, seed=seed, iterations=300) == solved(distances, bounds, seed=seed, iterations=300)


@pytest.mark.parametrize(
    "bounds",
    [
        [(3, 3), (3, 3), (3, 3)],
        [(2, 4), (2, 5), (1, 3)],
        [(0, 9), (0, 9)],
        [(4, 5), (4, 5)],
        [(9, 9)],
        [(1, 7), (2, 8)],
    ],
)
@pytest.mark.parametrize(("low", "high"), [(0, 10), (-10, 10), (-10, 0)])
def test_nothing_is_better_than_what_is_found_among_all_possibilities(bounds: Bounds, low: int, high: int) -> None:
    chance = np.random.default_rng(len(bounds) + high)
    distances = table(chance.uniform(low, high, size=36).round(3).tolist(), 9)
    assert within(distances, solved(distances, bounds)) == pytest.approx(most(distances, bounds))


@settings(max_examples=8)
@given(st.integers(0, 10**6), st.permutations(range(9)))
def test_other_names_and_a_greater_distance_for_all_change_nothing(seed: int, names: list[int]) -> None:
    bounds = [(3, 3)] * 3
    distances = table(np.random.default_rng(seed).integers(0, 100, size=36).astype(float).tolist(), 9)
    found = within(distances, solved(distances, bounds))
    renamed = distances[np.ix_(names, names)]
    assert within(renamed, solved(renamed, bounds)) == found
    farther = distances + 25.0 * (1 - np.eye(9))
    assert within(farther, solved(farther, bounds)) == found + 25.0 * 9


@pytest.mark.parametrize("unit", [1e-290, 1e-9, 1e9, 1e306])
def test_distances_may_be_of_any_size(unit: float) -> None:
    distances = table([5, 1, 2, 1, 2, 4], 4) * unit
    groups = solved(distances, [(1, 10**9), (2, 3)], iterations=50)
    assert within(distances, groups) == most(distances, [(1, 3), (2, 3)])


def test_time_ends_the_search_where_sweeps_do_not() -> None:
    ticks = iter(range(10**9))
    distances = table(np.random.default_rng(5).uniform(size=435).tolist(), 30)
    found = solve(distances, np.array([(10, 10)] * 3), seed=1, clock=lambda: next(ticks) / 100, seconds=2.0)
    assert sorted(found.groups.count(group) for group in range(3)) == [10, 10, 10]
    capped = solve(distances, np.array([(10, 10)] * 3), seed=1, clock=lambda: 0.0, seconds=2.0, iterations=500)
    assert capped.groups == solved(distances, [(10, 10)] * 3, iterations=500)


@pytest.mark.parametrize(
    ("distances", "bounds", "words"),
    [
        (np.zeros((3, 2)), [(1, 3)], "square"),
        (np.array([[0, np.nan], [np.nan, 0]]), [(2, 2)], "finite"),
        (np.array([[0.0, 1.0], [2.0, 0.0]]), [(2, 2)], "both ways"),
        (np.zeros((4, 4)), [(1, 1), (1, 2)], "2 to 3"),
        (np.zeros((4, 4)), [(3, 1)], "least"),
    ],
)
def test_what_cannot_be_grouped_is_refused(distances: Table, bounds: Bounds, words: str) -> None:
    with pytest.raises(InputError, match=words):
        solve(distances, np.array(bounds), seed=1, clock=lambda: 0.0, iterations=10)


def test_a_search_without_an_end_is_refused() -> None:
    with pytest.raises(InputError, match="how long"):
        solve(np.zeros((4, 4)), np.array([(2, 2)] * 2), seed=1, clock=lambda: 0.0)


REPLAYED = """
import inspect
import numpy as np
from roost.gather.circles.engine.grouping import kernels, solve
plain = inspect.isfunction(kernels.sweep)
drawn = np.triu(np.random.default_rng(3).uniform(0, 100, (12, 12)), 1)
for bounds in ([(6, 6)] * 2, [(2, 6), (3, 5), (3, 6)]):
    print(plain, solve(drawn + drawn.T, np.array(bounds), seed=9, clock=lambda: 0.0, iterations=150).groups)
"""


def test_plain_python_gives_the_same_groups_as_compiled_code() -> None:
    answers = []
    for disabled in ("0", "1"):
        environment = os.environ | {"PYTHONPATH": str(ROOT), "NUMBA_DISABLE_JIT": disabled}
        done = subprocess.run(
            [sys.executable, "-c", REPLAYED], env=environment, capture_output=True, text=True, check=True
        )
        answers.append([line.split(" ", 1) for line in done.stdout.splitlines()])
    compiled, plain = answers
    assert [how for how, _groups in compiled + plain] == ["False", "False", "True", "True"]
    assert [groups for _how, groups in compiled] == [groups for _how, groups in plain]


@pytest.mark.parametrize(
    ("content", "row", "words"),
    [
        (b"", None, "This file is empty."),
        (b" \n\n", None, "This file is empty."),
        (b"\xff\xfe\x00", None, "This file is not text."),
        (b"\x1f\x8bnonsense", None, "This gzip file is broken."),
        (b"people,team\n", 1, "The first row must hold"),
        (b"4 2 xx 2 2 2 2\n", 1, "The first row must hold"),
        (b"four 2 ss 2 2 2 2\n", 1, "whole numbers from 0, not 'four'"),
        (b"4 0 ss\n", 1, "0 groups of 4 elements cannot be"),
        (b"4 5 ss 1 1 1 1 1 1 1 1 1 1\n", 1, "5 groups of 4 elements cannot be"),
        (b"4 2 ss 2 2 2\n", 1, "4 sizes must follow"),
        (b"4 2 ss 2 -2 2 2\n", 1, "whole numbers from 0, not '-2'"),
        (b"4 2 ds 1 1 3 2\n", 1, "Group 1 cannot hold at least 3 and at most 2."),
        (b"4 2 ss 1 1 1 2\n", 1, "The groups hold 2 to 3 together, and there are 4 elements."),
        (b"4 2 ss 3 3 3 3\n", 1, "The groups hold 6 to 6 together"),
        (SMALL.replace("0 2 1", "0 2").encode(), 3, "this one holds 2"),
        (SMALL.replace("0 2 1", "0 2 1 7").encode(), 3, "this one holds 4"),
        (SMALL.replace("0 2 1\n0 3 2", "0 2\n1 0 3 2").encode(), 3, "this one holds 2"),
        (SMALL.replace("0 2 1", "0 2 far").encode(), 3, "must hold three numbers, not '0 2 far'"),
        (SMALL.replace("0 2 1", "0 2 1_0").encode(), 3, "must hold three numbers"),
        (SMALL.replace("0 2 1", "0 2 nan").encode(), 3, "Every number must be finite"),
        (SMALL.replace("0 2 1", "0 2 inf").encode(), 3, "Every number must be finite"),
        (SMALL.replace("0 2 1", "0 2 1e999").encode(), 3, "Every number must be finite"),
        (SMALL.replace("0 2 1", "0 4 1").encode(), 3, "Elements are whole numbers from 0 to 3."),
        (SMALL.replace("0 2 1", "0 1.5 1").encode(), 3, "Elements are whole numbers from 0 to 3."),
        (SMALL.replace("0 2 1", "2 2 1").encode(), 3, "this one is from 2 to itself"),
        (SMALL.replace("2 3 4\n", "").encode(), None, "4 elements have 6 distances, and there are 5."),
        ((SMALL + "3 2 5\n").encode(), 7, "2 and 3 have two distances"),
        (SMALL.replace("2 3 4", "1 3 2").encode(), None, "The distance of 2 and 3 is missing."),
    ],
)
def test_a_bad_instance_is_refused_by_file_and_row(
    content: bytes, row: int | None, words: str, tmp_path: Path, capsys: Said
) -> None:
    file = tmp_path / "instance.txt"
    file.write_bytes(content)
    status = main(["circles", "solve", str(file), "--iterations", "9", "-o", str(tmp_path / "out.csv")])
    said = capsys.readouterr()
    assert (status, said.out) == (2, "")
    assert said.err.startswith(f"{file}, row {row}: " if row else f"{file}: ")
    assert words in said.err
    assert said.err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["instance.txt"]


def test_an_instance_may_have_blank_ends_carriage_returns_and_pairs_told_twice(tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text(SMALL)
    (tmp_path / "odd.txt").write_bytes((SMALL + "3 2 4\n\n").replace("\n", " \r\n").encode())
    plain, odd = read_instance(tmp_path / "plain.txt"), read_instance(tmp_path / "odd.txt")
    assert (plain.distances == odd.distances).all()
    assert (plain.distances == table([5, 1, 2, 1, 2, 4], 4)).all()
    assert plain.bounds.tolist() == odd.bounds.tolist() == [[2, 2], [2, 2]]


def test_the_command_writes_who_belongs_where_and_says_what_it_comes_to(tmp_path: Path, capsys: Said) -> None:
    (tmp_path / "instance.txt").write_text(SMALL)
    partition = tmp_path / "partition.csv"
    partition.write_text("what stood here before")
    arguments = ["circles", "solve", str(tmp_path / "instance.txt"), "-o", str(partition), "--seed", "7"]
    for budget in (["--iterations", "90"], ["--seconds", "0.1"]):
        assert main([*arguments, *budget]) == 0
        said = capsys.readouterr()
        assert said.err == ""
        assert said.out.count("\n") == 1
        answer = json.loads(said.out)
        assert (answer.keys(), answer["objective"], answer["seed"]) == ({"objective", "seconds", "seed"}, 9.0, 7)
        with partition.open() as file:
            header, *rows = csv.reader(file)
        assert header == ["element", "group"]
        assert [row[0] for row in rows] == ["0", "1", "2", "3"]
        assert rows[0][1] == rows[1][1] != rows[2][1] == rows[3][1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["instance.txt", "partition.csv"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([], "Say how long to search: --seconds or --iterations."),
        (["--seconds", "soon"], "--seconds must be a number above 0, not 'soon'."),
        (["--seconds", "-1"], "--seconds must be a number above 0, not '-1'."),
        (["--iterations", "1.5"], "--iterations must be a whole number from 0, not '1.5'."),
        (["--seconds", "1", "--seed", "x"], "--seed must be a whole number from 0, not 'x'."),
        (["--seconds", "1", "-o", "nowhere/out.csv"], "nowhere/out.csv: This file cannot be written"),
        (["--seconds", "1", "-o", "."], "Only a file can be written."),
    ],
)
def test_what_cannot_be_done_is_said_before_any_search(
    options: list[str], words: str, tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "instance.txt").write_text(SMALL)
    assert main(["circles", "solve", "instance.txt", "-o", "out.csv", *options]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert words in said.err
    assert [path.name for path in tmp_path.iterdir()] == ["instance.txt"]


@pytest.mark.parametrize(
    ("name", "share"), [("RanInt_n120_ss_01", 0.999), ("RanReal_n120_ds_01", 0.997), ("Geo_n120_ds_02", 0.9995)]
)
def test_what_is_published_is_reached_within_some_sweeps(name: str, share: float, reference_data: Path) -> None:
    with (reference_data / "grouping" / "published_tpsdp_2022.csv").open() as file:
        best = {row["instance"]: float(row["best"]) for row in csv.DictReader(file)}[name]
    instance = read_instance(reference_data / "grouping" / name.split("_")[0] / f"{name}.txt.gz")
    found = solve(instance.distances, instance.bounds, seed=1, clock=lambda: 0.0, iterations=20_000)
    assert within(instance.distances, found.groups) == pytest.approx(found.objective)
    assert found.objective >= share * best
