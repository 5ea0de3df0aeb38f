"""Real records, reckoned by the engine on both databases and naively.

A season of 1,410 players, 146 of whom had more than one stint; and 140,103 contributions of 3,097 people in 15 years.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from roost.doors.cli.board import ENGINES
from roost.see.tracking.tests.board_command import ask_contributions, ask_engine
from roost.see.tracking.tests.real_files import METRICS, RealContributions, RealSeason, read_contributions, read_season
from roost.see.tracking.tests.reference import reference_board

WINDOWS = ["all", "season", "2019", "2019-03", "2019-06", "2019-09", "2019-10", "2019-W13", "2019-W26", "2019-W40"]
HITS_ALONE = [{"key": "hits", "points_per_unit": 1, "team": "sum"}]


@pytest.fixture(scope="module")
def season(reference_data: Path) -> RealSeason:
    return read_season(reference_data)


def test_the_hits_of_every_club_are_those_of_the_source_to_the_unit(season: RealSeason) -> None:
    rows = ask_engine(season.people, season.entries, season.rules(HITS_ALONE))["rows"]
    assert {row["team"]: row["points"] for row in rows} == {club: n * 1000 for club, n in season.totals["hits"].items()}


def test_thirty_clubs_stand_in_six_divisions_of_five(season: RealSeason) -> None:
    answer = ask_engine(season.people, season.entries, season.rules(METRICS))
    assert {row["team"]: row["division"] for row in answer["rows"]} == season.divisions
    assert list(Counter(row["division"] for row in answer["rows"]).values()) == [5] * 6
    assert answer["unplaced"] == 0


@pytest.mark.parametrize("window", WINDOWS)
def test_the_engine_agrees_with_the_naive_reckoning(season: RealSeason, window: str) -> None:
    texts = season.people, season.entries, season.rules(METRICS)
    expected = reference_board(*texts, window)
    for engine in ENGINES:
        assert ask_engine(*texts, window, options=[f"--engine={engine}"]) == expected


def test_what_players_brought_adds_up_to_what_the_source_counts(season: RealSeason) -> None:
    brought: Counter[tuple[str, str]] = Counter()
    for part in ask_contributions(season.people, season.entries, season.rules(METRICS), "season"):
        brought[part.metric, part.team[1]] += part.total
    assert brought == {(key, club): n * 1000 for key, total in season.totals.items() for club, n in total.items()}


@pytest.fixture(scope="module")
def contributions(reference_data: Path) -> RealContributions:
    return read_contributions(reference_data)


@pytest.mark.parametrize("window", ["all", "2012", "2015-03", "2009-W53"])
def test_contributions_are_counted_alike_on_both_engines_and_naively(
    contributions: RealContributions, window: str
) -> None:
    texts = contributions.people, contributions.entries, contributions.rules
    expected = reference_board(*texts, window)
    for engine in ENGINES:
        assert ask_engine(*texts, window, options=[f"--engine={engine}"]) == expected


def test_every_contribution_counts_for_the_area_its_person_was_most_in(contributions: RealContributions) -> None:
    brought: Counter[tuple[str, str, str]] = Counter()
    for part in ask_contributions(contributions.people, contributions.entries, contributions.rules):
        brought[*part.team, part.metric] += part.total
    assert brought == {place: n * 1000 for place, n in contributions.totals.items()}
    assert contributions.totals.total() == 140_103
