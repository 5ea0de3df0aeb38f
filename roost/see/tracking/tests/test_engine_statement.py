"""The statement asks any tables, binds every value, and agrees with what lies behind it."""

from __future__ import annotations

import sqlite3

import pytest

from roost.see.tracking.engine import (
    SQLITE,
    SQLITE_FORMAT,
    Contribution,
    Source,
    UnplacedDay,
    board_statement,
    compute_board,
    compute_contributions,
    compute_standings,
    compute_unplaced,
    compute_unplaced_days,
    contributions_statement,
    parse_rules,
    parse_window,
    unplaced_days_statement,
    unplaced_statement,
)
from roost.see.tracking.tests.board_files import hits, rules_of

DAY = 738000
RULES = parse_rules(
    rules_of(
        hits(key="a", cap={"points": 40, "per": "window"}, bonus=[{"at": 50, "points": 5}]),
        hits(key="b", points_per_unit=0.5, team="average"),
        hits(key="c", team="average", over="active", cap={"points": 3, "per": "week"}),
    )
)
EVER = parse_window("all", RULES)
SOURCE = Source(
    'SELECT metric, person, day, total, entries FROM "select" WHERE program = ?',
    "SELECT who AS person, team, division, starts, ends FROM member WHERE place <> ?",
    (7,),
    ("'; DROP TABLE member; --",),
)


@pytest.fixture
def stored():
    """Give tables of a program, where ann (1) moved from team 1 to team 2 and bob (2) is in team 2 of one division."""
    connection = sqlite3.connect(":memory:")
    connection.execute('CREATE TABLE "select" (program, metric, person, day, total, entries)')
    connection.execute("CREATE TABLE member (who, team, division, starts, ends, place)")
    connection.executemany(
        "INSERT INTO member VALUES (?, ?, ?, ?, ?, 'here')",
        [(1, 1, 10, None, DAY), (1, 2, 10, DAY, None), (2, 2, 10, DAY - 9, None), (3, 3, 11, None, None)],
    )
    connection.executemany(
        'INSERT INTO "select" VALUES (?, ?, ?, ?, ?, ?)',
        [
            (7, 0, 1, DAY - 1, 30_000, 2),
            (7, 0, 1, DAY, 15_000, 1),
            (7, 0, 1, DAY, 5_000, 1),
            (7, 1, 1, DAY, -1_001, 1),
            (7, 2, 2, DAY, 0, 0),
            (7, 2, 3, DAY, 9_000, 1),
            (7, 0, 2, DAY - 10, 1_000, 3),
            (7, -1, 2, DAY - 10, 0, 2),
            (7, 3, 2, DAY, 1_000, 1),
            (8, 0, 2, DAY, 1_000, 1),
        ],
    )
    connection.commit()
    yield connection
    connection.close()


def test_cells_and_memberships_come_from_any_selects(stored):
    names = {1: ("North", "Red"), 2: ("North", "Blue"), 3: ("South", "Green")}
    board = compute_board(stored, RULES, EVER, SOURCE, names)
    assert [(row.team, row.members, row.points, row.rank) for row in board.rows] == [
        ("Red", 1, 30_000, 1),
        ("Blue", 2, 14_749, 2),
        ("Green", 1, 3_000, 1),
    ]
    assert board.unplaced == 5


def test_entries_without_a_team_are_found_day_by_day_the_newest_first(stored):
    stored.execute('INSERT INTO "select" VALUES (7, 1, 4, ?, 0, 2), (7, 1, 4, ?, 0, -2)', (DAY - 3, DAY - 3))
    stored.executemany('INSERT INTO "select" VALUES (7, 1, ?, ?, 0, 1)', [(4, DAY), (2, DAY - 11), (4, DAY - 10)])
    listed = [
        UnplacedDay(4, DAY, 0),
        UnplacedDay(2, DAY - 10, 1),
        UnplacedDay(4, DAY - 10, 6),
        UnplacedDay(2, DAY - 11, 7),
    ]
    assert compute_unplaced(stored, EVER, SOURCE) == 8
    for first in range(9):
        for end in range(first + 1, 10):
            wanted = [
                one for one, after in zip(listed, (1, 6, 7, 8), strict=True) if one.before < end and after > first
            ]
            assert compute_unplaced_days(stored, EVER, SOURCE, first, end) == wanted


def test_contributions_say_what_each_person_brought(stored):
    assert compute_contributions(stored, RULES, EVER, SOURCE) == [
        Contribution(1, 1, 0, entries=2, total=30_000, before_cap=30_000, points=30_000, bonus=0),
        Contribution(2, 1, 0, entries=2, total=20_000, before_cap=20_000, points=10_000, bonus=5_000),
        Contribution(2, 1, 1, entries=1, total=-1_001, before_cap=-501, points=-501, bonus=0),
        Contribution(3, 3, 2, entries=1, total=9_000, before_cap=9_000, points=3_000, bonus=0),
    ]


def test_some_divisions_standings_and_one_teams_contributions_are_those_of_all(stored):
    standings = compute_standings(stored, RULES, EVER, SOURCE)
    for divisions in ([10], [11], [12], [10, 12], [12, 11, 10]):
        expected = [standing for standing in standings if standing.division in divisions]
        assert compute_standings(stored, RULES, EVER, SOURCE, divisions=divisions) == expected
    contributions = compute_contributions(stored, RULES, EVER, SOURCE)
    for team in (1, 2, 3, 4):
        expected_rows = [contribution for contribution in contributions if contribution.team == team]
        assert compute_contributions(stored, RULES, EVER, SOURCE, teams=[team]) == expected_rows


def test_active_counts_people_with_an_entry_placed_in_the_team(stored):
    standings = compute_standings(stored, RULES, EVER, SOURCE)
    assert [(standing.team, standing.active) for standing in standings] == [(1, 1), (2, 1), (3, 1)]


class PercentCursor(sqlite3.Cursor):
    """Take parameters marked %s, as Django's cursors do."""

    def execute(self, sql, params=()):
        return super().execute(sql % (("?",) * len(params)), params)


class PercentConnection(sqlite3.Connection):
    def cursor(self, *args, **kwargs):
        return super().cursor(PercentCursor)


def test_drivers_that_mark_parameters_with_percent_s_give_the_same_answers(stored):
    by_percent = sqlite3.connect(":memory:", factory=PercentConnection)
    stored.backup(by_percent)
    source = Source(
        SOURCE.cells.replace("?", "%s"),
        SOURCE.memberships.replace("?", "%s"),
        SOURCE.cells_params,
        SOURCE.memberships_params,
    )
    for compute in (compute_standings, compute_contributions):
        assert compute(by_percent, RULES, EVER, source, dialect=SQLITE_FORMAT) == compute(stored, RULES, EVER, SOURCE)
    assert compute_unplaced(by_percent, EVER, source, dialect=SQLITE_FORMAT) == 5
    by_day = compute_unplaced_days(by_percent, EVER, source, 1, 4, dialect=SQLITE_FORMAT)
    assert by_day == compute_unplaced_days(stored, EVER, SOURCE, 1, 4)
    by_percent.close()


def test_nothing_of_the_rules_or_the_source_is_spelled_out_in_the_text():
    spoilt = parse_rules(rules_of(hits(key="'; DROP TABLE member; --", points_per_unit=123456, label="label")))
    for statement in (
        board_statement(spoilt, EVER, SOURCE, SQLITE),
        contributions_statement(spoilt, EVER, SOURCE, SQLITE),
        unplaced_statement(EVER, SOURCE, SQLITE),
        unplaced_days_statement(EVER, SOURCE, SQLITE, 3, 7),
    ):
        assert "DROP" not in statement.sql
        assert "123456" not in statement.sql
        assert statement.sql.count("?") == len(statement.params)


def test_a_teams_points_are_what_its_people_brought(stored):
    contributions = compute_contributions(stored, RULES, EVER, SOURCE)
    for standing in compute_standings(stored, RULES, EVER, SOURCE):
        points = 0
        for place, metric in enumerate(RULES.metrics):
            own = [one for one in contributions if (one.team, one.metric) == (standing.team, place)]
            brought = sum(one.points + one.bonus for one in own)
            people = {"roster": standing.members, "active": sum(one.entries > 0 for one in own)}[metric.over]
            points += brought if metric.team == "sum" else brought // people if people else 0
        assert points == standing.points
