"""Both tables are checked row by row, and a refusal names file, row and column."""

from __future__ import annotations

from datetime import date

import pytest

from roost.ground.kit.errors import InputError
from roost.see.tracking.engine import Entry, Membership, Reversal, parse_rules, read_entries, read_people
from roost.see.tracking.tests.board_files import EVERYBODY, board_of_texts, calculate, points_of, refusal, rules_of

PEOPLE = "person,team,division\nann,Red,North\n"
ENTRIES = "person,metric,value,occurred_at\nann,hits,1,2024-06-05\n"
ROW = "ann,hits,1,2024-06-05"


def read(tmp_path, name, content):
    path = tmp_path / f"{name}.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_people(path) if name == "people" else tuple(read_entries(path, parse_rules(rules_of())))


def refused(tmp_path, name, content):
    """Give row and column of each problem found."""
    with pytest.raises(InputError) as caught:
        read(tmp_path, name, content)
    assert {problem.file for problem in caught.value.problems} == {str(tmp_path / f"{name}.csv")}
    return [(problem.row, problem.column) for problem in caught.value.problems]


def test_rows_become_memberships_entries_and_reversals(tmp_path):
    people = read(tmp_path, "people", "person,team,division,from,to\nann,Red,North,2024-01-01,\nbob,,,,0001-01-02\n")
    assert people == (
        Membership(2, "ann", "Red", "North", date(2024, 1, 1), None),
        Membership(3, "bob", "", "", None, date(1, 1, 2)),
    )
    rows = "person,metric,value,occurred_at,id,reverses\nann,hits,1.5,2024-06-05T23:59,e1,\nx,y,z,never,e2,e1\n"
    assert read(tmp_path, "entries", rows) == (
        Entry(2, "ann", "hits", 1500, "2024-06-05T23:59", date(2024, 6, 5).toordinal(), "e1"),
        Reversal(3, "e2", "e1", "z"),
    )


def test_columns_may_stand_in_any_order_with_a_byte_order_mark_quotes_and_blank_lines(tmp_path):
    people = '\ufeffto,"division",person,team\r\n\r\n2024-01-01,"North, ""upper""\nhalf",ann,Red\r\n\r\n'
    assert read(tmp_path, "people", people) == (
        Membership(3, "ann", "Red", 'North, "upper"\nhalf', None, date(2024, 1, 1)),
    )


@pytest.mark.parametrize(
    ("content", "places"),
    [
        ("", [(1, "person"), (1, "team"), (1, "division")]),
        ("\n" + PEOPLE, [(1, "person"), (1, "team"), (1, "division")]),
        ("person,team\n", [(1, "division")]),
        ("person,team,division,colour\n", [(1, "colour")]),
        ("person,team,division,\n", [(1, None)]),
        ("Person,team,division\n", [(1, "Person"), (1, "person")]),
        ("person,team,division,team\n", [(1, "team")]),
        ("person;team;division\n", [(1, "person;team;division"), (1, "person"), (1, "team"), (1, "division")]),
        (PEOPLE + "bob,Red\n", [(3, "division")]),
        (PEOPLE + "\nbob,Red,North,\n", [(4, "division")]),
        (PEOPLE + '"bob"x,Red,North\n', [(3, None)]),
        (PEOPLE + 'bob,"Red,North\n', [(3, None)]),
        (PEOPLE.encode() + b"b\xf6b,Red,North\n", [(3, None)]),
        (PEOPLE.encode() + b'"a\nb","c\n\xff",North\n', [(3, None)]),
        (PEOPLE.encode("utf-16"), [(1, None)]),
        (PEOPLE + f"{'b' * 200_000},Red,North\n", [(3, None)]),
    ],
)
def test_a_table_that_is_not_well_formed_is_refused(tmp_path, content, places):
    assert refused(tmp_path, "people", content) == places


def test_a_file_that_cannot_be_read_is_refused(tmp_path):
    for path in (tmp_path / "nobody.csv", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            read_people(path)


@pytest.mark.parametrize("text", ["2024-6-1", "2024-06-31", "2024-06-01T00:00", "0000-01-01", "today", " "])
def test_from_and_to_are_dates(tmp_path, text):
    rows = f"person,team,division,from,to\nann,Red,North,{text},\nbob,Red,North,,{text}\n"
    assert refused(tmp_path, "people", rows) == [(2, "from"), (3, "to")]


def test_from_after_to_is_refused():
    problem = refusal("ann,Red,North,2024-06-02,2024-06-01", ROW)
    assert (problem.row, problem.column) == (2, "to")


@pytest.mark.parametrize(
    "rows",
    [
        "ann,Red,North\nann,Blue,North",
        "ann,Red,North\nann,Red,North",
        "ann,Red,North,2024-01-01,2024-03-01\nann,Blue,North,2024-02-29,",
        "ann,Red,North,2024-02-29,\nann,Blue,North,,2024-03-01",
        "ann,Red,North,2024-01-01,2024-12-31\nann,Blue,South,2024-06-01,2024-06-02",
    ],
)
def test_overlapping_memberships_are_refused(rows):
    problem = refusal(rows, ROW)
    assert (problem.row, problem.column) == (3, "person")
    assert "row 2" in problem.message


def test_memberships_that_touch_do_not_overlap():
    calculate("ann,Red,North,,2024-06-01\nann,Blue,North,2024-06-01,2024-07-01\nann,Red,North,2024-07-01,", ROW)


def test_a_membership_from_a_day_to_the_same_day_covers_no_day_and_has_no_effect():
    people = "ann,Red,North\nann,Blue,North,2024-06-05,2024-06-05\nbob,Green,North,2024-06-05,2024-06-05"
    assert points_of(calculate(people, ROW)) == {"Red": "1"}


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ("ann,hits,,2024-06-05", "value"),
        ("ann,hits,1.0001,2024-06-05", "value"),
        ("ann,hits,1e13,2024-06-05", "value"),
        ("ann,hits,1,", "occurred_at"),
        ("ann,hits,1,2024-02-30", "occurred_at"),
    ],
)
def test_numbers_and_times_that_cannot_be_read_are_refused(cells, column):
    problem = refusal(EVERYBODY, f"{ROW}\n{cells}")
    assert (problem.row, problem.column) == (3, column)


@pytest.mark.parametrize("cells", ["zed,hits,x,2024-06-05", "ann,unknown,x,2024-06-05", "ann,hits,x,1970-01-01"])
def test_every_row_is_checked_also_one_that_will_not_count(cells):
    assert refusal(EVERYBODY, f"{ROW}\n{cells}", window="2024").row == 3
    assert refusal(EVERYBODY, f"{cells},e1\n,,,,,e1").row == 2


def test_of_a_reversing_row_person_metric_value_and_time_are_not_read():
    assert points_of(calculate(EVERYBODY, f"{ROW},e1\n,,nothing,never,,e1"))["Red"] == "0"


def test_all_problems_of_a_file_are_named_up_to_twenty(tmp_path):
    assert refused(tmp_path, "entries", ENTRIES + "ann,hits,x,y\n" * 2) == [
        (3, "value"),
        (3, "occurred_at"),
        (4, "value"),
        (4, "occurred_at"),
    ]
    assert len(refused(tmp_path, "entries", ENTRIES + "ann,hits,x,y\n" * 50)) == 20


def test_the_same_id_with_the_same_content_counts_once():
    board = calculate(EVERYBODY, f"{ROW},e1\ncid,hits,1,2024-06-05,e2\n{ROW},e1\nzed,hits,1,2024-06-05,e3\n" * 2)
    assert points_of(board) == {"Red": "1", "Blue": "1"}
    assert board.unplaced == 1


def test_rows_without_an_id_all_count():
    assert points_of(calculate(EVERYBODY, f"{ROW}\n{ROW}\n{ROW}"))["Red"] == "3"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"{ROW},e1", "ann,hits,1.0,2024-06-05,e1"),
        (f"{ROW},e1", "ann,hits,1,2024-06-05T00:00,e1"),
        (f"{ROW},e1", "bob,hits,1,2024-06-05,e1"),
        (f"{ROW},e1", f"{ROW},e1,other"),
        ("ann,hits,1,1970-01-01,e1", "ann,hits,2,1970-01-01,e1"),
        ("ann,unknown,1,2024-06-05,e1", "zed,unknown,1,2024-06-05,e1"),
        (",,,,e1,e9", "x,,,,e1,e9"),
        (",,,,e1,e9", ",,,,e1,e8"),
    ],
)
def test_the_same_id_with_other_content_is_refused(first, second):
    problem = refusal(EVERYBODY, f"{first}\n{second}\n,,,,,e1", window="2024")
    assert (problem.row, problem.column) == (3, "id")


def test_a_reversal_counts_wherever_the_two_rows_stand():
    reversal = ",,,,r1,e1"
    for entries in (f"{ROW},e1\n{reversal}", f"{reversal}\n{ROW},e1", f"{ROW},e1\n{reversal}\n{ROW},e1\n{reversal}"):
        board = calculate(EVERYBODY, entries, window="2024-06")
        assert points_of(board) == {"Red": "0", "Blue": "0"}


def test_a_reversing_row_never_counts_itself():
    assert points_of(calculate(EVERYBODY, f"{ROW},e1\ncid,hits,5,2024-06-05,r1,e1")) == {"Red": "0", "Blue": "0"}


@pytest.mark.parametrize("reverses", ["unknown", "r1", "E1", " e1"])
def test_reversing_an_unknown_id_or_another_reversing_row_has_no_effect(reverses):
    entries = f"{ROW},e1\ncid,hits,2,2024-06-05,e2\n,,,,r1,e2\n,,,,r2,{reverses}"
    assert points_of(calculate(EVERYBODY, entries)) == {"Red": "1", "Blue": "0"}


def test_an_entry_reversed_twice_or_a_row_reversing_itself_changes_nothing_more():
    entries = f"{ROW},e1\n,,,,r1,e1\n,,,,r2,e1\n,,,,r3,r3\n{ROW}"
    assert points_of(calculate(EVERYBODY, entries))["Red"] == "1"


def test_names_are_compared_as_written():
    people = "ann,Red,North\nAnn,red,North\nann ,Red ,North\n,,North\nÅ,Å,North\nA\u030a,A\u030a,North"
    entries = "ann,hits,1,2024-06-05\nAnn,hits,2,2024-06-05\nann ,hits,3,2024-06-05\n,hits,4,2024-06-05"
    entries += "\nÅ,hits,5,2024-06-05\nA\u030a,hits,6,2024-06-05"
    points = {"Red": "1", "red": "2", "Red ": "3", "": "4", "Å": "5", "A\u030a": "6"}
    assert points_of(calculate(people.replace("ann ,Red ", '"ann ","Red "'), entries)) == points


def test_names_may_hold_anything():
    name = "Robert'); DROP TABLE entry;--\t%s ? {} \x00 \U0001f600"
    people = f'person,team,division\n"{name}","{name}","{name}"\n'
    entries = f'person,metric,value,occurred_at,id\n"{name}","{name}",1,2024-06-05,"{name}"\n'
    board = board_of_texts(people, entries, rules_of({"key": name, "points_per_unit": 2, "team": "sum"}))
    assert [(row.division, row.team, row.points) for row in board.rows] == [(name, name, 2000)]
