"""Read a file of people into rows: encoding, separator, quotes, headers and cells, each doubted before it is used."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import NamedTuple

from roost.ground.kit.errors import InputError, Problem
from roost.ground.people.engine.columns import Columns, Field, is_known, read_header

MAX_BYTES = 16 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 200
MOST_IN_LINE = 20_000
MOST_IN_CELL = 1_000_000
MAX_LENGTH = {
    Field.EMPLOYEE_ID: 100,
    Field.EMAIL: 254,
    Field.MANAGER_ID: 100,
    Field.MANAGER_EMAIL: 254,
    Field.MANAGER: 254,
}
OTHER_LENGTH = 200
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 1, 1)

HERE = frozenset(
    "active,yes,true,1,employed,current,on leave,leave,leave of absence,full time,part time,contractor,intern,temporary"
    ",permanent,probation".split(",")
)
LEFT = frozenset("terminated,inactive,no,false,0,deceased,left,former,leaver,resigned,retired,deactivated".split(","))

_SAVE_AS = "Save it again as 'CSV UTF-8' and choose that file."
_DATE = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?:[T ]00:00(?::00(?:\.0{1,6})?)?)?", re.ASCII)
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
    _must_be_text(content)
    return _sheet(content, _separator(content))


def read_date(text: str) -> date | None:
    """Give the day that `2024-06-30` or `2024/06/30` names, or None for anything else."""
    match = _DATE.fullmatch(text)
    if not match:
        return None
    try:
        day = date(int(match[1]), int(match[3]), int(match[4]))
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def is_address(text: str) -> bool:
    """Say whether a text could be an e-mail address."""
    return _EMAIL.fullmatch(text) is not None


def shortened(text: str, length: int = 80) -> str:
    """Give a value as a message shows it: printable, and no longer than a line."""
    shown = "".join(char if char.isprintable() else "\ufffd" for char in text[: length + 1])
    return shown if len(shown) <= length else shown[: length - 1] + "\u2026"


def _lines(content: bytes) -> Iterator[str]:
    """Decode line by line, so that a large file costs little more than its own size."""
    return io.TextIOWrapper(io.BytesIO(content), "utf-8-sig", "surrogateescape", newline="")


def _must_be_text(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        raise InputError(Problem("The file is larger than 16 MB. Leave out columns that are not used, or split it."))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(_not_text(content, 0, f"This is UTF-16 text. {_SAVE_AS}"))
    if content.startswith(b"PK\x03\x04"):
        raise InputError(_not_text(content, 0, f"This is a workbook or an archive, not text. {_SAVE_AS}"))
    if b"\0" in content:
        raise InputError(_not_text(content, content.index(b"\0"), f"This file is not text. {_SAVE_AS}"))
    if not content.removeprefix(codecs.BOM_UTF8).strip():
        raise InputError(Problem("The file is empty.", row=1, column="1", value=""))


def _not_text(content: bytes, place: int, message: str) -> Problem:
    line = content.rfind(b"\n", 0, place) + 1
    cell = 1 + len(re.findall(rb"[,;\t]", content[line:place]))
    return Problem(message, content.count(b"\n", 0, place) + 1, str(cell), repr(content[place : place + 8])[2:-1])


def _separator(content: bytes) -> str:
    """Choose the separator under which most headers make sense."""
    header = next((line for line in _lines(content) if line.strip()), "")
    best = max(",;\t", key=lambda separator: (_makes_sense(header, separator), header.count(separator)))
    if header.count(best) >= MAX_COLUMNS:
        cells = header.split(best, MAX_COLUMNS + 1)
        columns = header.count(best) + 1
        raise InputError(
            Problem(
                f"The header has {columns:,} columns; at most {MAX_COLUMNS} can be read.",
                row=1,
                column=shortened(cells[MAX_COLUMNS].strip() or str(MAX_COLUMNS + 1)),
                value=str(columns),
            )
        )
    return best


def _makes_sense(header: str, separator: str) -> int:
    if header.count(separator) >= MAX_COLUMNS:
        return 0
    return sum(is_known(cell.strip().strip('"')) for cell in header.split(separator))


def _records(content: bytes, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Give each record with its number, as a spreadsheet would count it."""
    reader = csv.reader(_bearable(_lines(content), separator), delimiter=separator, strict=True)
    number = 0
    while True:
        lines_before = reader.line_num
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise InputError(_broken(content, separator, lines_before, number)) from None
        yield number, cells


def _bearable(lines: Iterator[str], separator: str) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        if len(line) > MOST_IN_LINE and line.count(separator) > MOST_IN_LINE:
            words = "This line has far too many cells for anything about a person."
            raise InputError(Problem(words, number, str(MOST_IN_LINE + 1), shortened(line)))
        yield line


def _broken(content: bytes, separator: str, lines_before: int, number: int) -> Problem:
    """Find the cell of a record that the reader gave up on."""
    record = "".join(islice(_lines(content), lines_before, lines_before + 100))[:MOST_IN_CELL]
    place, cell = 0, 1
    while place < len(record):
        if record[place] == '"':
            end = _closing(record, place)
            if end < len(record) and record[end] not in f"{separator}\r\n":
                break
        else:
            end = next((at for at in range(place, len(record)) if record[at] in f"{separator}\r\n"), len(record))
        if end - place > csv.field_size_limit() or end >= len(record) or record[end] != separator:
            break
        place, cell = end + 1, cell + 1
    value = record[place:]
    message = "This cell is far too long for anything about a person."
    if value.startswith('"'):
        message = 'The quotation marks of this cell do not close; inside quotes, write "" for one mark.'
    # Of a broken header only the position is sure; below it the header names the column.
    above = next((row for row in csv.reader(_lines(content), delimiter=separator) if row), []) if number > 1 else []
    column = above[cell - 1].strip() if cell <= len(above) else ""
    return Problem(message, number, column or str(cell), shortened(value.splitlines()[0] if value else ""))


def _closing(record: str, opening: int) -> int:
    """Give the place after the quotation mark that closes a cell, where two in a row stand for one."""
    at = record.find('"', opening + 1)
    while at >= 0 and record.startswith('""', at):
        at = record.find('"', at + 2)
    return at + 1 if at >= 0 else len(record)


def _sheet(content: bytes, separator: str) -> Sheet:
    records = ((number, cells) for number, cells in _records(content, separator) if any(map(str.strip, cells)))
    first, headers = next(records, (1, [""]))
    headers = [" ".join(header.translate(_UNSEEN).split()) for header in headers]
    while headers and not headers[-1]:
        headers.pop()
    for position, header in enumerate(headers):
        _must_be_utf8(first, str(position + 1), header)
    columns = read_header(headers)
    if columns.problems:
        raise InputError(columns.problems)

    reading = _Reading(columns)
    rows: list[Row] = []
    for number, cells in records:
        if len(rows) == MAX_ROWS:
            raise InputError(
                Problem(
                    f"The file has more than {MAX_ROWS:,} people. Import it in parts.",
                    row=number,
                    column=columns.headers[0],
                    value=shortened(cells[0]),
                )
            )
        rows.append(reading.row(number, cells))
    # Spreadsheets leave out blank cells at the end of a row; a file that just stops was cut.
    if rows and len(cells) < len(headers) and not content.endswith((b"\n", b"\r")):
        reading.refuse(number, headers[len(cells)], "", "The file ends in the middle of this row. Export it again.")
    if not rows:
        raise InputError(Problem("The file has headers but no people.", row=2, column=columns.headers[0], value=""))
    return Sheet(tuple(rows), columns.unused, tuple(sorted(reading.unread_statuses)), tuple(reading.problems))


def _must_be_utf8(row: int, column: str, cell: str) -> None:
    if any("\udc80" <= char <= "\udcff" for char in cell):
        raise InputError(Problem(f"This text is not UTF-8. {_SAVE_AS}", row, column, shortened(cell)))


class _Reading:
    """Turn records into rows, keeping what is wrong on the way."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.problems: list[Problem] = []
        self.unread_statuses: set[str] = set()

    def row(self, number: int, cells: list[str]) -> Row:
        headers = self.columns.headers
        refused_before = len(self.problems)
        for header, cell in zip(headers, cells, strict=False):
            if not cell.isascii():
                _must_be_utf8(number, header, cell)
        for cell in cells[len(headers) :]:
            if cell.strip():
                self.refuse(
                    number,
                    str(len(headers) + 1),
                    cell,
                    f"This row has {len(cells)} cells and the header {len(headers)}. Put values that contain the "
                    "separator in quotes.",
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
            self.refuse(number, column, "", "This row has neither an employee id nor an e-mail, so it is nobody's.")
        return Row(
            number=number,
            cells=said,
            managers=tuple(managers),
            record_id=self._record_id(number, cells),
            starts_on=self._day(number, said.get(Field.STARTS_ON)),
            ends_on=self._day(number, said.get(Field.ENDS_ON)),
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
                    name = "a line break" if char in "\r\n" else f"the invisible character U+{ord(char):04X}"
                    self.refuse(row, column, text, f"This cell contains {name}. Take it out.")
                    return None
            text = unicodedata.normalize("NFC", text)
        if " " in text or not text.isascii():
            text = " ".join(text.split())
        limit = MAX_LENGTH.get(field, OTHER_LENGTH)
        if len(text) > limit:
            self.refuse(row, column, text, f"This is {len(text)} characters long; at most {limit} fit.")
            return None
        if field in (Field.EMAIL, Field.MANAGER_EMAIL):
            if not is_address(text):
                self.refuse(row, column, text, "This is not an e-mail address, such as ada@example.org.")
                return None
            return text.lower()
        return text

    def _record_id(self, row: int, cells: list[str]) -> str | None:
        position = self.columns.record_id
        if position is None or position >= len(cells):
            return None
        return self._value(row, Field.EMPLOYEE_ID, self.columns.headers[position], cells[position])

    def _day(self, row: int, cell: Cell | None) -> date | None:
        if cell is None or cell.value == "0000-00-00":  # What BambooHR writes for no date.
            return None
        day = read_date(cell.value)
        if day is None:
            self.refuse(row, cell.column, cell.value, "This is not a date. Write the year first, such as 2024-06-30.")
        return day

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
