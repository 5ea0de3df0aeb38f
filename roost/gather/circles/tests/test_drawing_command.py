"""`roost circles draw`: the same lot from the same list and seed, and one message where something cannot be meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from roost.doors.cli.main import main
from roost.gather.circles.engine.lot import draw, lot_text


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("roster.csv").write_text("id,team,office\n1,A,x\n2,A,y\n3,B,x\n4,,y\n")
    return tmp_path


def test_a_lot_is_drawn_evenly_over_columns_and_comes_out_the_same_again(folder: Path) -> None:
    told = ["circles", "draw", "roster.csv", "--places", "2", "--seed", "spring", "--by", "team", "--by", "office"]
    assert main([*told, "-o", "lot.csv"]) == 0
    people = [("1", "A · x"), ("2", "A · y"), ("3", "B · x"), ("4", " · y")]
    assert Path("lot.csv").read_bytes().decode() == lot_text(people, draw(people, 2, "spring"), "spring")


@pytest.mark.parametrize(
    ("more", "words"),
    [(["--by", "colour"], "no such column"), (["--places", "-1"], "fewer than 0 places"), (["-o", "."], "Only a file")],
)
def test_what_cannot_be_meant_is_said_and_nothing_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str], more: list[str], words: str
) -> None:
    assert main(["circles", "draw", "roster.csv", "--places", "2", "--seed", "s", "-o", "lot.csv", *more]) == 2
    assert words in capsys.readouterr().err
    assert [one.name for one in folder.iterdir()] == ["roster.csv"]
