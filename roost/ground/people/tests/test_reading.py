"""Files of people as HR systems write them, and files as nobody should write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.ground.kit.errors import InputError, Problem, Words
from roost.ground.people.engine import Sheet, read_sheet, sample_sheet, write_sheet
from roost.ground.people.engine.columns import SYNONYMS, Field, plain
from roost.ground.people.engine.dates import read_date
from roost.ground.people.engine.reading import MAX_ROWS, Row
from roost.ground.people.engine.records import MAX_BYTES

F = Field


def the_row(text: str) -> Row:
    (row,) = read_sheet(text.encode()).rows
    return row


def said(row: Row) -> dict[str, str]:
    return {field.value: cell.value for field, cell in row.cells.items()}


def refusal(content: bytes) -> Problem:
    with pytest.raises(InputError) as caught:
        read_sheet(content)
    (problem,) = caught.value.problems
    return problem


def complaints(text: str) -> list[tuple[int | None, str | None, str | None]]:
    return [(problem.row, problem.column, problem.value) for problem in read_sheet(text.encode()).problems]


def test_a_bamboohr_report_is_understood_with_both_of_its_numbers() -> None:
    row = the_row(
        "Employee ID,Employee Number,First Name,Last Name,Work Email,Job Title,Department,Division,Supervisor ID,"
        "Supervisor E ID,Hire Date\n"
        "40,1002,Ben,Lindqvist,Ben@Example.org,Sales lead,Cleveland,North,17,1001,2021-09-15\n"
    )
    assert said(row) == {
        "employee id": "1002",
        "e-mail": "ben@example.org",
        "first name": "Ben",
        "last name": "Lindqvist",
        "title": "Sales lead",
        "team": "Cleveland",
        "division": "North",
        "start date": "2021-09-15",
    }
    assert row.record_id == "40"
    assert row.starts_on == date(2021, 9, 15)
    assert [(named.value, named.by_record_id) for named in row.managers] == [("1001", False), ("17", True)]


def test_bamboohrs_own_field_names_are_understood() -> None:
    row = the_row("employeeNumber,firstName,lastName,workEmail,jobTitle,department,hireDate,terminationDate\n"
                  "1002,Ben,Lindqvist,ben@example.org,Sales lead,Cleveland,2021-09-15,0000-00-00\n")  # fmt: skip
    assert (row.text(F.EMPLOYEE_ID), row.text(F.EMAIL), row.text(F.TEAM)) == ("1002", "ben@example.org", "Cleveland")
    assert (row.starts_on, row.ends_on) == (date(2021, 9, 15), None)


def test_a_workday_report_is_understood() -> None:
    row = the_row(
        "Employee_ID,Legal_Name_First_Name,Legal_Name_Last_Name,Business_Title,Job_Profile,Supervisory_Organization,"
        "Company,Manager_Employee_ID,Hire_Date,Termination_Date,Worker_Type,Worker_Status\n"
        "1002,Ben,Lindqvist,Sales lead,Sales III,Cleveland,North,1001,2021-09-15,2024-05-31,Employee,Terminated\n"
    )
    assert said(row)["title"] == "Sales lead"
    assert (row.text(F.TEAM), row.text(F.DIVISION)) == ("Cleveland", "North")
    assert (row.ends_on, row.here) == (date(2024, 5, 31), False)
    assert row.managers[0].value == "1001"


def test_the_culture_amp_template_is_understood_and_names_of_managers_are_left_aside() -> None:
    sheet = read_sheet(
        b"Name,Preferred Name,Employee Id,Email,Date of Birth,Start Date,End Date,Language,Manager Email,Timezone,"
        b"Mobile Phone Number,Manager,Job Title,Job Title Level,Department,Division,Gender\n"
        b"Ben Lindqvist,Benny,1002,ben@example.org,1978-06-12,2021-09-15,,en,ada@example.org,Europe/Oslo,+4712345678,"
        b"Ada Okafor,Sales lead,3,Cleveland,North,Man\n"
    )
    (row,) = sheet.rows
    assert row.text(F.NAME) == "Ben Lindqvist"
    assert [named.value for named in row.managers] == ["ada@example.org"]
    assert sheet.unused == (
        "Preferred Name", "Date of Birth", "Language", "Timezone", "Mobile Phone Number", "Manager", "Job Title Level",
        "Gender",
    )  # fmt: skip


def test_a_lattice_file_is_understood() -> None:
    row = the_row("Name,Work email,Title,Manager,Status,Start date YYYY/MM/DD\n"
                  "Ben Lindqvist,ben@example.org,Sales lead,Ada@example.org,active,2021/09/15\n")  # fmt: skip
    assert (row.here, row.starts_on, row.managers[0].value) == (True, date(2021, 9, 15), "Ada@example.org")


def test_a_peopleforce_file_is_understood() -> None:
    row = the_row("employee_id,first_name,last_name,email,hired_on,position,department,division,manager\n"
                  "1002,Ben,Lindqvist,ben@example.org,2021-09-15,Sales lead,Cleveland,North,1001\n")  # fmt: skip
    assert (row.text(F.TITLE), row.starts_on, row.managers[0].value) == ("Sales lead", date(2021, 9, 15), "1001")


@pytest.mark.parametrize(
    ("header", "words"),
    [("workEmail", "work email"), ("Work E-mail", "work email"), ("Employee #", "employee number"),
     ("Manager's Email", "managers email"), ("Legal Name - First Name", "legal name first name")],
)  # fmt: skip
def test_headers_are_compared_as_plain_words(header: str, words: str) -> None:
    assert plain(header) == words


def test_every_synonym_is_spelt_as_headers_are_compared() -> None:
    headers = [header for ranks in SYNONYMS.values() for rank in ranks for header in rank]
    assert [header for header in headers if plain(header) != header] == []
    assert len(headers) == len(set(headers))


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_marks_separators_and_line_ends_make_no_difference(mark: bytes, separator: str, end: str) -> None:
    text = "person,name,team\n7,Zoë Ø,Cleveland\n".replace(",", separator).replace("\n", end)
    (row,) = read_sheet(mark + text.encode()).rows
    assert said(row) == {"employee id": "7", "name": "Zoë Ø", "team": "Cleveland"}


def test_blank_cells_and_na_say_nothing() -> None:
    assert said(the_row("person,name,team,title\n7, ,NA,\u00a0\n")) == {"employee id": "7"}


def test_blank_rows_are_passed_over_and_keep_their_number() -> None:
    assert [row.number for row in read_sheet(b"person,name\n\n1,A\n,\n2,B\n").rows] == [3, 5]


def test_values_are_tidied_but_not_changed() -> None:
    row = the_row("person,name\n7,  Jose\u0301\u00a0 \u200b Garc\u00eda \n")
    assert row.text(F.NAME) == "Jos\u00e9 Garc\u00eda"


def test_what_a_spreadsheet_would_run_survives_writing_and_reading() -> None:
    for value in ("=1+1", "+31", "-5", "@home", "'=1", "''x", "'@", "\uff1dSUM(A1)", "O'Brien"):
        content = write_sheet([(value, value)], ["person", "name"])
        (row,) = read_sheet(content).rows
        assert (row.text(F.EMPLOYEE_ID), row.text(F.NAME)) == (value, value)
        assert not content.decode("utf-8-sig").split("\r\n")[1].startswith(("=", "+", "-", "@", "\uff1d"))


def test_the_sample_reads_without_complaint() -> None:
    sheet = read_sheet(sample_sheet())
    assert (len(sheet.rows), sheet.unused, sheet.problems) == (3, (), ())


@pytest.mark.parametrize(
    ("text", "day"),
    [("2024-06-30", date(2024, 6, 30)), ("2024/6/1", date(2024, 6, 1)), ("2024-06-30 00:00:00", date(2024, 6, 30)),
     ("2024-06-30T00:00", date(2024, 6, 30)), ("2024-02-30", None), ("30.06.2024", None), ("06/05/2024", None),
     ("2024-06/30", None), ("1899-12-31", None), ("2101-01-01", None), ("٢٠٢٤-06-30", None),
     ("2024-06-30 09:00", None), ("2024-06-30-08:00", date(2024, 6, 30)), ("2024-06-30T00:00:00Z", date(2024, 6, 30)),
     ("30 Jun 2024", date(2024, 6, 30)), ("30-JUN-2024", date(2024, 6, 30)), ("June 30, 2024", date(2024, 6, 30)),
     ("Sept. 3 2024", date(2024, 9, 3)), ("31 Jun 2024", None), ("30 Junio 2024", None), ("30 Jun 24", None)],
)  # fmt: skip
def test_dates_that_mean_one_day_alone_are_read(text: str, day: date | None) -> None:
    assert read_date(text) == day


def test_each_bad_cell_is_named_with_row_column_and_value() -> None:
    text = (
        "person,name,email,hire date,status\n"
        "1,A,not an address,2024-02-30,active\n"
        "2,B\x07,b@example.org,05/06/2024,\n"
        '3,"C\nD",,,\n'
        f"4,{'x' * 201},,,\n"
        ",E,,,\n"
    )
    assert complaints(text) == [
        (2, "email", "not an address"),
        (2, "hire date", "2024-02-30"),
        (3, "name", "B\ufffd"),
        (4, "name", "C\ufffdD"),
        (5, "name", "x" * 79 + "\u2026"),
        (6, "person", ""),
        (3, "hire date", "05/06/2024"),
    ]


def started(*dates: str) -> list[date | None]:
    sheet = read_sheet(
        "\n".join(["person;hire date", *(f"{place};{text}" for place, text in enumerate(dates))]).encode()
    )
    assert sheet.problems == ()
    return [row.starts_on for row in sheet.rows]


@pytest.mark.parametrize(
    ("dates", "days"),
    [
        (("03/15/2021", "04/05/2022"), [date(2021, 3, 15), date(2022, 4, 5)]),
        (("04/05/2022", "15/03/2021"), [date(2022, 5, 4), date(2021, 3, 15)]),
        (("15.03.2021", "1.2.2020 00:00:00", ""), [date(2021, 3, 15), date(2020, 2, 1), None]),
        (("15-03-2021", "2020-02-01", "5 Jun 2019"), [date(2021, 3, 15), date(2020, 2, 1), date(2019, 6, 5)]),
        (("05/05/2021", "06/06/2020"), [date(2021, 5, 5), date(2020, 6, 6)]),
    ],
)
def test_a_day_above_12_decides_for_its_column(dates: tuple[str, ...], days: list[date | None]) -> None:
    assert started(*dates) == days


@pytest.mark.parametrize(
    ("dates", "row", "value", "words"),
    [
        (("05/05/2021", "03/04/2021", "06/07/2021"), 3, "03/04/2021", "2021-04-03 or 2021-03-04"),
        (("15/03/2021", "03/04/2021", "03/16/2021"), 4, "03/16/2021", "another order"),
        (("03.04.2021", "03/16/2021"), 2, "03.04.2021", "2021-04-03 or 2021-03-04"),
        (("13/13/2021",), 2, "13/13/2021", "not a date"),
        (("15/03/21",), 2, "15/03/21", "not a date"),
    ],
)
def test_a_column_that_does_not_tell_its_order_is_refused_once(
    dates: tuple[str, ...], row: int, value: str, words: str
) -> None:
    text = "person,hire date\n" + "".join(f"{place},{text}\n" for place, text in enumerate(dates))
    (problem,) = read_sheet(text.encode()).problems
    assert (problem.row, problem.column, problem.value) == (row, "hire date", value)
    assert words in problem.message
    assert "such as 20" in problem.message


def test_each_column_tells_its_own_order() -> None:
    text = "person,hire date,end date\n1,15/03/2021,03/16/2022\n2,02/03/2021,\n"
    rows = read_sheet(text.encode()).rows
    assert [(row.starts_on, row.ends_on) for row in rows] == [
        (date(2021, 3, 15), date(2022, 3, 16)),
        (date(2021, 3, 2), None),
    ]


@given(st.lists(st.dates(date(1950, 1, 1), date(2090, 1, 1)), min_size=1, max_size=8), st.sampled_from("./-"))
def test_dates_are_never_read_as_another_day(days: list[date], separator: str) -> None:
    for order in ("%d{0}%m{0}%Y", "%m{0}%d{0}%Y"):
        lines = [f"{place},{day.strftime(order.format(separator))}" for place, day in enumerate(days)]
        sheet = read_sheet("\n".join(["person,hire date", *lines, ""]).encode())
        tells = any(day.day > 12 for day in days) or all(day.day == day.month for day in days)
        assert (sheet.problems == ()) == tells
        assert sheet.problems or [row.starts_on for row in sheet.rows] == days


def test_cells_of_columns_that_are_not_used_may_say_anything() -> None:
    sheet = read_sheet(b'person,Notes\n1,"two\nlines"\n')
    assert (sheet.unused, sheet.problems) == (("Notes",), ())


def test_a_row_with_more_cells_than_headers_is_named() -> None:
    assert complaints("person,name,team\n2,B,C,D,E\n3,C,D,,\n") == [(2, "4", "D")]


def test_a_row_may_leave_out_blank_cells_at_its_end_unless_the_file_was_cut_there() -> None:
    assert complaints("person,name,team\n1\n2,B\n") == []
    assert complaints("person,name,team\n1\n2,B") == [(3, "team", "")]
    assert complaints("person,name,team\n1\n2,B,C") == []


def test_an_invisible_turn_of_direction_is_refused_and_a_joiner_is_not() -> None:
    assert complaints("person,name\n1,abc\u202edef\n2,\u0646\u200c\u0627\n") == [(2, "name", "abc\ufffddef")]


def test_a_status_that_nobody_knows_is_told_and_taken_as_nothing() -> None:
    sheet = read_sheet(b"person,status\n1,Sabbatical\n2,Terminated\n3,Full-Time\n")
    assert [row.here for row in sheet.rows] == [None, False, True]
    assert sheet.unread_statuses == ("Sabbatical",)


@pytest.mark.parametrize(
    ("content", "row", "column", "value", "words"),
    [
        (b"", 1, "1", "", "empty"),
        (b"\xef\xbb\xbf\n \n", 1, "1", "", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", 3, "1", "\\x00\\x00", "not text"),
        (b"PK\x03\x04[Content_Types].xml", 1, "1", "", "workbook"),
        ("person\n7".encode("utf-16"), 1, "1", "\\xff\\xfep\\x00e\\x00r\\x00", "UTF-16"),
        ("person,name\n7,Zoë".encode("cp1252"), 2, "name", "Zo\ufffd", "UTF-8"),
        ("person,name\n7,山田".encode("shift-jis"), 2, "name", "\ufffdR\ufffdc", "UTF-8"),
        (b"name,team\nA,B\n", 1, "name", "name, team", "No column"),
        (b"person,name\n", 2, "person", "", "no people"),
        (b"person,email,Email\n1,,\n", 1, "Email", "Email", "both give the e-mail"),
        (b'person,name\n1,A\n2,"B\n3,C\n', 3, "name", '"B', "quotation"),
        (b'person,name\n1,A\n2,"B"x\n3,C\n', 3, "name", '"B"x', "quotation"),
        (b'person,"na\n1,A\n', 1, "2", '"na', "quotation"),
        (b"person,name\n1," + b"x" * 200_000, 2, "name", "x" * 79 + "\u2026", "too long"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_why(
    content: bytes, row: int, column: str, value: str, words: str
) -> None:
    problem = refusal(content)
    assert (problem.row, problem.column, problem.value) == (row, column, value)
    assert words in problem.message
    assert isinstance(problem.message, Words)


def test_a_million_columns_are_refused_by_their_number() -> None:
    problem = refusal(b"person," + b",".join(b"c%d" % number for number in range(999_999)) + b"\n1\n")
    assert (problem.row, problem.column, problem.value) == (1, "c199", "1000000")


def test_a_row_of_a_million_cells_is_refused_where_it_stands() -> None:
    problem = refusal(b"person\n1\n2" + b"," * 1_000_000 + b"\n")
    assert (problem.row, problem.column) == (3, "20001")


def test_more_bytes_or_rows_than_fit_are_refused() -> None:
    assert "16 MB" in refusal(b"person\n" + b"1" * MAX_BYTES).message
    many = b"person\n" + b"".join(b"%d\n" % number for number in range(MAX_ROWS + 1))
    assert (refusal(many).row, refusal(many).value) == (MAX_ROWS + 2, str(MAX_ROWS))


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_no_bytes_ever_break_the_reading(content: bytes) -> None:
    for start in (b"", b"person,email,hire date\n", b'"Employee ID";Manager;Status\r\n'):
        try:
            sheet = read_sheet(start + content)
        except InputError:
            continue
        assert all(row.cells or sheet.problems for row in sheet.rows)


def test_two_alternatives_of_one_meaning_are_not_refused() -> None:
    sheet: Sheet = read_sheet(b"Work Email,Email,Department,Team\na@example.org,home@example.org,Sales,Cleveland\n")
    assert (sheet.rows[0].text(F.EMAIL), sheet.rows[0].text(F.TEAM)) == ("a@example.org", "Cleveland")
    assert sheet.unused == ("Email", "Department")
