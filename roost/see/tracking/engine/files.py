"""Read people.csv and entries.csv, row by row. Format: `board.md`. Entries may come as a Parquet file as well.

Every row is checked, also one that will not count. A refusal names the file, the row (the header is row 1; a blank
line counts as a row and means nothing) and the column.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from hashlib import blake2b
from io import TextIOWrapper
from itertools import pairwise
from operator import itemgetter
from os import PathLike, fspath
from typing import NamedTuple, TextIO

from roost.ground.kit.errors import InputError, Problem
from roost.ground.people.engine import refuse_workbooks
from roost.see.tracking.engine.calendar import AFTER_ALL_DAYS, BEFORE_ALL_DAYS, local_day, parse_date
from roost.see.tracking.engine.numbers import thousandths, with_point
from roost.see.tracking.engine.rules import Rules

# More would not help anybody to mend a file.
MOST_PROBLEMS = 20
LONGEST_SHOWN = 100

Path = str | PathLike[str]
# Gives a Parquet file's rows as texts, the header first: `parquet.read_texts`, for who can load DuckDB.
Texts = Callable[[str], Iterator[list[str]]]

# What every Parquet file begins with, and no table in CSV that could be read here.
PARQUET = b"PAR1"

NEEDED_OF_ENTRIES = ("person", "metric", "value", "occurred_at")
OPTIONAL_OF_ENTRIES = ("id", "reverses")
ENTRY_COLUMNS = (*NEEDED_OF_ENTRIES, *OPTIONAL_OF_ENTRIES)


@dataclass(frozen=True, slots=True)
class Membership:
    """Say that a person belongs to a team from `starts` (inclusive) to `ends` (exclusive); None is open."""

    row: int
    person: str
    team: str
    division: str
    starts: date | None
    ends: date | None

    @property
    def first_day(self) -> int:
        """Give the first day as an ordinal; an open side lies before all days."""
        return BEFORE_ALL_DAYS if self.starts is None else self.starts.toordinal()

    @property
    def end_day(self) -> int:
        """Give the day after the last as an ordinal; an open side lies after all days."""
        return AFTER_ALL_DAYS if self.ends is None else self.ends.toordinal()


class Entry(NamedTuple):
    """Say that a person counted `value` thousandths of a metric at a time; `day` is the local day's ordinal."""

    row: int
    person: str
    metric: str
    value: int
    occurred_at: str
    day: int
    id: str


class Reversal(NamedTuple):
    """Say that the entry with the id `reverses` no longer counts; what stands in the row as `value` does not either."""

    row: int
    id: str
    reverses: str
    value: str = ""


def read_people(path: Path) -> tuple[Membership, ...]:
    """Read all memberships, also those that cover no day.

    Raises InputError that names rows and columns, also where somebody would be in two teams at once.
    """
    refusals = _Refusals(path)
    memberships = []
    for number, _, cells in _rows(refusals, ("person", "team", "division"), ("from", "to")):
        person, team, division, starts_text, ends_text = cells
        starts = _open_date(refusals, number, "from", starts_text)
        ends = _open_date(refusals, number, "to", ends_text)
        if starts and ends and starts > ends:
            refusals.add(number, "to", "The membership ends before it starts.", ends_text)
        memberships.append(Membership(number, person, team, division, starts, ends))
    refusals.raise_any()
    _refuse_overlaps(refusals, memberships)
    return tuple(memberships)


def read_entries(
    path: Path, rules: Rules, *, parquet: Texts | None = None, separator: str = ","
) -> Iterator[Entry | Reversal]:
    """Read entries and reversals one by one, in the order of the file; a row repeated under one id comes once.

    A Parquet file is read by `parquet`, and refused without it. Where the separator is no comma, a number may have one
    for its point.
    Raises InputError that names rows and columns, at the latest after the last row: until then nothing may be kept.
    """
    refusals = _Refusals(path)
    # The same numbers and days come again and again.
    number_of = lru_cache(2**16)(thousandths if separator == "," else _with_comma)
    day_of = lru_cache(2**16)(partial(local_day, zone=rules.zone))
    seen: dict[str, tuple[int, bytes]] = {}
    for number, row, cells in _rows(refusals, NEEDED_OF_ENTRIES, OPTIONAL_OF_ENTRIES, parquet, separator):
        person, metric, value_text, occurred_at, entry_id, reverses = cells
        value = day = 0
        if not reverses:
            try:
                value = number_of(value_text)
            except ValueError as error:
                refusals.add(number, "value", str(error), value_text)
            try:
                day = day_of(occurred_at).toordinal()
            except ValueError as error:
                refusals.add(number, "occurred_at", str(error), occurred_at)
        if entry_id:
            content = blake2b(repr(row).encode(), digest_size=16).digest()
            first, known = seen.setdefault(entry_id, (number, content))
            if known != content:
                refusals.add(number, "id", f"Row {first} has the same id and other content.", entry_id)
            if first != number:
                continue
        if refusals.problems:
            continue
        if reverses:
            yield Reversal(number, entry_id, reverses, value_text)
        else:
            yield Entry(number, person, metric, value, occurred_at, day, entry_id)
    refusals.raise_any()


def _with_comma(text: str) -> int:
    return thousandths(with_point(text))


class _Refusals:
    """Collect what is wrong with a file, up to what a person would read."""

    def __init__(self, path: Path) -> None:
        self.path = fspath(path)
        self.problems: list[Problem] = []

    def add(self, row: int | None, column: str | None, message: str, value: str | None = None) -> None:
        shown = None if value is None else value[:LONGEST_SHOWN]
        self.problems.append(Problem(message, row=row, column=column, value=shown, file=self.path))
        if len(self.problems) >= MOST_PROBLEMS:
            self.raise_any()

    def refuse(self, row: int | None, column: str | None, message: str) -> InputError:
        """Give the refusal of a file that cannot be read on from here, with what was found before."""
        return InputError([*self.problems, Problem(message, row=row, column=column, file=self.path)])

    def raise_any(self) -> None:
        if self.problems:
            raise InputError(self.problems)


def _rows(
    refusals: _Refusals,
    needed: Sequence[str],
    optional: Sequence[str],
    parquet: Texts | None = None,
    separator: str = ",",
) -> Iterator[tuple[int, list[str], Sequence[str]]]:
    """Read a table: each row's number, its text as it stands, and its cells by needed and optional columns."""
    try:
        with open(refusals.path, "rb") as file:
            # Looked at without being read, because a pipe cannot be read twice.
            start = file.peek(len(PARQUET))
            _refuse_workbooks(refusals, start)
            if not start.startswith(PARQUET):
                text = TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
                rows = _numbered(refusals, text, separator)
            elif parquet:
                rows = enumerate(parquet(refusals.path), start=1)
            else:
                raise refusals.refuse(None, None, "This is a Parquet file; here a table in CSV is needed.")
            header = next(rows, (1, []))[1]
            _check_header(refusals, header, needed, optional)
            # A column that is not there reads the empty cell put behind each row.
            pick = itemgetter(*[header.index(name) if name in header else -1 for name in (*needed, *optional)])
            for number, row in rows:
                if len(row) != len(header):
                    message = f"This row has {len(row)} cells where the header has {len(header)}."
                    refusals.add(number, header[min(len(row), len(header) - 1)], message)
                    continue
                yield number, row, pick([*row, ""])
    except OSError as error:
        raise InputError(Problem(f"This file cannot be read: {error.strerror or error}.", file=refusals.path)) from None


def _refuse_workbooks(refusals: _Refusals, start: bytes) -> None:
    try:
        refuse_workbooks(start)
    except InputError as error:
        raise InputError([replace(problem, file=refusals.path) for problem in error.problems]) from None


def _numbered(refusals: _Refusals, file: TextIO, separator: str) -> Iterator[tuple[int, list[str]]]:
    number = 0
    try:
        for number, row in enumerate(csv.reader(_text(file), delimiter=separator, strict=True), start=1):
            if row or number == 1:
                yield number, row
    except csv.Error as error:
        raise refusals.refuse(number + 1, None, f"This row is not well-formed CSV: {error}.") from None
    except UnicodeEncodeError:
        raise refusals.refuse(number + 1, None, "This row is not text in UTF-8.") from None


def _text(lines: Iterable[str]) -> Iterator[str]:
    # Bytes that are no UTF-8 were read as lone surrogates: strict decoding would not tell in which row they stand.
    for line in lines:
        if not line.isascii():
            line.encode()
        yield line


def _check_header(refusals: _Refusals, header: list[str], needed: Sequence[str], optional: Sequence[str]) -> None:
    for place, name in enumerate(header):
        if name not in needed and name not in optional:
            shown = name[:LONGEST_SHOWN]
            refusals.add(1, shown or None, f"Column {place + 1} of the header, {shown!r}, is not known here.", name)
        elif name in header[:place]:
            refusals.add(1, name, "This column is in the header twice.", name)
    for name in needed:
        if name not in header:
            refusals.add(1, name, "This column is missing.")
    refusals.raise_any()


def _open_date(refusals: _Refusals, row: int, column: str, text: str) -> date | None:
    if not text:
        return None
    try:
        return parse_date(text)
    except ValueError as error:
        refusals.add(row, column, str(error), text)
        return None


def _refuse_overlaps(refusals: _Refusals, memberships: Iterable[Membership]) -> None:
    by_person: dict[str, list[Membership]] = {}
    for membership in memberships:
        if membership.first_day < membership.end_day:
            by_person.setdefault(membership.person, []).append(membership)
    for own in by_person.values():
        own.sort(key=lambda membership: membership.first_day)
        for earlier, later in pairwise(own):
            if later.first_day < earlier.end_day:
                first, second = sorted((earlier.row, later.row))
                message = f"This membership overlaps the one in row {first}; a person has one team at a time."
                refusals.add(second, "person", message, later.person)
    refusals.raise_any()
