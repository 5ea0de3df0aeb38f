"""Take a file apart into records of cells: encoding, separator and quotes, each doubted before it is used."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from itertools import islice

from roost.ground.kit.errors import InputError, Problem
from roost.ground.kit.errors import Words as _
from roost.ground.people.engine.columns import is_known

MAX_BYTES = 16 * 1024 * 1024
MAX_COLUMNS = 200
MOST_IN_LINE = 20_000
MOST_IN_CELL = 1_000_000

_SAVE_AS = _("Save it again as 'CSV UTF-8' and choose that file.")


def shortened(text: str, length: int = 80) -> str:
    """Give a value as a message shows it: printable, and no longer than a line."""
    shown = "".join(char if char.isprintable() else "\ufffd" for char in text[: length + 1])
    return shown if len(shown) <= length else shown[: length - 1] + "\u2026"


def _lines(content: bytes) -> Iterator[str]:
    """Decode line by line, so that a large file costs little more than its own size."""
    return io.TextIOWrapper(io.BytesIO(content), "utf-8-sig", "surrogateescape", newline="")


def must_be_text(content: bytes) -> None:
    """Raise InputError for a file that is too large, empty, or of another kind than text."""
    if len(content) > MAX_BYTES:
        words = _("The file is larger than 16 MB. Leave out columns that are not used, or split it.")
        raise InputError(Problem(words))
    refuse_other_kinds(content)
    if not content.removeprefix(codecs.BOM_UTF8).strip():
        raise InputError(Problem(_("The file is empty."), row=1, column="1", value=""))


def refuse_other_kinds(start: bytes) -> None:
    """Raise InputError for a file, known by its first bytes, that is of another kind than text."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(_not_text(start, 0, _("This is UTF-16 text. %(advice)s", advice=_SAVE_AS)))
    refuse_workbooks(start)
    if b"\0" in start:
        words = _("This file is not text. %(advice)s", advice=_SAVE_AS)
        raise InputError(_not_text(start, start.index(b"\0"), words))


def refuse_workbooks(start: bytes) -> None:
    """Raise InputError for a file, known by its first bytes, that a spreadsheet or an archiver keeps for itself."""
    if start.startswith(b"PK\x03\x04"):
        words = _("This is a workbook or an archive, not text. %(advice)s", advice=_SAVE_AS)
        raise InputError(Problem(words, row=1, column="1", value=""))


def _not_text(content: bytes, place: int, message: str) -> Problem:
    line = content.rfind(b"\n", 0, place) + 1
    cell = 1 + len(re.findall(rb"[,;\t]", content[line:place]))
    return Problem(message, content.count(b"\n", 0, place) + 1, str(cell), repr(content[place : place + 8])[2:-1])


def separator_of(content: bytes, known: Callable[[str], bool] = is_known) -> str:
    """Choose comma, semicolon or tab: that under which most headers are `known`."""
    header = next((line for line in _lines(content) if line.strip()), "")
    best = max(",;\t", key=lambda separator: (_make_sense(header, separator, known), header.count(separator)))
    if header.count(best) >= MAX_COLUMNS:
        cells = header.split(best, MAX_COLUMNS + 1)
        columns = header.count(best) + 1
        raise InputError(
            Problem(
                _(
                    "The header has %(columns)s columns; at most %(limit)s can be read.",
                    columns=f"{columns:,}",
                    limit=MAX_COLUMNS,
                ),
                row=1,
                column=shortened(cells[MAX_COLUMNS].strip() or str(MAX_COLUMNS + 1)),
                value=str(columns),
            )
        )
    return best


def _make_sense(header: str, separator: str, known: Callable[[str], bool]) -> int:
    if header.count(separator) >= MAX_COLUMNS:
        return 0
    return sum(known(cell.strip().strip('"')) for cell in header.split(separator))


def records_of(content: bytes, separator: str) -> Iterator[tuple[int, list[str]]]:
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
            words = _("This line has far too many cells for anything about a person.")
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
    message = _("This cell is far too long for anything about a person.")
    if value.startswith('"'):
        message = _('The quotation marks of this cell do not close; inside quotes, write "" for one mark.')
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


def must_be_utf8(row: int, column: str, cell: str) -> None:
    """Raise InputError for a cell that was written in another encoding."""
    if any("\udc80" <= char <= "\udcff" for char in cell):
        raise InputError(
            Problem(_("This text is not UTF-8. %(advice)s", advice=_SAVE_AS), row, column, shortened(cell))
        )
