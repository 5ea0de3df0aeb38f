"""Read a roster: who there is, and what is known of each. Format: `circle-files.md`."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from roost.ground.kit.errors import InputError, Problem
from roost.ground.kit.errors import Words as _

MOST_COLUMNS = 1_000
MOST_PROBLEMS = 20
LONGEST_SHOWN = 100
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
# What a spreadsheet's own file begins with: zip (xlsx, ods) and the older compound file (xls).
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True)
class Roster:
    """Hold people in the order of their file: `columns[name][i]` is person i's trimmed value, empty where missing.

    `rows[i]` is the row of the file, its header being row 1.
    """

    ids: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    rows: tuple[int, ...]
    file: str = "roster"

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def place_of(self) -> dict[str, int]:
        """Map each id to its place, from 0."""
        return {one: place for place, one in enumerate(self.ids)}

    def texts(self, column: str) -> tuple[str, ...]:
        """Give a column; raises InputError where the roster has none of this name."""
        if column not in self.columns:
            known = ", ".join(name for name in self.columns if name != "id")[:LONGEST_SHOWN]
            words = _("The roster has no column of this name; it has: %(known)s.", known=known or "none")
            raise InputError(Problem(words, column=column, file=self.file))
        return self.columns[column]

    def codes(self, column: str) -> tuple[NDArray[np.int64], tuple[str, ...]]:
        """Give each person's value as a place in the sorted list of values, -1 where missing, and that list."""
        texts = self.texts(column)
        values = tuple(sorted(set(texts) - {""}))
        place = {value: number for number, value in enumerate(values)} | {"": -1}
        return np.fromiter((place[text] for text in texts), dtype=np.int64, count=len(texts)), values

    def numbers(self, column: str) -> NDArray[np.float64]:
        """Give a column as numbers, NaN where missing; raises InputError for what is no finite decimal."""
        found = np.full(len(self), np.nan)
        problems = []
        for place, text in enumerate(self.texts(column)):
            if not text:
                continue
            number = float(text) if _NUMBER.fullmatch(text) else np.nan
            if np.isfinite(number):
                found[place] = number
            else:
                words = _("This is no finite number with a point for its decimals.")
                problems.append(Problem(words, self.rows[place], column, text[:LONGEST_SHOWN], self.file))
        _raise_any(problems)
        return found


def read_roster(path: str | Path) -> Roster:
    """Read a roster from a file; raises InputError that names rows and columns, or says why it cannot be opened."""
    return roster_of(read_content(path), file=str(path))


def roster_of(content: bytes, *, file: str = "roster") -> Roster:
    """Read a roster from the bytes of a CSV file in UTF-8; raises InputError that names rows and columns."""
    rows = table_of(content, needed=("id",), file=file)
    header = next(rows)[1]
    kept = list(rows)
    if not kept:
        raise InputError(Problem(_("There is nobody in this file."), file=file))
    lines = [cells for _number, cells in kept]
    numbers = tuple(number for number, _cells in kept)
    columns = dict(zip(header, zip(*lines, strict=True), strict=True))
    _refuse_ids(columns["id"], numbers, file)
    return Roster(columns["id"], columns, numbers, file)


def table_of(content: bytes, *, needed: Sequence[str], file: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Give the header and then each row that says something, trimmed, with its number; raises InputError."""
    if content.startswith(_WORKBOOKS):
        words = _("This is a workbook, not text. Save it as CSV (comma separated, UTF-8) and try again.")
        raise InputError(Problem(words, file=file))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise InputError(Problem(_("This is not UTF-8; save the file as CSV in UTF-8."), row, file=file)) from None
    if "\0" in text:
        raise InputError(Problem(_("This is no text: some bytes are zero. Save it as CSV anew."), file=file))
    rows = _rows_of(text, file)
    first = next(rows, None)
    if first is None:
        raise InputError(Problem(_("This file is empty."), file=file))
    header = first[1]
    _refuse_header(header, needed, first[0], file)
    yield first
    problems: list[Problem] = []
    for number, cells in rows:
        if len(cells) == len(header):
            yield number, cells
            continue
        words = _("This row has %(has)s cells, the first row %(needs)s.", has=len(cells), needs=len(header))
        problems.append(Problem(words, number, file=file))
        if len(problems) == MOST_PROBLEMS:
            break
    _raise_any(problems)


def read_content(path: str | Path) -> bytes:
    """Read a whole file; raises InputError where it cannot be opened."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        words = _("This file cannot be opened: %(why)s.", why=error.strerror or str(error))
        raise InputError(Problem(words, file=str(path))) from None


def _rows_of(text: str, file: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    number = 0
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), start=1):
            trimmed = tuple([cell.strip() for cell in cells])
            if any(trimmed):
                yield number, trimmed
    except csv.Error as error:
        words = _("This row cannot be read: %(why)s.", why=str(error))
        raise InputError(Problem(words, number + 1, file=file)) from None


def _refuse_header(header: Sequence[str], needed: Sequence[str], row: int, file: str) -> None:
    if len(header) > MOST_COLUMNS:
        words = _("This file has %(has)s columns; at most %(most)s can be read.", has=len(header), most=MOST_COLUMNS)
        raise InputError(Problem(words, row, file=file))
    for name in needed:
        if name not in header:
            hint = _(" The cells are split at commas.") if len(header) == 1 else ""
            words = _("The first row names no column %(name)s.%(hint)s", name=name, hint=hint)
            raise InputError(Problem(words, row, name, file=file))
    for place, name in enumerate(header, start=1):
        if not name:
            raise InputError(Problem(_("Column %(place)s has no name.", place=place), row, file=file))
        if header.index(name) != place - 1:
            raise InputError(Problem(_("Two columns have this name."), row, name, file=file))


def _refuse_ids(ids: Sequence[str], rows: Sequence[int], file: str) -> None:
    first: dict[str, int] = {}
    problems = []
    for one, row in zip(ids, rows, strict=True):
        if not one:
            problems.append(Problem(_("This row has no id."), row, "id", file=file))
        elif one in first:
            words = _("The id %(id)s stands in row %(row)s already.", id=one[:LONGEST_SHOWN], row=first[one])
            problems.append(Problem(words, row, "id", one[:LONGEST_SHOWN], file))
        first.setdefault(one, row)
    _raise_any(problems)


def _raise_any(problems: Sequence[Problem]) -> None:
    if problems:
        raise InputError(problems[:MOST_PROBLEMS])
