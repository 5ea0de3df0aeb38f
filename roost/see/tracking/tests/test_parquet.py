"""Entries in a Parquet file mean what the same entries mean in CSV, and are refused for the same reasons."""

from __future__ import annotations

import json
import os
import random
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import duckdb
import pytest

from roost.doors.cli.main import main
from roost.ground.kit.errors import InputError
from roost.see.tracking.engine import board_of_files, parse_rules, read_entries, read_people
from roost.see.tracking.engine.columnar import connected
from roost.see.tracking.engine.parquet import read_texts, write_entries
from roost.see.tracking.tests.board_files import ENTRIES, EVERYBODY, PEOPLE, rules_of, table

Files = Callable[[str], list[Path]]
GOOD = "SELECT 'ann' AS person, 'hits' AS metric, '1.5' AS value, '2024-06-05T14:30' AS occurred_at"


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Give a maker of people, entries and rules: the entries are what a query answers, as a Parquet file."""

    def make(query: str) -> list[Path]:
        paths = [tmp_path / name for name in ("people.csv", "entries", "rules.json")]
        paths[0].write_text(table(PEOPLE, EVERYBODY))
        duckdb.connect().execute(f"COPY ({query}) TO '{paths[1]}' (FORMAT parquet)")
        paths[2].write_text(rules_of())
        return paths

    return make


def points(paths: list[Path]) -> dict[str, int]:
    return {row.team: row.points for row in board_of_files(*paths, parquet=read_texts).rows}


def refusal(paths: list[Path]) -> tuple[int | None, str | None, str]:
    with pytest.raises(InputError) as refused:
        board_of_files(*paths, parquet=read_texts)
    problem = refused.value.problems[0]
    assert problem.file == str(paths[1])
    return problem.row, problem.column, problem.message


def test_texts_are_read_as_they_are_in_csv(files: Files) -> None:
    assert points(files(GOOD)) == {"Red": 1500, "Blue": 0}


@pytest.mark.parametrize(
    "columns",
    [
        "1.500::DECIMAL(18,3) AS value, DATE '2024-06-05' AS occurred_at",
        "1.5::DOUBLE AS value, TIMESTAMP '2024-06-05 14:30:00.25' AS occurred_at",
        "1.5::FLOAT AS value, '2024-06-05' AS occurred_at, NULL::INTEGER AS id, DATE '1999-01-01' AS day",
    ],
)
def test_numbers_and_days_are_read_as_they_would_be_written(files: Files, columns: str) -> None:
    assert points(files(f"SELECT 'ann' AS person, 'hits' AS metric, {columns}")) == {"Red": 1500, "Blue": 0}


@pytest.mark.parametrize(
    ("query", "place"),
    [
        (f"{GOOD} UNION ALL SELECT 'ann', 'hits', '0.0001', '2024-06-05'", (3, "value")),
        (f"{GOOD} UNION ALL SELECT 'ann', 'hits', '1', 'yesterday'", (3, "occurred_at")),
        (f"{GOOD} UNION ALL SELECT 'ann', 'hits', NULL, '2024-06-05'", (3, "value")),
        (f"SELECT *, 'x' AS colour FROM ({GOOD})", (1, "colour")),
        (f"SELECT * EXCLUDE (metric) FROM ({GOOD})", (1, "metric")),
        (f"SELECT * REPLACE (person::BLOB AS person) FROM ({GOOD})", (1, "person")),
        (f"SELECT * REPLACE ([value] AS value) FROM ({GOOD})", (1, "value")),
        (f"SELECT * REPLACE (TIMESTAMPTZ '2024-06-05 14:30Z' AS occurred_at) FROM ({GOOD})", (1, "occurred_at")),
        (f"SELECT *, 'a' AS id FROM ({GOOD}) UNION ALL SELECT 'ann', 'hits', '2', '2024-06-05', 'a'", (3, "id")),
    ],
)
def test_what_is_wrong_is_named_by_row_and_column(files: Files, query: str, place: tuple[int, str]) -> None:
    assert refusal(files(query))[:2] == place


def test_rows_come_in_the_order_of_the_file(files: Files) -> None:
    many = files(
        "SELECT 'p' || i AS person, 'hits' AS metric, i AS value, '2024-06-05' AS occurred_at FROM range(30000) t(i)"
    )
    found = [(row.row, row.person) for row in read_entries(many[1], parse_rules(rules_of()), parquet=read_texts)]
    assert found == [(number + 2, f"p{number}") for number in range(30_000)]


def test_a_broken_file_is_refused(files: Files) -> None:
    whole = files(GOOD)
    content = whole[1].read_bytes()
    for broken in (b"PAR1", content[:-20], content[: len(content) // 2], b"PAR1" + bytes(500) + content[-200:]):
        whole[1].write_bytes(broken)
        row, column, message = refusal(whole)
        assert (row, column) == (None, None)
        assert message.startswith("This Parquet file cannot be read: ")
        assert "\n" not in message


def test_however_bytes_are_changed_it_is_read_or_refused(files: Files) -> None:
    rows = "SELECT 'ann' || i AS person, 'hits' AS metric, i::DECIMAL(18,3) AS value, '2024-06-05' AS occurred_at"
    whole = files(f"{rows} FROM range(300) t(i)")
    content, chance = whole[1].read_bytes(), random.Random(7)
    for _ in range(60):
        changed = bytearray(content)
        for _ in range(chance.randint(1, 4)):
            changed[chance.randrange(4, len(changed))] = chance.randrange(256)
        whole[1].write_bytes(changed)
        with suppress(InputError):
            points(whole)


def test_only_entries_may_come_in_parquet_and_only_where_it_can_be_read(files: Files) -> None:
    people, entries, rules = files(GOOD)
    with pytest.raises(InputError, match="here a table in CSV is needed"):
        read_people(entries)
    with pytest.raises(InputError, match="here a table in CSV is needed"):
        board_of_files(people, entries, rules)


def test_a_table_in_csv_may_still_come_through_a_pipe(files: Files) -> None:
    people, _, rules = files(GOOD)
    reading, writing = os.pipe()
    with open(reading, "rb"), open(writing, "w") as sender:
        sender.write(table(ENTRIES, "ann,hits,1.5,2024-06-05"))
        sender.close()
        assert points([people, Path(f"/dev/fd/{reading}"), rules]) == {"Red": 1500, "Blue": 0}


def test_names_of_files_and_folders_mean_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "it's [a] folder*" / "year=2024"
    folder.mkdir(parents=True)
    row = ("ann", "hits", "1", "2024-06-05", "a", "", "2024-06-05")
    for name in ("entries?.csv", "entries1.csv"):
        assert write_entries(str(folder / name), [row] * 3) == 3
    assert list(read_texts(str(folder / "entries?.csv")))[1:] == [[*("ann", "hits", "1.000"), *row[3:6]]] * 3


def test_what_cannot_be_written_is_said_as_of_any_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        write_entries(str(tmp_path / "nowhere" / "entries.parquet"), [])


@pytest.mark.parametrize("engine", ["sqlite", "duckdb"])
def test_the_command_reads_it_on_either_engine(files: Files, engine: str, capsys: pytest.CaptureFixture[str]) -> None:
    people, entries, rules = files(GOOD)
    options = ["board", "compute", "--people", str(people), "--rules", str(rules), "--engine", engine, "--json"]
    csv = entries.with_name("entries.csv")
    csv.write_text(table(ENTRIES, "ann,hits,1.5,2024-06-05T14:30"))
    answers = []
    for path in (entries, csv):
        assert main([*options, "--entries", str(path)]) == 0
        answers.append(json.loads(capsys.readouterr().out))
    assert answers[0] == answers[1]
    entries.write_bytes(b"PAR1 and nothing else")
    assert main([*options, "--entries", str(entries)]) == 2
    out, error = capsys.readouterr()
    assert (out, error.count("\n"), error.startswith(f"{entries}: This Parquet file")) == ("", 1, True)


def test_a_folder_for_what_memory_does_not_hold_may_have_any_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "Noor's"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    with connected() as connection:
        (place,) = connection.execute("SELECT current_setting('temp_directory')").fetchall()[0]
    assert Path(place).parent == folder
