"""Read a table as spreadsheets write it: any separator and encoding, titles above it, columns left empty."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from roost.gather.circles.reads.cells import trimmed
from roost.gather.circles.reads.headers import meant_by
from roost.gather.circles.reads.workbooks import rows_of_workbook
from roost.ground.kit.errors import InputError, Problem
from roost.ground.kit.errors import Words as _

MOST_PEOPLE = 2_000
MOST_COLUMNS = 60
LONGEST_HEADER = 200
LONGEST_CELL = 500
MOST_TITLES = 5
MOST_PROBLEMS = 20
SEPARATORS = ",;\t"
# Lines from which the separator is told.
_FIRST_LINES = 20
_SEPARATOR_LINE = re.compile(r"\"?sep=(.)\"?\r?\n", re.IGNORECASE)
# What workbooks begin with, of today and of long ago.
_WORKBOOK, _OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_WHOLE_OR_COMMA = re.compile(r"[+-]?\d+(,\d+)?", re.ASCII)
# What lists say for yes and no; they are kept as yes and no.
_FLAGS = ({"ja": "yes", "nein": "no"}, {"oui": "yes", "non": "no"}, {"si": "yes", "sí": "yes", "no": "no"})


@dataclass(frozen=True)
class Table:
    """Columns by their own names and trimmed cells; `numbers` are the rows of the file, counted from 1.

    `short` are those of them that end before the header does, with how many cells they have.
    """

    header: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    numbers: Sequence[int]
    short: Mapping[int, int] = field(default_factory=dict)


def table_in(content: bytes, *, file: str) -> Table:
    """Read a list of people as it comes; raises InputError that names rows and columns."""
    if content.startswith(_WORKBOOK):
        return table_of_rows(rows_of_workbook(content, file=file), file=file)
    text = _text(content, file)
    told = _SEPARATOR_LINE.match(text)
    separator, above = (told[1], 1) if told else (_separator(text), 0)
    rows = _rows(text[told.end() :] if told else text, separator, above, file)
    table = table_of_rows(rows, file=file, has_commas=separator != ",")
    # Only here: a workbook leaves out what is empty at the end of a row.
    have, wide = {number: len(cells) for number, cells in rows}, len(table.header)
    return replace(table, short={one: have[one] for one in table.numbers if have[one] < wide})


def table_of_rows(rows: Sequence[tuple[int, Sequence[str]]], *, file: str, has_commas: bool = False) -> Table:
    """Make a table of rows with their numbers; `has_commas` says that decimals may be written with a comma."""
    filled = [(number, cells) for number, cells in rows if any(cells)]
    if not filled:
        raise InputError(Problem(_("This file is empty."), file=file))
    (top, raw), *below = _without_titles(filled)
    if not below:
        raise InputError(Problem(_("There is nobody in this file."), file=file))
    if len(below) > MOST_PEOPLE:
        words = _("There are %(has)s people here; at most %(most)s can be seated.", has=len(below), most=MOST_PEOPLE)
        raise InputError(Problem(words, file=file))
    _refuse_wide(raw, below, file)
    lines = [[*cells, *[""] * (len(raw) - len(cells))] for _number, cells in below]
    kept = [place for place, name in enumerate(raw) if name or any(line[place] for line in lines)]
    header, numbers = tuple(raw[place] for place in kept), [number for number, _cells in below]
    _refuse_header(header, kept, top, file)
    columns = [_tidied([line[place] for line in lines], has_commas) for place in kept]
    _refuse_cells(header, columns, numbers, file)
    return Table(header, list(zip(*columns, strict=True)), numbers)


def _text(content: bytes, file: str) -> str:
    if content.startswith(_OLD_WORKBOOK):
        words = _(
            "This is a workbook of an old kind. Save it as .xlsx or as CSV (comma separated, UTF-8) and try again."
        )
        raise InputError(Problem(words, file=file))
    is_wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    # The last is what Excel writes where its user did not choose UTF-8; some bytes mean nothing there either.
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise InputError(Problem(_("This is no text: some bytes are zero. Save it as CSV anew."), file=file))
        return text
    raise InputError(Problem(_("This is not UTF-8; save the file as CSV in UTF-8."), file=file))


def _separator(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()][:_FIRST_LINES]
    return max(SEPARATORS, key=lambda one: (sum(one in line for line in lines), sum(line.count(one) for line in lines)))


def _rows(text: str, separator: str, above: int, file: str) -> list[tuple[int, list[str]]]:
    number, rows = above, []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        for number, cells in enumerate(reader, start=above + 1):
            rows.append((number, [trimmed(cell) for cell in cells]))
    except csv.Error as error:
        words = _("This row cannot be read: %(why)s.", why=str(error))
        raise InputError(Problem(words, number + 1, file=file)) from None
    return rows


def _without_titles(rows: Sequence[tuple[int, Sequence[str]]]) -> Sequence[tuple[int, Sequence[str]]]:
    """Leave out what stands above the header in a single cell, such as a title."""
    for at, (_number, cells) in enumerate(rows[: MOST_TITLES + 1]):
        said = [cell for cell in cells if cell]
        if len(said) > 1:
            return rows[at:] if meant_by(said) else rows
        if meant_by(said):
            break
    return rows


def _tidied(cells: Sequence[str], has_commas: bool) -> list[str]:
    """Write numbers with a point, and yes and no as such, where a whole column is of that kind."""
    said = {cell.lower() for cell in cells if cell}
    for words in _FLAGS:
        if said and said <= words.keys() and said != {"no"}:
            return [words.get(cell.lower(), "") for cell in cells]
    if has_commas and any("," in cell for cell in said) and all(_WHOLE_OR_COMMA.fullmatch(cell) for cell in said):
        return [cell.replace(",", ".") for cell in cells]
    return list(cells)


def _refuse_wide(raw: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]], file: str) -> None:
    many = sum(map(bool, raw))
    if many > MOST_COLUMNS:
        words = _("There are %(has)s columns here; keep the %(most)s that matter.", most=MOST_COLUMNS, has=many)
        raise InputError(Problem(words, file=file))
    problems = [
        Problem(
            _("This row has %(has)s cells, the first row %(needs)s.", has=len(cells), needs=len(raw)), number, file=file
        )
        for number, cells in rows
        if any(cells[len(raw) :])
    ]
    _raise_any(problems)


def _refuse_header(header: Sequence[str], places: Sequence[int], row: int, file: str) -> None:
    for at, (name, place) in enumerate(zip(header, places, strict=True)):
        if not name:
            raise InputError(Problem(_("Column %(place)s has no name.", place=place + 1), row, file=file))
        if len(name) > LONGEST_HEADER:
            words = _("The name of a column has at most %(most)s characters.", most=LONGEST_HEADER)
            raise InputError(Problem(words, row, name[:50], file=file))
        if name in header[:at]:
            raise InputError(Problem(_("Two columns have this name."), row, name, file=file))


def _refuse_cells(header: Sequence[str], columns: Sequence[Sequence[str]], numbers: Sequence[int], file: str) -> None:
    words = _("A cell has at most %(most)s characters.", most=LONGEST_CELL)
    problems = [
        Problem(words, number, name, cell[:50], file)
        for name, cells in zip(header, columns, strict=True)
        for number, cell in zip(numbers, cells, strict=True)
        if len(cell) > LONGEST_CELL
    ]
    _raise_any(problems)


def _raise_any(problems: Sequence[Problem]) -> None:
    if problems:
        raise InputError(problems[:MOST_PROBLEMS])
