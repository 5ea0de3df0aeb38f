"""PostgreSQL and DuckDB give the same standings and contributions as SQLite, also far beyond 64 bits on the way."""

from __future__ import annotations

import os
import pwd
import sqlite3
import subprocess
import tempfile

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.ground.kit.errors import InputError
from roost.see.tracking.engine import (
    DUCKDB,
    POSTGRESQL,
    SQLITE,
    Cap,
    Metric,
    Rules,
    Source,
    Step,
    Window,
    compute_contributions,
    compute_standings,
    compute_unplaced,
    compute_unplaced_days,
    parse_window,
)
from roost.see.tracking.engine.arithmetic import LEAST, MOST
from roost.see.tracking.engine.columnar import duckdb_store

SOURCE = Source("SELECT * FROM cell", "SELECT * FROM membership")
CREATE = (
    "CREATE TEMPORARY TABLE cell (metric BIGINT, person BIGINT, day BIGINT, total BIGINT, entries BIGINT)",
    "CREATE TEMPORARY TABLE membership (person BIGINT, team BIGINT, division BIGINT, starts BIGINT, ends BIGINT)",
)
DAY = 738000
LARGEST = 10**15

amounts = st.sampled_from([0, 1, -1, 500, -1500, 40_000, LARGEST, -LARGEST, LARGEST - 1, 10**12 + 7])
totals = amounts | st.sampled_from([MOST, LEAST, 10**18 - 1])
days = st.integers(DAY, DAY + 40)
caps = st.none() | st.builds(Cap, amounts.map(abs), st.sampled_from(["day", "week", "month", "window"]))
metrics = st.builds(
    Metric,
    key=st.just("k"),
    points_per_unit=amounts,
    team=st.sampled_from(["sum", "average"]),
    over=st.sampled_from(["roster", "active"]),
    cap=caps,
    bonus=st.lists(st.builds(Step, amounts, amounts), max_size=2).map(tuple),
)
rulebooks = st.builds(
    Rules,
    time_zone=st.just("UTC"),
    metrics=st.lists(metrics, min_size=1, max_size=3).map(tuple),
    week_start=st.sampled_from(["monday", "sunday"]),
    ties=st.sampled_from(["competition", "dense"]),
)
cells = st.lists(st.tuples(st.integers(-1, 3), st.integers(1, 3), days, totals, st.integers(0, 2)), max_size=25)
moves = st.lists(st.tuples(st.integers(1, 3), days, st.integers(1, 4)), max_size=8)
windows = st.sampled_from(["all", "2021-08", "2021-W33", "2021"])


@pytest.fixture(scope="module")
def postgresql(postgres_bin):
    """Give a connection to a server that lives as long as these tests, in a folder of its own."""
    names = {entry.pw_name for entry in pwd.getpwall()}
    # PostgreSQL refuses to run as root.
    user = None if os.getuid() else next(name for name in ("postgres", "nobody") if name in names)
    with tempfile.TemporaryDirectory(prefix="roost-pg-") as folder:
        if user:
            os.chown(folder, pwd.getpwnam(user).pw_uid, -1)

        def run(program, *options):
            command = [postgres_bin / program, "-D", f"{folder}/data", *options]
            subprocess.run(command, user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL)

        run("initdb", "--auth=trust", "--username=roost", "--no-sync")
        run("pg_ctl", "start", "-w", "-l", f"{folder}/log", "-o", f"-k {folder} -c listen_addresses='' -c fsync=off")
        try:
            with psycopg.connect(host=folder, user="roost", dbname="postgres", autocommit=True) as connection:
                for table in CREATE:
                    connection.execute(table)
                yield connection
        finally:
            run("pg_ctl", "stop", "-m", "immediate")


@pytest.fixture(scope="module")
def sqlite():
    connection = sqlite3.connect(":memory:")
    for table in CREATE:
        connection.execute(table)
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def duckdb():
    with duckdb_store() as store:
        for table in CREATE:
            store.run(table)
        yield store


def fill(connection, mark, cells, memberships):
    cursor = connection.cursor()
    cursor.execute("DELETE FROM cell")
    cursor.execute("DELETE FROM membership")
    marks = ", ".join([mark] * 5)
    for table, rows in (("cell", cells), ("membership", memberships)):
        for row in rows:
            cursor.execute(f"INSERT INTO {table} VALUES ({marks})", row)


def answers(connection, dialect, rules, window):
    """Give everything there is to ask, or None where it is refused."""
    try:
        return (
            compute_standings(connection, rules, window, SOURCE, dialect=dialect),
            compute_contributions(connection, rules, window, SOURCE, dialect=dialect),
            compute_contributions(connection, rules, window, SOURCE, dialect=dialect, teams=[1]),
            compute_unplaced(connection, window, SOURCE, dialect=dialect),
            compute_unplaced_days(connection, window, SOURCE, 1, 4, dialect=dialect),
        )
    except InputError:
        return None


def memberships_of(moves):
    """Give memberships that follow each other: each move ends the one before; every third leaves a person out."""
    rows = []
    for person in {person for person, _, _ in moves}:
        own = sorted({day: team for one, day, team in moves if one == person}.items())
        ends = [day for day, _ in own[1:]] + [None]
        rows += [
            (person, team, team % 2, day, until)
            for (day, team), until in zip(own, ends, strict=True)
            if (day + team) % 3
        ]
    return rows


@given(rules=rulebooks, cells=cells, moves=moves, window=windows)
def test_postgresql_answers_as_sqlite_does(postgresql, sqlite, rules, cells, moves, window):
    chosen = parse_window(window, rules)
    for connection, mark in ((postgresql, "%s"), (sqlite, "?")):
        fill(connection, mark, cells, memberships_of(moves))
    assert answers(postgresql, POSTGRESQL, rules, chosen) == answers(sqlite, SQLITE, rules, chosen)


@given(rules=rulebooks, cells=cells, moves=moves, window=windows)
def test_duckdb_answers_as_sqlite_does(duckdb, sqlite, rules, cells, moves, window):
    chosen = parse_window(window, rules)
    for connection in (duckdb, sqlite):
        fill(connection, "?", cells, memberships_of(moves))
    assert answers(duckdb, DUCKDB, rules, chosen) == answers(sqlite, SQLITE, rules, chosen)


def test_client_side_parameters_work_as_well(postgresql, sqlite):
    rules = Rules(
        time_zone="UTC",
        metrics=(Metric(key="k", points_per_unit=LARGEST, team="average", cap=Cap(7, "month"), bonus=(Step(1, -9),)),),
    )
    ever = Window("all", None, None)
    for connection, mark in ((postgresql, "%s"), (sqlite, "?")):
        fill(connection, mark, [(0, 1, DAY, MOST, 1), (0, 1, DAY + 1, MOST, 1)], [(1, 1, 1, None, None)])
    postgresql.cursor_factory = psycopg.ClientCursor
    try:
        found = answers(postgresql, POSTGRESQL, rules, ever)
    finally:
        postgresql.cursor_factory = psycopg.Cursor
    assert found == answers(sqlite, SQLITE, rules, ever)
    assert found[0][0].points == -2
