"""`roost circles score` answers for files, and refuses those it cannot use with one message and nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from roost.doors.cli.main import main

ROSTER = "id,manager,team,function,tenure\n" + "".join(
    f"{one},{'' if one % 5 else one + 1},t{one % 4},{'abc'[one % 3]},{one * 7 % 11}\n" for one in range(12)
)
PLAN = "id,circle\n" + "".join(f"{one},Circle {one % 3 + 1}\n" for one in range(12))
RULES = """
[[mix]]
column = "function"
[[mix]]
column = "tenure"
kind = "number"
weight = 2.0
[apart]
at_most = [{ column = "team", count = 1 }]
soft = true
[locked]
seats = { "3" = "Circle 2" }
"""


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Write a roster, a plan and rules, and give how to name them."""
    for name, text in (("roster.csv", ROSTER), ("plan.csv", PLAN), ("rules.toml", RULES)):
        (tmp_path / name).write_text(text)
    return [str(tmp_path / "roster.csv"), str(tmp_path / "plan.csv"), "--rules", str(tmp_path / "rules.toml")]


def test_the_answer_holds_what_the_format_names(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["circles", "score", *files, "--size", "2-3", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert list(answer) == [
        *("people", "circles", "sizes", "diversity", "likeness", "worst_circle", "bound", "random_median"),
        *("random_kept", "violations", "soft", "faultline"),
    ]
    assert (answer["people"], answer["circles"], answer["sizes"], answer["likeness"]) == (12, 3, [4, 4, 4], None)
    assert set(answer["worst_circle"]) == {"circle", "diversity"}
    assert answer["worst_circle"]["diversity"] <= answer["diversity"] <= answer["bound"]
    assert answer["violations"] == [
        {"rule": "locked.seats", "people": ["3"], "circle": "Circle 1"},
        {"rule": "size", "people": ["0", "3", "6", "9"], "circle": "Circle 1"},
        {"rule": "size", "people": ["1", "4", "7", "10"], "circle": "Circle 2"},
        {"rule": "size", "people": ["2", "5", "8", "11"], "circle": "Circle 3"},
    ]
    assert answer["soft"] == []
    assert answer["random_kept"] == 0  # No plan with these sizes keeps them.
    assert set(answer["faultline"]) == {"mean", "worst"}
    assert set(answer["faultline"]["worst"]) == {"circle", "faultline"}


def test_the_answer_can_be_read_by_people(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["circles", "score", *files]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "12 people in 3 circles: 3 of 4"
    assert lines[-3:] == ["Rules broken: 1", "  Circle 1: locked.seats: 3", "Wishes not met: none"]


def test_earlier_rounds_are_looked_at(files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "past.csv").write_text("id,circle,round\n0,A,1\n3,A,1\n99,A,1\n")
    (tmp_path / "rules.toml").write_text("[history]\nnever_within_rounds = 1\n")
    assert main(["circles", "score", *files, "--history", str(tmp_path / "past.csv"), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [one["people"] for one in answer["violations"]] == [["0", "3"]]
    assert answer["random_kept"] == 1000
    assert (answer["diversity"], answer["bound"], answer["random_median"]) == (0, 0, 0)


def test_python_alone_gives_the_same_answer(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["circles", "score", *files, "--json"]) == 0
    command = [sys.executable, "-m", "roost.doors.cli.main", "circles", "score", *files, "--json"]
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    plain = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert json.loads(plain.stdout) == json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("roster.csv", "", "empty"),
        ("roster.csv", "id,function,tenure,team\n", "nobody"),
        ("roster.csv", ROSTER + "3,,t,a,1\n", "row 14, column id: The id 3 stands in row 5 already"),
        ("roster.csv", ROSTER.replace(",a,", ',"a,'), "roster.csv, row"),
        ("roster.csv", ROSTER.replace(",", ";"), "split at commas"),
        ("roster.csv", ROSTER.replace("\n0,1,t0,a,0", "\n0,1,t0,a,nan"), "row 2, column tenure"),
        ("roster.csv", ROSTER.replace("\n0,1,", "\n0,0,"), "row 2, column manager"),
        ("roster.csv", "id," + ",".join(f"c{n}" for n in range(1001)) + "\n", "at most 1000"),
        ("roster.csv", ROSTER.replace("function", "trade"), "column function: The roster has no column"),
        ("plan.csv", PLAN.replace("3,Circle 1\n", "", 1), "The id 3 has no circle here"),
        ("plan.csv", PLAN + "3,Circle 2\n", "row 14, column id: This id has a circle already"),
        ("rules.toml", "[[mix]]\ncolumn = 3\n", "rules.toml, column mix[0].column"),
        ("rules.toml", "[mixx]\n", "rules.toml, column mixx: This is not known here; did you mean mix?"),
    ],
)
def test_what_cannot_be_used_is_refused_with_one_message(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: str, words: str
) -> None:
    (tmp_path / name).write_text(content)
    assert main(["circles", "score", *files, "--json"]) == 2
    answer = capsys.readouterr()
    assert answer.out == ""
    assert words in answer.err
    assert answer.err.count("\n") == 1


@pytest.mark.parametrize(("options", "words"), [(["--size", "8-6"], "--size"), (["--history", "no.csv"], "no.csv")])
def test_options_that_cannot_be_meant_are_refused(
    files: list[str], capsys: pytest.CaptureFixture[str], options: list[str], words: str
) -> None:
    assert main(["circles", "score", *files, *options]) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace(",", " , "),
        lambda text: "".join(f'"{line}"\n' for line in text.replace(",", '","').splitlines()),
    ],
)
def test_how_a_file_was_saved_does_not_matter(
    files: list[str], capsys: pytest.CaptureFixture[str], change: object
) -> None:
    assert main(["circles", "score", *files, "--json"]) == 0
    before = capsys.readouterr().out
    for name, text in zip(files[:2], (ROSTER, PLAN), strict=True):
        Path(name).write_bytes(change(text).encode())
    assert main(["circles", "score", *files, "--json"]) == 0
    assert capsys.readouterr().out == before


@pytest.mark.parametrize(
    "tenure", ["7", "", "1e9", "1e308", "-1e-308"], ids=["constant", "missing", "large", "largest", "smallest"]
)
def test_odd_columns_are_scored(files: list[str], capsys: pytest.CaptureFixture[str], tenure: str) -> None:
    lines = [line.rsplit(",", 1)[0] + f",{tenure}" for line in ROSTER.splitlines()[1:]]
    if tenure not in ("7", ""):
        lines[3] = lines[3].rsplit(",", 1)[0] + ",-5"
    Path(files[0]).write_text("\n".join([ROSTER.splitlines()[0], *lines]))
    assert main(["circles", "score", *files, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    assert 0 <= answer["random_median"] <= answer["bound"]
    assert answer["diversity"] <= answer["bound"]


def test_people_of_any_script_are_named_as_they_are(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "roster.csv").write_text("id,manager\nŽofie,\n小林,Žofie\nआशा,小林\n")
    (tmp_path / "plan.csv").write_text("id,circle\nŽofie,Ä\n小林,Ä\nआशा,Ä\n")
    assert main(["circles", "score", *files[:2], "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["violations"] == [
        {"rule": "apart.managers", "people": ["Žofie", "小林"], "circle": "Ä"},
        {"rule": "apart.managers", "people": ["小林", "आशा"], "circle": "Ä"},
    ]
