"""How many queries a page costs, whatever the number of teams, people and scores; and what windows are called."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.ground.kit.errors import InputError
from roost.ground.people.models import Organisation, Person, Team
from roost.see.tracking.access import visible_programs
from roost.see.tracking.actions import Score, launch_program, submit_scores
from roost.see.tracking.engine import Metric, Rules, Season, parse_window
from roost.see.tracking.engine.rules import WEEKDAYS
from roost.see.tracking.models import Program
from roost.see.tracking.reads import Reader, board_page, line_page, program_cards, shown_window, team_page
from roost.see.tracking.reads.boards import BoardLine, DivisionBoard, telling_step
from roost.see.tracking.reads.entries import MOST_ENTRIES, newest_entries
from roost.see.tracking.reads.windows import week_name
from roost.see.tracking.reads.words import places_for, readable

VISITS: dict[str, Any] = {
    "title": "Visits",
    "time_zone": "UTC",
    "metrics": [{"key": "visits", "points_per_unit": 1, "team": "sum"}],
}


@pytest.fixture
def program(
    in_scope: Organisation,
    founder: Person,
    member: Person,
    other_team: Team,
    make_person: Callable[..., Person],
) -> Program:
    made = launch_program(founder, organisation=in_scope, document=VISITS, is_for_all=True)
    people = [member, *(make_person(f"Person {number}", team=other_team) for number in range(4))]
    scores = [Score(one.pk, "visits", "2", f"2024-06-0{day}") for one in people for day in range(1, 6)]
    submit_scores(made, by=founder, scores=scores)
    return made


def test_a_list_of_programs_takes_two_queries(
    program: Program, member: Person, noon: datetime, django_assert_num_queries: Callable[[int], Any]
) -> None:
    with django_assert_num_queries(2):
        (card,) = program_cards(visible_programs(member))
    assert card.last_entry == noon


def test_standings_take_three_queries_and_one_for_each_further_window(
    program: Program, django_assert_num_queries: Callable[[int], Any]
) -> None:
    reader = Reader(program)
    with django_assert_num_queries(3):
        reader.standings(parse_window("2024-06", reader.rules))
    with django_assert_num_queries(1):
        reader.standings(parse_window("2024", reader.rules))


def test_pages_take_as_many_queries_for_many_people_as_for_few(
    program: Program,
    member: Person,
    team: Team,
    make_person: Callable[..., Person],
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    for number in range(10):
        make_person(f"Further {number}", team=team)
    with django_assert_max_num_queries(17):
        board_page(program, member)
    with django_assert_max_num_queries(16):
        team_page(program, team, member)
    with django_assert_max_num_queries(22):
        line_page(program, member, member)


def test_a_line_loads_the_newest_entries_and_counts_the_rest(
    in_scope: Organisation, founder: Person, member: Person, django_assert_num_queries: Callable[[int], Any]
) -> None:
    made = launch_program(founder, organisation=in_scope, document=VISITS, is_for_all=True)
    scores = [Score(member.pk, "visits", "1", f"2024-06-{1 + number % 10:02}") for number in range(MOST_ENTRIES + 7)]
    submit_scores(made, by=founder, scores=scores)
    reader, window = Reader(made), parse_window("2024-06", RULES)
    assert reader.rules
    with django_assert_num_queries(6):
        shown, earlier = newest_entries(made, reader.rules, member, founder, window)
    assert (len(shown), earlier) == (MOST_ENTRIES, 7)
    assert [line.day for line in shown] == sorted((line.day for line in shown), reverse=True)


def test_entries_at_the_ends_of_a_period_are_told_apart_by_their_local_day(
    in_scope: Organisation, founder: Person, member: Person
) -> None:
    made = launch_program(founder, organisation=in_scope, document=VISITS, is_for_all=True)
    may, june = ["2024-06-01T00:30+05:00", "2024-05-31"], ["2024-05-31T23:30-05:00", "2024-06-01"]
    submit_scores(made, by=founder, scores=[Score(member.pk, "visits", "1", text, key=text) for text in may + june])
    for name, texts in (("2024-05", may), ("2024-06", june)):
        shown, earlier = newest_entries(made, RULES, member, founder, parse_window(name, RULES))
        assert ({line.key for line in shown}, earlier) == (set(texts), 0)


RULES = Rules(time_zone="UTC", metrics=(Metric(key="m", points_per_unit=1000, team="sum"),))


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.sampled_from(WEEKDAYS))
def test_every_day_lies_in_the_week_that_is_named_for_it(day: date, week_start: Any) -> None:
    rules = Rules(time_zone="UTC", metrics=RULES.metrics, week_start=week_start)
    window = parse_window(week_name(day, rules), rules)
    assert window.starts is not None
    assert window.ends is not None
    assert window.starts <= day < window.ends


@pytest.mark.parametrize(
    ("asked", "name", "label", "before", "after"),
    [
        ("", "2024-06", "June 2024 so far", "2024-05", None),
        ("month", "2024-06", "June 2024 so far", "2024-05", None),
        ("2024-02", "2024-02", "February 2024", "2024-01", "2024-03"),
        ("week", "2024-W24", "this week", "2024-W23", None),
        ("2024-W01", "2024-W01", "1 January to 7 January", "2023-W52", "2024-W02"),
        ("all", "all", "everything so far", None, None),
        ("season", "all", "everything so far", None, None),
        ("2023", "2023", "2023", None, None),
    ],
)
def test_windows_as_people_know_them(asked: str, name: str, label: str, before: str | None, after: str | None) -> None:
    rules = Rules(time_zone="UTC", metrics=RULES.metrics, season=None) if asked else RULES
    shown = shown_window(asked or "month", rules, date(2024, 6, 12))
    assert (shown.window.name, shown.label, shown.before, shown.after) == (name, label, before, after)


@pytest.mark.parametrize(
    ("today", "opens_on"), [((2019, 3, 1), "2019-03"), ((2019, 10, 31), "2019-10"), ((2019, 11, 1), "season")]
)
def test_pages_open_on_the_month_while_the_season_runs_and_then_on_the_season(
    today: tuple[int, int, int], opens_on: str
) -> None:
    rules = Rules(time_zone="UTC", metrics=RULES.metrics, season=Season(date(2019, 3, 1), date(2019, 11, 1)))
    assert shown_window("", rules, date(*today)).window.name == opens_on


@pytest.mark.parametrize("asked", ["2024-6", "2024-W53", "yesterday", "' OR 1=1 --", "2024-06-12"])
def test_a_window_that_is_none_is_refused(asked: str) -> None:
    with pytest.raises(InputError):
        shown_window(asked, RULES, date(2024, 6, 12))


@pytest.mark.parametrize(
    ("points", "read"), [(3_384_660, 3_384_000), (100_000, 100_000), (99_990, 99_990), (-200_400, -201_000), (0, 0)]
)
def test_many_points_are_read_as_whole_ones(points: int, read: int) -> None:
    assert readable(points) == read


@pytest.mark.parametrize(
    ("figures", "places"),
    [
        ([3_384_660, 2_197_000], 2),
        ([8500, 0], 1),
        ([8000, 6000], 0),
        ([8511, 8510], 3),
        ([-200_400, 1000], 1),
        ([], 0),
    ],
)
def test_figures_of_a_board_are_written_with_as_many_decimals_as_one_of_them_needs(
    figures: list[int], places: int
) -> None:
    assert places_for(figures) == places


@pytest.mark.parametrize(
    ("points", "step"),
    [
        ([3_384_486, 3_381_453, 2_282_514], 1000),
        ([3_384_486, 3_384_113], 100),
        ([8500, 0], 100),
        ([8510, 8520], 10),
        ([8511, 8512], 1),
        ([5000, 5000], 100),
        ([-200_400, -200_600], 100),
        ([], 100),
    ],
)
def test_points_are_read_to_the_place_that_tells_teams_apart(points: list[int], step: int) -> None:
    assert telling_step(points) == step


class Counted(tuple[BoardLine, ...]):
    """Lines of a board that count how often somebody goes through them."""

    walks = 0

    def __iter__(self) -> Iterator[BoardLine]:
        Counted.walks += 1
        return super().__iter__()


def test_a_board_asks_all_its_lines_once_how_figures_are_written() -> None:
    """Pages ask for every line again."""
    line = BoardLine(1, "Red", 1, 2, 1500, 1500, None, 100, 0, "", False, "/")
    board = DivisionBoard("", "All teams", Counted([line, line]))
    assert [board.places for _ in range(6)] == [1] * 6
    assert Counted.walks == 1
