"""`roost assess reliability`: what it answers for long and wide files, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from roost.doors.cli.main import main

Said = pytest.CaptureFixture[str]
WIDE = ["a,b,c,team", "1,2,2,x", "2,2,3,x", "4,5,4,x", "5,5,5,y", "3,NA,3,y", "2,1,2,y", "5,4,5,z", "1,1,2,z"]
LONG = ["who,by,task,points"] + [
    ",".join(row) for row in zip("aaaabbbbcccc", "xyxy" * 3, "sstt" * 3, "124355462213", strict=True)
]


def asked(folder: Path, rows: list[str], *more: str) -> list[str]:
    (folder / "ratings.csv").write_text("\n".join(rows), encoding="utf-8")
    return ["assess", "reliability", str(folder / "ratings.csv"), *more]


def told(capsys: Said) -> dict[tuple[str, str | None], dict[str, Any]]:
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"coefficients"}
    assert all(set(one) == {"name", "form", "value", "lo", "hi"} for one in found["coefficients"])
    return {(one["name"], one["form"]): one for one in found["coefficients"]}


def test_items_beside_each_other(tmp_path: Path, capsys: Said) -> None:
    assert main(asked(tmp_path, WIDE, "--wide", "--items", "a,b,c", "--json")) == 0
    found = told(capsys)
    assert {name for name, _ in found} == {"alpha", "omega_total", "icc", "kappa", "krippendorff"}
    assert {form for name, form in found if name == "icc"} == {
        "ICC(1)",
        "ICC(A,1)",
        "ICC(C,1)",
        "ICC(k)",
        "ICC(A,k)",
        "ICC(C,k)",
    }
    assert {form for name, form in found if name == "krippendorff"} == {"nominal", "ordinal", "interval", "ratio"}
    one = found["alpha", None]
    assert one["lo"] < one["value"] < one["hi"]


def test_whole_rows_alone_where_asked(tmp_path: Path, capsys: Said) -> None:
    assert main(asked(tmp_path, WIDE, "--wide", "--items", "a,b,c", "--json", "--missing", "listwise")) == 0
    first = told(capsys)["alpha", None]["value"]
    kept = [row for row in WIDE if "NA" not in row]
    assert main(asked(tmp_path, kept, "--wide", "--items", "a,b,c", "--json")) == 0
    assert told(capsys)["alpha", None]["value"] == pytest.approx(first, abs=1e-12)


def test_an_item_is_turned_round(tmp_path: Path, capsys: Said) -> None:
    assert main(asked(tmp_path, WIDE, "--wide", "--items", "a,b,c", "--json")) == 0
    straight = told(capsys)["alpha", None]["value"]
    rows = [WIDE[0], *(f"{6 - int(row[0])}{row[1:]}" for row in WIDE[1:])]
    turned = ("--reverse", "a", "--range", "1-5")
    assert main(asked(tmp_path, rows, "--wide", "--items", "a,b,c", "--json", *turned)) == 0
    assert told(capsys)["alpha", None]["value"] == pytest.approx(straight, abs=1e-12)


def test_groups_of_members(tmp_path: Path, capsys: Said) -> None:
    assert main(asked(tmp_path, WIDE, "--wide", "--items", "a,c", "--group", "team", "--range", "1-5", "--json")) == 0
    found = told(capsys)
    assert {("rwg", "a"), ("rwg", "c"), ("rwg_j", None), ("ad", None), ("icc1", None), ("icc2", None)} <= set(found)
    assert main(asked(tmp_path, WIDE, "--wide", "--items", "a", "--group", "team", "--json")) == 0
    assert ("rwg", None) in told(capsys)


def test_scores_in_rows(tmp_path: Path, capsys: Said) -> None:
    rows = [LONG[0], *(row for row in LONG[1:] if ",s," in row)]
    long = ("--targets", "who", "--raters", "by", "--score", "points", "--json")
    assert main(asked(tmp_path, rows, *long)) == 0
    found = told(capsys)
    assert {("icc", "ICC(A,1)"), ("kappa", "linear"), ("kappa", "fleiss"), ("krippendorff", "ordinal")} <= set(found)
    wide = ["x,y", "1,2", "5,5", "2,2"]
    assert main(asked(tmp_path, wide, "--wide", "--items", "x,y", "--json")) == 0
    same = told(capsys)
    assert all(found[key]["value"] == pytest.approx(same[key]["value"], abs=1e-12) for key in found)


def test_raters_of_one_s_own_leave_one_way_alone(tmp_path: Path, capsys: Said) -> None:
    rows = ["who,by,points", "a,u,1", "a,v,2", "b,w,4", "b,x,5", "c,y,3", "c,z,3"]
    assert main(asked(tmp_path, rows, "--targets", "who", "--raters", "by", "--score", "points", "--json")) == 0
    assert {form for name, form in told(capsys) if name == "icc"} == {"ICC(1)", "ICC(k)"}


@pytest.mark.parametrize("facets", ["t,b:t", "task,by:task"])
def test_facets_are_columns_or_how_they_begin(facets: str, tmp_path: Path, capsys: Said) -> None:
    asking = asked(tmp_path, LONG, "--targets", "who", "--score", "points", "--facets", facets)
    assert main([*asking, "--json"]) == 0
    names = [name for name, _ in told(capsys)]
    assert names[0] == "var:p"
    assert names[-3:] == ["var:e", "g", "phi"]
    assert main(asking) == 0
    assert "phi of 0.7" in capsys.readouterr().out


def test_words_have_no_order(tmp_path: Path, capsys: Said) -> None:
    rows = ["x,y", "red,red", "red,blue", "blue,blue", "green,green", "blue,blue"]
    assert main(asked(tmp_path, rows, "--wide", "--items", "x,y", "--json")) == 0
    assert set(told(capsys)) == {
        ("kappa", "unweighted"),
        ("kappa", "fleiss"),
        ("kappa", "light"),
        ("krippendorff", "nominal"),
    }


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ((), "Without --wide, --targets and --raters and --score are needed."),
        (("--wide",), "With --wide, --items is needed."),
        (("--wide", "--items", "a,d"), "column d: There is no such column; there are: a, b, c, team."),
        (("--wide", "--items", "a,a"), "--items names columns, each once"),
        (("--wide", "--items", "a"), "One item alone can be compared with nothing"),
        (("--wide", "--items", "a,b", "--reverse", "a"), "--reverse needs --range"),
        (
            ("--wide", "--items", "a,b", "--reverse", "c", "--range", "1-5"),
            "c is to be reversed and is none of the items",
        ),
        (("--wide", "--items", "a,b", "--range", "5"), "--range is two whole numbers"),
        (("--wide", "--items", "a,b", "--range", "1-4"), "beyond the scale from 1 to 4"),
        (("--wide", "--items", "a,b", "--facets", "t"), "--facets takes a row for each score"),
        (("--targets", "a", "--raters", "b", "--score", "c", "--group", "team"), "go with --wide"),
        (("--targets", "a", "--raters", "b", "--score", "c"), "row 6, column b: This cell is empty."),
        (("--targets", "team", "--score", "c", "--facets", "q"), "--facets: q is no column"),
        (("--targets", "team", "--score", "c", "--facets", "x:y"), "which is to be named before it"),
    ],
)
def test_what_cannot_be_used_is_refused(more: tuple[str, ...], words: str, tmp_path: Path, capsys: Said) -> None:
    assert main(asked(tmp_path, WIDE, *more)) == 2
    out, error = capsys.readouterr()
    assert not out
    assert words in error


def test_one_who_scores_twice_and_all_alike_are_refused(tmp_path: Path, capsys: Said) -> None:
    long = ("--targets", "who", "--raters", "by", "--score", "points")
    assert main(asked(tmp_path, ["who,by,points", "a,x,1", "a,x,2"], *long)) == 2
    assert "x scored a twice, in rows 2 and 3." in capsys.readouterr().err
    assert main(asked(tmp_path, ["a,b", "3,3", "3,3", "3,3"], "--wide", "--items", "a,b")) == 2
    assert "alike" in capsys.readouterr().err
    assert main(asked(tmp_path, ["who,by,points", "a,x,NA"], *long)) == 2
    assert "There is not one score." in capsys.readouterr().err


@pytest.mark.parametrize("slip", ["nan", "1e400", "3 1", "none"])
def test_a_slip_among_numbers_is_no_category(slip: str, tmp_path: Path, capsys: Said) -> None:
    rows = ["who,by,points", "a,x,1", "a,y,2", "b,x,3", "b,y,3", f"c,x,{slip}", "c,y,5"]
    assert main(asked(tmp_path, rows, "--targets", "who", "--raters", "by", "--score", "points")) == 2
    assert "row 6, column points" in capsys.readouterr().err
    rows = [*WIDE, f"{slip},2,2,z"]
    assert main(asked(tmp_path, rows, "--wide", "--items", "a,b,c")) == 2
    assert f"row {len(rows)}, column a" in capsys.readouterr().err
