"""Every board of a million people from a ledger in a Parquet file, against a scan of the same file and plain SQL.

`python -m benchmarks.rebuild 1e7` measures one size in a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.measured import shown
from roost.see.tracking.engine import Source, Standing, compute_standings, parse_rules, parse_window
from roost.see.tracking.engine.columnar import MEMORY, DuckStore, duckdb_store
from roost.see.tracking.engine.rules import Rules

PEOPLE, TEAMS, DIVISIONS, METRICS = 1_000_000, 10_000, 100, 8
FIRST_DAY = 738_886  # 2024-01-01
DOLLARS_AN_HOUR = 0.10
FOLDER = Path(tempfile.gettempdir()) / "roost-bench-ledgers"
# More at once would not fit the memory that it may take.
ENTRIES_AT_ONCE = 2 * 10**7
CAPS = ["day", "week", "month", "window", "month"]
WEIGHTS = [1.5, 0.25, -1, 2, 3, 1, 0.5, 4]
RULES: Rules = parse_rules(
    {
        "time_zone": "America/New_York",
        "metrics": [
            {"key": f"m{place}", "points_per_unit": weight, "team": "average" if place % 2 else "sum"}
            | ({"cap": {"points": 40, "per": CAPS[place]}} if place < len(CAPS) else {})
            for place, weight in enumerate(WEIGHTS)
        ],
    }
)
EVER = parse_window("all", RULES)
# One person in fifty goes over to the neighbouring team in the middle of the year.
MEMBERSHIPS = f"""
    CREATE TABLE membership AS
    SELECT i AS person, i // 100 AS team, i // 10000 AS division,
        NULL::INTEGER AS starts, CASE WHEN i % 50 = 0 THEN {FIRST_DAY + 180} END AS ends
    FROM range({PEOPLE}) r(i)
    UNION ALL
    SELECT i, (i // 100 + 1) % {TEAMS}, ((i // 100 + 1) % {TEAMS}) // 100, {FIRST_DAY + 180}, NULL
    FROM range(0, {PEOPLE}, 50) r(i)
"""
# As they arrive over a year. One entry in a hundred is taken back at once: a row that says the opposite.
LEDGER = """
    SELECT id, (hash(i + 7919) % 8)::SMALLINT AS metric, (hash(i) % 1000000)::INTEGER AS person,
        (738886 + i * 365 // {events})::INTEGER AS day,
        ((hash(i * 5 + 2) % 21)::BIGINT * 1000 - 2000) * sign AS total, sign AS entries
    FROM (SELECT id, id - (id % 100 = 99)::INTEGER AS i, CASE WHEN id % 100 = 99 THEN -1 ELSE 1 END::TINYINT AS sign
          FROM range({events}) r(id))
"""
# What somebody would write first: right without moves and bonuses, in floating point.
PLAIN = """
    SELECT team, SUM(CASE WHEN average THEN points / people ELSE points END) FROM (
        SELECT m.team, e.metric, e.metric % 2 = 1 AS average, SUM(points) AS points FROM (
            SELECT person, metric, MIN(SUM(total / 1000.0 * {weight}), {cap}) AS points FROM entry
            GROUP BY person, metric, {period}) e JOIN membership m USING (person) GROUP BY 1, 2)
    JOIN (SELECT team, COUNT(*) AS people FROM membership GROUP BY team) USING (team) GROUP BY team
"""


def written(events: int) -> Path:
    """Give the ledger of so many entries; it is made once a machine."""
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{events}-as-they-came.parquet"
    if not path.exists():
        with duckdb_store() as store:
            store.run("SET preserve_insertion_order = true")
            store.run(f"COPY ({LEDGER.format(events=events)}) TO '{path}.new' (FORMAT parquet, COMPRESSION zstd)")
        Path(f"{path}.new").rename(path)
    return path


def prepared(store: DuckStore) -> None:
    store.run(MEMBERSHIPS)


def standings(store: DuckStore, path: Path, divisions: Sequence[int] | None = None) -> list[Standing]:
    source = Source(
        cells="SELECT metric, person, day, total, entries FROM read_parquet(?)",
        memberships="SELECT person, team, division, starts, ends FROM membership",
        cells_params=(str(path),),
    )
    return compute_standings(store, RULES, EVER, source, dialect=store.dialect, divisions=divisions)


def every_board(store: DuckStore, path: Path, events: int) -> list[Standing]:
    """Calculate every board, some divisions after the other where all would take too much memory."""
    if events <= ENTRIES_AT_ONCE:
        return standings(store, path)
    step = max(1, DIVISIONS * ENTRIES_AT_ONCE // events)
    parts = [range(first, min(first + step, DIVISIONS)) for first in range(0, DIVISIONS, step)]
    return [line for part in parts for line in standings(store, path, part)]


def board_of(path: Path, events: int) -> int:
    """Calculate every board of a ledger once and give the number of teams."""
    with duckdb_store() as store:
        prepared(store)
        return len(every_board(store, path, events))


def scan(store: DuckStore, path: Path) -> None:
    columns = "SUM(id), SUM(metric), SUM(person), SUM(day), SUM(total), SUM(entries)"
    store.run(f"SELECT {columns} FROM read_parquet('{path}')")


def seconds(work: Any, runs: int) -> float:
    found = []
    for _ in range(runs):
        start = perf_counter()
        work()
        found.append(perf_counter() - start)
    return median(found)


def measure(events: int) -> dict[str, Any]:
    """Measure one size: seconds of a scan, of all boards and of one division's, and this process's peak memory."""
    path = written(events)
    runs = 5 if events <= 10**7 else 3
    with duckdb_store() as store:
        prepared(store)
        scan(store, path)
        found = {
            "events": events,
            "scan": seconds(lambda: scan(store, path), runs),
            "boards": seconds(lambda: every_board(store, path, events), runs),
            "division": seconds(lambda: standings(store, path, [7]), runs),
            "bytes": path.stat().st_size,
        }
    return found | {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def plain_sql(events: int) -> float:
    """Give the seconds that plain SQL takes on SQLite for the same boards."""
    with duckdb_store() as store:
        prepared(store)
        cursor = store.cursor()
        cursor.execute(f"SELECT metric, person, day, total FROM read_parquet('{written(events)}')")
        entries = cursor.fetchall()
        cursor.execute("SELECT person, team FROM membership WHERE starts IS NULL")
        members = cursor.fetchall()
    weight = "CASE metric " + " ".join(f"WHEN {place} THEN {one}" for place, one in enumerate(WEIGHTS)) + " END"
    cap = f"CASE WHEN metric < {len(CAPS)} THEN 40 ELSE 1e18 END"
    period = "CASE metric WHEN 0 THEN day WHEN 1 THEN (day + 6) / 7 WHEN 3 THEN 0 ELSE (day / 30) * (metric < 5) END"
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE entry (metric INTEGER, person INTEGER, day INTEGER, total INTEGER)")
        connection.execute("CREATE TABLE membership (person INTEGER PRIMARY KEY, team INTEGER)")
        connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?)", entries)
        connection.executemany("INSERT INTO membership VALUES (?, ?)", members)
        asked = PLAIN.format(weight=weight, cap=cap, period=period)
        return seconds(lambda: connection.execute(asked).fetchall(), 3)


def apart(events: int) -> dict[str, Any]:
    """Measure in a process of its own."""
    run = subprocess.run([sys.executable, "-m", "benchmarks.rebuild", str(events)], check=True, stdout=subprocess.PIPE)
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def written_up(found: list[dict[str, Any]]) -> list[str]:
    """Write sizes as a table, and plain SQL's time for those where it has one."""
    rows = ["| entries | file | scan | all boards | ratio | one division | ratio | plain SQL on SQLite | peak memory |"]
    rows.append("|---|---|---|---|---|---|---|---|---|")
    for one in found:
        plain = shown(plain_sql(one["events"])) if one["events"] <= 10**6 else "–"
        rows.append(
            f"| {one['events']:,} | {one['bytes'] / 1e6:.1f} MB | {shown(one['scan'])} "
            f"| {shown(one['boards'])} | {one['boards'] / one['scan']:.1f} "
            f"| {shown(one['division'])} | {one['division'] / one['scan']:.2f} | {plain} | {one['peak']:.0f} MB |"
        )
    return ["\n".join(rows), on_paper(found[-2], found[-1])]


def on_paper(smaller: dict[str, Any], larger: dict[str, Any], events: int = 10**9) -> str:
    """Say what so many entries would take, by the slope between two measured sizes."""
    step = larger["events"] - smaller["events"]
    more = events - larger["events"]
    size, scanning, boards = (
        larger[what] + more * (larger[what] - smaller[what]) / step for what in ("bytes", "scan", "boards")
    )
    dollars = boards / 3600 * DOLLARS_AN_HOUR
    return (
        f"On paper, {events:,} entries by the slope from {smaller['events']:,} to {larger['events']:,}: a file of "
        f"{size / 1e9:.1f} GB, a scan of {scanning:.0f} s, all boards in {boards:.0f} s or {dollars:.3f} dollars on a "
        f"machine of two cores at {DOLLARS_AN_HOUR} dollars an hour; beyond {MEMORY} of memory it works on disk, for "
        f"which as much room as the file is wanted three times over. Nothing of this was run."
    )


if __name__ == "__main__":
    print(json.dumps(measure(int(float(sys.argv[1])))))
