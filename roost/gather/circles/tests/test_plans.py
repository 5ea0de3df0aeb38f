"""Plans and earlier rounds are read whole or refused, and names have their natural order."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.gather.circles.engine.plans import (
    PastRounds,
    circle_order,
    past_of,
    plan_of,
    plan_text,
    read_past,
    read_plan,
)
from roost.gather.circles.engine.roster import Roster, roster_of
from roost.ground.kit.errors import InputError

FOUR = roster_of("id\n1\n2\nØ\n4\n".encode())


def test_a_plan_gives_each_persons_circle_in_the_rosters_order(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_bytes('\ufeffcircle,id,note\r\n"Circle 2", 4 ,\r\nA,Ø,x\r\n\r\nA,1,\r\n"Circle 2",2,\r\n'.encode())
    assert read_plan(path, FOUR) == ("A", "Circle 2", "A", "Circle 2")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id,circle\n1,A\n2,A\nØ,A\n", "column id: The id 4 has no circle here; the roster names it in row 5"),
        ("id,circle\n1,A\n2,A\nØ,A\n4,A\n5,A\n", "row 6, column id: The roster has no such id"),
        ("id,circle\n1,A\n2,A\nØ,A\n4,A\n1,B\n", "row 6, column id: This id has a circle already"),
        ("id,circle\n1,A\n2,\nØ,A\n4,A\n", "row 3, column circle: This id has no circle"),
        ("id,group\n1,A\n", "The first row names no column circle"),
        ("id;circle\n1;A\n", "split at commas"),
        ("id,circle\n1,A,B\n", "row 2: This row has 3 cells"),
        ("", "empty"),
    ],
)
def test_a_plan_that_does_not_fit_its_roster_is_refused(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        plan_of(text.encode(), FOUR)


def test_a_plan_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"plan\.csv: This file cannot be opened"):
        read_plan(tmp_path / "plan.csv", FOUR)


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=8).filter(
    lambda name: name == name.strip() and name
)


@given(st.lists(NAMES, min_size=1, max_size=6, unique=True), st.lists(NAMES, min_size=6, max_size=6))
def test_what_is_written_is_read_again(ids: list[str], names: list[str]) -> None:
    people = Roster(tuple(ids), {"id": tuple(ids)}, tuple(range(2, len(ids) + 2)))
    circles = tuple(names[: len(ids)])
    assert plan_of(plan_text(people, circles).encode(), people) == circles


def test_a_plan_is_written_as_other_programs_read_it() -> None:
    text = plan_text(FOUR, ("Circle 1", "a,b", 'c"', "Circle 1"))
    assert text == 'id,circle\r\n1,Circle 1\r\n2,"a,b"\r\nØ,"c"""\r\n4,Circle 1\r\n'


def test_earlier_rounds_may_hold_people_who_left(tmp_path: Path) -> None:
    path = tmp_path / "past.csv"
    path.write_text("id,circle,round\n9,A,3\n1,B,2\n2,B,2\n1,Circle 10,3\n2,Circle 9,3\n")
    past = read_past(path)
    assert past == PastRounds({2: {"1": "B", "2": "B"}, 3: {"9": "A", "1": "Circle 10", "2": "Circle 9"}})
    assert past.last == 3
    assert [(number, codes.tolist()) for number, codes in past.seats(FOUR)] == [
        (2, [0, 0, -1, -1]),
        (3, [2, 1, -1, -1]),
    ]


def test_no_round_at_all_is_no_past() -> None:
    assert past_of(b"id,circle,round\n").last is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id,circle,round\n1,A,1\n1,B,1\n", "row 3, column id: The id 1 has a circle in round 1 already"),
        ("id,circle,round\n1,A,1.5\n", "row 2, column round: A round is a whole number"),
        ("id,circle,round\n1,A,\n", "row 2, column round"),
        ("id,circle,round\n1,A,99999999999\n", "row 2, column round"),
        ("id,circle,round\n,A,1\n", "row 2, column id"),
        ("id,circle,round\n1,,1\n", "row 2, column circle"),
        ("id,circle\n1,A\n", "no column round"),
    ],
)
def test_rounds_that_cannot_be_are_refused(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        past_of(text.encode())


def test_names_have_their_natural_order() -> None:
    names = ["Circle 10", "Circle 2", "b", "Circle 1", "10", "9", "Circle", "Circle 02", "Circle 2"]
    assert circle_order(names) == ["9", "10", "Circle", "Circle 1", "Circle 02", "Circle 2", "Circle 10", "b"]


@given(st.lists(st.text("aA 0129²٣-", max_size=6), max_size=8))
def test_any_names_have_one_order(names: list[str]) -> None:
    assert circle_order(names) == circle_order(reversed(names))
    assert sorted(circle_order(names)) == sorted(set(names))
