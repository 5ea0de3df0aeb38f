"""Read the records of a file of people into rows: headers and cells, each doubted before it is used."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from roost.ground.kit.errors import InputError, Problem
from roost.ground.kit.errors import Words as _
from roost.ground.people.engine.columns import Columns, Field, read_header
from roost.ground.people.engine.dates import Numbers, is_day_first, read_date, read_numbers
from roost.ground.people.engine.records import must_be_text, must_be_utf8, records_of, separator_of, shortened

MAX_ROWS = 100_000
MAX_LENGTH = {
    Field.EMPLOYEE_ID: 100,
    Field.EMAIL: 254,
    Field.MANAGER_ID: 100,
    Field.MANAGER_EMAIL: 254,
    Field.MANAGER: 254,
}
OTHER_LENGTH = 200

HERE = frozenset(
    "active,yes,true,1,employed,current,on leave,leave,leave of absence,full time,part time,contractor,intern,temporary"
    ",permanent,probation".split(",")
)
LEFT = frozenset("terminated,inactive,no,false,0,deceased,left,former,leaver,resigned,retired,deactivated".split(","))

_EMAIL = re.compile(r"[^@\s,;<>\"()]{1,64}@[^@\s,;<>\"()]{1,189}")
# Written by word processors and chat programs, and seen by nobody.
_UNSEEN = str.maketrans("", "", "\ufeff\u200b\u00ad")
# Joiners and direction marks belong to the spelling of names in several scripts.
_SPELLING = frozenset("\u200c\u200d\u200e\u200f")
_FORMULA = re.compile(r"'+[=+\-@\t\r\uff1d]")


class Cell(NamedTuple):
    """A cell that says something, under the header as the file writes it."""

    column: str
    value: str


class Reference(NamedTuple):
    """How a row names its manager."""

    column: str
    value: str
    field: Field
    by_record_id: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One person of a file; a field that is absent says nothing, so what is known stays.

    `number` counts from 1, the header being row 1. `here` is what the status says: True, False, or None for nothing.
    """

    number: int
    cells: Mapping[Field, Cell]
    managers: tuple[Reference, ...] = ()
    record_id: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    here: bool | None = None

    def text(self, field: Field) -> str | None:
        cell = self.cells.get(field)
        return cell.value if cell else None


@dataclass(frozen=True)
class Sheet:
    """A file of people, read: its rows, the headers that were not used, and what is wrong in single cells."""

    rows: tuple[Row, ...]
    unused: tuple[str, ...]
    unread_statuses: tuple[str, ...]
    problems: tuple[Problem, ...]

    def addresses(self) -> Iterator[str]:
        """Give the e-mail of every row that has one."""
        return (address for row in self.rows if (address := row.text(Field.EMAIL)))


def read_sheet(content: bytes) -> Sheet:
    """Read a CSV file: UTF-8 with or without a byte order mark; comma, semicolon or tab.

    Cells that cannot be used are `problems` of the sheet; raises InputError when the file as a whole cannot be read.
    """
    must_be_text(content)
    return _sheet(content, separator_of(content))


def is_address(text: str) -> bool:
    """Say whether a text could be an e-mail address."""
    return _EMAIL.fullmatch(text) is not None


def _sheet(content: bytes, separator: str) -> Sheet:
    records = ((number, cells) for number, cells in records_of(content, separator) if any(map(str.strip, cells)))
    first, headers = next(records, (1, [""]))
    headers = [" ".join(header.translate(_UNSEEN).split()) for header in headers]
    while headers and not headers[-1]:
        headers.pop()
    for position, header in enumerate(headers):
        must_be_utf8(first, str(position + 1), header)
    columns = read_header(headers)
    if columns.problems:
        raise InputError(columns.problems)

    reading = _Reading(columns)
    rows: list[Row] = []
    for number, cells in records:
        if len(rows) == MAX_ROWS:
            raise InputError(
                Problem(
                    _("The file has more than %(limit)s people. Import it in parts.", limit=f"{MAX_ROWS:,}"),
                    row=number,
                    column=columns.headers[0],
                    value=shortened(cells[0]),
                )
            )
        rows.append(reading.row(number, cells))
    # Spreadsheets leave out blank cells at the end of a row; a file that just stops was cut.
    if rows and len(cells) < len(headers) and not content.endswith((b"\n", b"\r")):
        reading.refuse(number, headers[len(cells)], "", _("The file ends in the middle of this row. Export it again."))
    if not rows:
        raise InputError(Problem(_("The file has headers but no people."), row=2, column=columns.headers[0], value=""))
    reading.order_dates(rows)
    return Sheet(tuple(rows), columns.unused, tuple(sorted(reading.unread_statuses)), tuple(reading.problems))


class _Reading:
    """Turn records into rows, keeping what is wrong on the way."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.problems: list[Problem] = []
        self.unread_statuses: set[str] = set()
        self.unordered: dict[tuple[Field, str], list[tuple[int, Cell, Numbers]]] = defaultdict(list)

    def row(self, number: int, cells: list[str]) -> Row:
        headers = self.columns.headers
        refused_before = len(self.problems)
        for header, cell in zip(headers, cells, strict=False):
            if not cell.isascii():
                must_be_utf8(number, header, cell)
        for cell in cells[len(headers) :]:
            if cell.strip():
                self.refuse(
                    number,
                    str(len(headers) + 1),
                    cell,
                    _(
                        "This row has %(cells)s cells and the header %(headers)s. Put values that contain the "
                        "separator in quotes.",
                        cells=len(cells),
                        headers=len(headers),
                    ),
                )
                break
        said: dict[Field, Cell] = {}
        managers = []
        for field, positions in self.columns.positions.items():
            for position in positions:
                value = self._value(number, field, headers[position], cells[position] if position < len(cells) else "")
                if value is None:
                    continue
                if field in (Field.MANAGER_ID, Field.MANAGER_EMAIL, Field.MANAGER):
                    by_record_id = position in self.columns.by_record_id
                    managers.append(Reference(headers[position], value, field, by_record_id))
                    continue
                said.setdefault(field, Cell(headers[position], value))
        if Field.EMPLOYEE_ID not in said and Field.EMAIL not in said and len(self.problems) == refused_before:
            column = headers[(self.columns.positions.get(Field.EMPLOYEE_ID) or self.columns.positions[Field.EMAIL])[0]]
            words = _("This row has neither an employee id nor an e-mail, so it is nobody's.")
            self.refuse(number, column, "", words)
        return Row(
            number=number,
            cells=said,
            managers=tuple(managers),
            record_id=self._record_id(number, cells),
            starts_on=self._day(number, Field.STARTS_ON, said),
            ends_on=self._day(number, Field.ENDS_ON, said),
            here=self._status(said.get(Field.STATUS)),
        )

    def refuse(self, row: int, column: str, value: str, message: str) -> None:
        self.problems.append(Problem(message, row, column, shortened(value)))

    def _value(self, row: int, field: Field, column: str, cell: str) -> str | None:
        """Give a cell's value, tidied, or None when it is blank or cannot be used."""
        text = cell.strip()
        if not text.isascii():
            text = text.translate(_UNSEEN).strip()
        if not text or text == "NA":
            return None
        if text[0] == "'" and _FORMULA.match(text):
            text = text[1:]
        if not text.isascii() or not text.isprintable():
            for char in text:
                if unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"} and char not in _SPELLING:
                    words = _(
                        "This cell contains the invisible character %(char)s. Take it out.", char=f"U+{ord(char):04X}"
                    )
                    if char in "\r\n":
                        words = _("This cell contains a line break. Take it out.")
                    self.refuse(row, column, text, words)
                    return None
            text = unicodedata.normalize("NFC", text)
        if " " in text or not text.isascii():
            text = " ".join(text.split())
        limit = MAX_LENGTH.get(field, OTHER_LENGTH)
        if len(text) > limit:
            words = _("This is %(length)s characters long; at most %(limit)s fit.", length=len(text), limit=limit)
            self.refuse(row, column, text, words)
            return None
        if field in (Field.EMAIL, Field.MANAGER_EMAIL):
            if not is_address(text):
                self.refuse(row, column, text, _("This is not an e-mail address, such as ada@example.org."))
                return None
            return text.lower()
        return text

    def _record_id(self, row: int, cells: list[str]) -> str | None:
        position = self.columns.record_id
        if position is None or position >= len(cells):
            return None
        return self._value(row, Field.EMPLOYEE_ID, self.columns.headers[position], cells[position])

    def _day(self, row: int, field: Field, said: Mapping[Field, Cell]) -> date | None:
        cell = said.get(field)
        if cell is None or cell.value == "0000-00-00":  # What BambooHR writes for no date.
            return None
        day = read_date(cell.value)
        if day is None and (numbers := read_numbers(cell.value)):
            self.unordered[field, numbers.separator].append((row, cell, numbers))
        elif day is None:
            words = _("This is not a date. Write the year first, such as 2024-06-30.")
            self.refuse(row, cell.column, cell.value, words)
        return day

    def order_dates(self, rows: list[Row]) -> None:
        """Read the dates of day and month as numbers, now that their whole column is known."""
        places = {row.number: place for place, row in enumerate(rows)}
        for (field, _separator), dates in self.unordered.items():
            day_first = is_day_first(numbers for _row, _cell, numbers in dates)
            for number, cell, numbers in dates:
                day = numbers.day_first if day_first else numbers.month_first
                if day is None or (day_first is None and numbers.has_two_readings):
                    self.refuse(number, cell.column, cell.value, _why_unordered(numbers))
                    break  # The first place tells what is wrong with the whole column.
                row = rows[places[number]]
                starts = field is Field.STARTS_ON
                rows[places[number]] = replace(row, starts_on=day) if starts else replace(row, ends_on=day)

    def _status(self, cell: Cell | None) -> bool | None:
        if cell is None:
            return None
        word = cell.value.lower().replace("-", " ")
        if word in HERE:
            return True
        if word in LEFT:
            return False
        self.unread_statuses.add(cell.value)
        return None


def _why_unordered(numbers: Numbers) -> str:
    if not numbers.has_two_readings:
        return _(
            "Day and month stand in another order here than elsewhere in this column. Write its dates with the year "
            "first, such as 2021-03-15."
        )
    return _(
        "This can be %(one)s or %(other)s, and no date of this column tells which. Write its dates with the year "
        "first, such as 2021-03-15.",
        one=numbers.day_first,
        other=numbers.month_first,
    )
