"""`roost assess mfrm`: what it answers, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roost.doors.cli.main import main

Said = pytest.CaptureFixture[str]
ROWS = [
    "who,by,a,b",
    "ann,x,1,3",
    "ann,y,2,2",
    "bob,x,3,NA",
    "bob,y,3,3",
    "cid,y,1,1",
    "cid,z,2,1",
    "dee,x,2,3",
    "dee,z,1,2",
]


def asked(folder: Path, *more: str, rows: list[str] = ROWS) -> list[str]:
    (folder / "ratings.csv").write_text("\n".join(rows), encoding="utf-8")
    return ["assess", "mfrm", str(folder / "ratings.csv"), "--person", "who", "--rater", "by", "--items", "a,b", *more]


@pytest.mark.parametrize("more", [(), ("--fast",)])
def test_the_answer_has_every_key(more: tuple[str, ...], tmp_path: Path, capsys: Said) -> None:
    assert main(asked(tmp_path, "--json", "--model", "rsm", *more)) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {
        "deviance",
        "variance",
        "dyad_variance",
        "gradient",
        "raters",
        "items",
        "thresholds",
        "persons",
    }
    assert found["dyad_variance"] is None
    assert set(found["raters"]) == {"x", "y", "z"}
    assert set(found["raters"]["x"]) == {"severity", "se"}
    assert set(found["items"]["a"]) == {"difficulty", "se"}
    assert set(found["persons"]["ann"]) == {"ability", "se", "lo", "hi"}
    assert sum(one["severity"] for one in found["raters"].values()) == pytest.approx(0, abs=1e-9)
    assert sum(found["thresholds"]) == pytest.approx(0, abs=1e-9)


def test_each_item_has_its_own_thresholds_where_asked(tmp_path: Path, capsys: Said) -> None:
    assert main(asked(tmp_path, "--json", "--model", "pcm", "--dyad")) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found["thresholds"]) == {"a", "b"}
    assert found["dyad_variance"] >= 0


def test_who_is_left_out_is_said(tmp_path: Path, capsys: Said) -> None:
    rows = [*ROWS, "ann,low,1,1", "bob,low,1,1"]
    assert main(asked(tmp_path, "--json", rows=rows)) == 0
    assert json.loads(capsys.readouterr().out)["left_out"] == ["low"]
    assert main(asked(tmp_path, rows=rows)) == 0
    assert "everybody the highest: low" in capsys.readouterr().out


def test_people_read_a_table(tmp_path: Path, capsys: Said) -> None:
    assert main(asked(tmp_path)) == 0
    said = capsys.readouterr().out
    assert said.startswith("4 people, 3 raters, 2 items, in logits.\n")
    assert all(title in said for title in ("Ability", "Severity", "Difficulty", "Thresholds"))


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (["who,by,a", "ann,x,1"], "column b: There is no such column; there are: who, by, a."),
        ([], "The file is empty."),
        (["who,by,a,b"], "There is a header and nothing below it."),
        (["who,by,a,a"], "column a: Two columns have this name."),
        (["who,by,a,b", "ann,x,1"], "row 2: This row has 3 cells, the header 4."),
        (["who,by,a,b", "ann,x,1,two"], "row 2, column b: This is no score: a whole number from 0 to 1,000 is."),
        (["who,by,a,b", "ann,x,1,-2"], "row 2, column b: This is no score"),
        (["who,by,a,b", "ann,x,1,nan"], "row 2, column b: This is no score"),
        (["who,by,a,b", "ann,x,1,2.5"], "row 2, column b: This is no score"),
        (["who,by,a,b", "ann,x,1,9999"], "row 2, column b: This is no score"),
        (["who,by,a,b", "ann,,1,2"], "row 2, column by: This cell is empty."),
        (["who,by,a,b", "ann,x,1,2", "bob,x,1,1"], "a was always answered 1"),
        (["who,by,a,b", 'ann,"x,1,2'], "This row cannot be read"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_by_place(
    rows: list[str], words: str, tmp_path: Path, capsys: Said
) -> None:
    assert main(asked(tmp_path, rows=rows)) == 2
    out, error = capsys.readouterr()
    assert not out
    assert words in error
    assert error.count("\n") == 1


def test_other_files_and_options_are_refused(tmp_path: Path, capsys: Said) -> None:
    asking = asked(tmp_path)
    (tmp_path / "ratings.csv").write_bytes("who,by,a,b\nann,ö,1,2".encode("latin-1"))
    assert main(asking) == 2
    assert "not UTF-8" in capsys.readouterr().err
    (tmp_path / "ratings.csv").write_bytes(b"PK\x03\x04 and more")
    assert main(asking) == 2
    assert "workbook" in capsys.readouterr().err
    (tmp_path / "ratings.csv").unlink()
    assert main(asking) == 2
    assert "cannot be read" in capsys.readouterr().err
    assert main([*asked(tmp_path), "--items", "a,a"]) == 2
    assert "each once" in capsys.readouterr().err
    assert main([*asked(tmp_path), "--model", "irt"]) == 2
    assert "--model cannot be 'irt'" in capsys.readouterr().err


def test_semicolons_and_byte_order_marks_are_read(tmp_path: Path, capsys: Said) -> None:
    asking = asked(tmp_path, "--json")
    first = main(asking), capsys.readouterr().out
    (tmp_path / "ratings.csv").write_text("\ufeff" + "\n".join(ROWS).replace(",", ";"), encoding="utf-8")
    assert (main(asking), capsys.readouterr().out) == first
