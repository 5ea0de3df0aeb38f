"""`roost circles form`: files in, a plan and a report out, and one message where something cannot be meant."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from roost.doors.cli.main import main

RULES = """
[[mix]]
column = "function"
[[mix]]
column = "tenure"
kind = "number"
[together]
pairs = [["p1", "p2"]]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    people = [f"p{one},{'law' if one % 3 else 'care'},{one},{'p0' if one < 4 else ''}" for one in range(1, 20)]
    Path("roster.csv").write_text("\n".join(["id,function,tenure,manager", "p0,law,9,", *people]) + "\n")
    Path("rules.toml").write_text(RULES)
    return tmp_path


def formed(*options: str) -> int:
    return main(["circles", "form", "roster.csv", "--size", "4-6", "--iterations", "50", "-o", "plan.csv", *options])


def plan() -> dict[str, str]:
    with Path("plan.csv").open(newline="") as file:
        return {row["id"]: row["circle"] for row in csv.DictReader(file)}


def test_a_plan_and_a_report_are_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert formed("--rules", "rules.toml", "--report", "report.json") == 0
    said = capsys.readouterr()
    assert said.out.startswith("20 people in 4 circles.\nTheir diversity is at most ")
    assert said.err == ""
    seats = plan()
    assert set(seats.values()) == {f"Circle {one}" for one in range(1, 5)}
    assert seats["p1"] == seats["p2"] != seats["p0"]
    report = json.loads(Path("report.json").read_text())
    assert report["violations"] == []
    assert 0 <= report["gap"] < 0.5
    assert [one["id"] for one in report["seats"]] == [f"p{one}" for one in range(20)]
    assert {one["id"]: one["circle"] for one in report["seats"]} == seats


def test_nobody_is_told_anything_about_anybody_else(folder: Path) -> None:
    Path("rules.toml").write_text(RULES + '[apart]\npairs = [["p7", "p8"]]\n')
    assert formed("--rules", "rules.toml", "--report", "report.json") == 0
    for seat in json.loads(Path("report.json").read_text())["seats"]:
        told = " ".join(seat["why"])
        assert "Some seats were wished for or ruled out" in told
        assert not any(word in told.split() for word in ("law", "care", *(f"p{one}" for one in range(20))))


def test_the_same_seed_gives_the_same_file(folder: Path) -> None:
    assert formed("--seed", "4") == 0
    first = Path("plan.csv").read_bytes()
    assert formed("--seed", "4") == 0
    assert Path("plan.csv").read_bytes() == first


def test_people_stay_where_an_earlier_plan_has_them(folder: Path) -> None:
    assert formed("--rules", "rules.toml") == 0
    earlier = plan()
    Path("plans").mkdir()
    Path("plan.csv").rename("plans/earlier.csv")
    Path("plans/rules.toml").write_text(RULES + '[keep]\nplan = "earlier.csv"\ncost_per_move = 5\n')
    assert formed("--rules", "plans/rules.toml", "--seed", "77") == 0
    assert plan() == earlier


def test_what_nobody_can_keep_ends_with_3_and_the_smallest_conflict(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("rules.toml").write_text(RULES + '[apart]\npairs = [["p2", "p3"], ["p1", "p2"]]\n')
    assert formed("--rules", "rules.toml") == 3
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "No plan can keep these rules together in 4 circles.",
        "- p1 and p2 sit apart.",
        "- p1 and p2 sit together.",
        "p1 and p2 must sit together, through p1, p2, and must not.",
        "Without any one of them there is a plan for the others.",
    ]
    assert not Path("plan.csv").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--rules", "nowhere.toml"], "nowhere.toml: This file cannot be opened: No such file or directory."),
        (["--size", "8-6"], "Sizes are written as 6-8"),
        (["--seconds", "0"], "--seconds must be more than 0"),
        (["--iterations", "0"], "--iterations must be more than 0"),
        (["--seed", "-1"], "--seed must be 0 or more"),
        (["-o", "nowhere/plan.csv"], "nowhere/plan.csv: This file cannot be written"),
        (["--report", "."], ".: Only a file can be written."),
        (["-o", "roster.csv"], "roster.csv: This file is named twice. Give each its own."),
        (["--report", "plan.csv"], "plan.csv: This file is named twice. Give each its own."),
        (["--sizes", "odd"], "--sizes cannot be 'odd'"),
    ],
)
def test_what_cannot_be_meant_is_one_message(
    folder: Path, capsys: pytest.CaptureFixture[str], options: list[str], words: str
) -> None:
    assert formed(*options) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert words in said.err
    assert said.err.count("\n") == 1
    assert not Path("plan.csv").exists()


def test_circles_that_no_table_holds_are_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("roster.csv").write_text("id\n" + "".join(f"{one}\n" for one in range(4_200)))
    assert formed("--size", "2100-2100") == 2
    assert capsys.readouterr().err == "column size: Circles of more than 2000 people cannot be formed.\n"


@pytest.mark.parametrize(
    ("cells", "remark"),
    [
        (
            ["1e9", *"1234567" * 9],
            'In t one value lies 8 standard deviations away; kind = "rank" keeps it from deciding',
        ),
        (["1e308", "-1e308", *"1234567890"], ""),
        ([""] * 12, "t is empty for everybody, so it says nothing."),
        (["7"] * 12, "t is the same for everybody, so it says nothing."),
    ],
)
def test_odd_columns_are_formed_from_and_remarked_on(
    folder: Path, capsys: pytest.CaptureFixture[str], cells: list[str], remark: str
) -> None:
    lines = [f"Zoë 李 {place},{cell}" for place, cell in enumerate(cells)]
    Path("roster.csv").write_text("\n".join(["id,t", *lines]) + "\n", encoding="utf-8")
    Path("rules.toml").write_text('[[mix]]\ncolumn = "t"\nkind = "number"\n')
    assert formed("--rules", "rules.toml", "--report", "report.json") == 0
    said = capsys.readouterr()
    assert said.out.startswith(f"{len(cells)} people in ")
    assert remark in said.out
    assert len(plan()) == len(cells)
