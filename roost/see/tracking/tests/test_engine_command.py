"""`roost board compute` answers exactly, or refuses with one message and prints nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from roost.doors.cli.main import main
from roost.see.tracking.tests.board_files import ENTRIES, EVERYBODY, PEOPLE, rules_of, table


@pytest.fixture
def files(tmp_path):
    """Give three good files, as the command's options."""
    texts = {
        "people.csv": table(PEOPLE, EVERYBODY),
        "entries.csv": table(ENTRIES, "ann,hits,1.5,2024-06-05\nzed,hits,1,2024-06-05"),
        "rules.json": rules_of(),
    }
    options = []
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        options += [f"--{name.split('.')[0]}", str(tmp_path / name)]
    return options


def run(capsys, *options):
    """Give exit status, standard output and standard error."""
    try:
        status = main(["board", "compute", *options])
    except SystemExit as stop:
        status = stop.code
    return (status, *capsys.readouterr())


def refused(capsys, *options):
    status, out, error = run(capsys, *options)
    assert (status, out) == (2, "")
    return error


def test_the_answer_has_window_rows_unplaced_and_digest(files, capsys):
    status, out, error = run(capsys, *files, "--json")
    assert (status, error) == (0, "")
    assert json.loads(out) == {
        "window": "all",
        "rows": [
            {"division": "North", "team": "Red", "members": 2, "points": 1500, "rank": 1},
            {"division": "North", "team": "Blue", "members": 1, "points": 0, "rank": 2},
        ],
        "unplaced": 1,
        "digest": "8792ab55d016c70fcb0d6eb91839ba38b7093e9a",
    }


def test_a_division_without_rows_is_answered_with_those_that_have_some(files, capsys):
    status, out, err = run(capsys, *files, "--json", "--division", "north")
    assert (status, json.loads(out)["rows"], err) == (0, [], "")
    status, _, err = run(capsys, *files, "--division", "north")
    assert status == 0
    assert err == "No team of division north had a member in this window. Divisions that had: North.\n"


def test_window_and_division_are_chosen(files, capsys):
    _, out, _ = run(capsys, *files, "--json", "--window", "2024-W24", "--division", "South", "--engine", "sqlite")
    answer = json.loads(out)
    assert (answer["window"], answer["rows"], answer["unplaced"]) == ("2024-W24", [], 0)


def test_without_json_a_table_is_printed(files, capsys):
    status, out, _ = run(capsys, *files)
    assert status == 0
    assert out.splitlines()[:5] == [
        "Window: all",
        "",
        "division  rank  team  members  points",
        "North        1  Red         2     1.5",
        "North        2  Blue        1       0",
    ]
    assert "Entries without a team: 1" in out


def test_a_table_shows_strange_names_safely(files, capsys):
    Path(files[1]).write_text('person,team,division\nann,"\x1b[2J",Œ\n', encoding="utf-8")
    _, out, _ = run(capsys, *files)
    assert "\x1b" not in out
    assert "Œ" in out


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("people", "person,team,division\nann,Red\n", "row 2, column division: "),
        ("entries", "person,metric,value,occurred_at\nann,hits,x,2024-06-05\n", "row 2, column value: "),
        ("rules", rules_of(week_start="funday"), "column week_start: "),
    ],
)
def test_a_refusal_names_file_row_and_column_or_key(files, capsys, name, text, message):
    path = files[files.index(f"--{name}") + 1]
    Path(path).write_text(text, encoding="utf-8")
    assert refused(capsys, *files, "--json").startswith(f"{path}, {message}")


def test_a_refusal_is_one_message_however_much_is_wrong(files, capsys):
    Path(files[3]).write_text("person,metric,value,occurred_at\nann,hits,x,y\nann,hits,x,y\n", encoding="utf-8")
    error = refused(capsys, *files)
    assert error.count("\n") == 1
    assert error.endswith("(and 3 more)\n")


@pytest.mark.parametrize("option", ["--people", "--entries", "--rules"])
def test_a_file_that_is_not_there_is_refused(files, capsys, tmp_path, option):
    files[files.index(option) + 1] = str(tmp_path / "nowhere")
    assert "nowhere: This file cannot be read" in refused(capsys, *files)


@pytest.mark.parametrize(
    "options", [["--window", "2024-W53"], ["--window", "season"], ["--engine", "abacus"], ["--colour", "red"]]
)
def test_options_that_mean_nothing_are_refused(files, capsys, options):
    assert refused(capsys, *files, *options) != ""


def test_three_files_are_needed(files, capsys):
    assert "--rules" in refused(capsys, *files[:4])


def test_a_result_beyond_64_bits_is_refused(files, capsys):
    Path(files[5]).write_text(rules_of({"key": "hits", "points_per_unit": 10**12, "team": "sum"}), encoding="utf-8")
    Path(files[3]).write_text("person,metric,value,occurred_at\nann,hits,1e12,2024-06-05\n", encoding="utf-8")
    assert refused(capsys, *files).startswith(f"{files[3]}: A result")


def test_the_command_works_where_names_do_not_fit_the_terminal(files):
    Path(files[1]).write_text("person,team,division\nann,Röd,Nörd\n", encoding="utf-8")
    command = [sys.executable, "-m", "roost.doors.cli.main", "board", "compute", *files]
    for more in ([], ["--json"]):
        done = subprocess.run(
            [*command, *more], env={"PYTHONIOENCODING": "ascii"}, cwd=Path.cwd(), capture_output=True, check=True
        )
        assert done.stdout.isascii()
        assert done.stderr == b""


@pytest.mark.parametrize("place", [1, 3])
def test_a_workbook_is_called_one(place, files, capsys):
    Path(files[place]).write_bytes(b"PK\x03\x04\x14\0\x06\0" + b"\0\xff\n" * 20)
    assert refused(capsys, *files) == (
        f"{files[place]}, row 1, column 1: This is a workbook or an archive, not text. "
        "Save it again as 'CSV UTF-8' and choose that file.\n"
    )
