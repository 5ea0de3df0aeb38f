"""Read files of ratings: a CSV file's columns as texts, or as numbers, each cell doubted before it is used."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import inf, isfinite, nan
from typing import TextIO, TypeVar

import numpy as np
from numpy.typing import NDArray

from roost.ground.kit.errors import InputError, Problem
from roost.ground.people.engine import refuse_other_kinds, separator_of

MISSING = ("", "NA")
MOST_PROBLEMS = 20
T = TypeVar("T")


@dataclass(frozen=True)
class Table:
    """The cells of a file: `columns[name][i]` is row i's trimmed text, empty where it is missing.

    `rows[i]` is where the row stands in the file, its header being row 1.
    """

    file: str
    columns: Mapping[str, Sequence[str]]
    rows: Sequence[int]

    def texts(self, name: str) -> Sequence[str]:
        """Give a column; raises InputError where there is none of this name."""
        if name not in self.columns:
            known = ", ".join(self.columns)[:200]
            raise InputError(Problem(f"There is no such column; there are: {known}.", column=name, file=self.file))
        return self.columns[name]

    def names(self, name: str) -> Sequence[str]:
        """Give a column that says who or what each row is about; raises InputError where one is missing."""
        found = self.texts(name)
        self._refuse(name, [(at, "", "This cell is empty.") for at, text in enumerate(found) if not text])
        return found

    def numbers(self, name: str) -> NDArray[np.float64]:
        """Give a column as numbers, NaN where missing; raises InputError for what is none."""
        return np.array(self._read(name, _number, nan, "This is no number."), dtype=np.float64)

    def scores(self, name: str) -> NDArray[np.int64]:
        """Give a column as whole numbers from 0 to 1,000, -1 where missing; raises InputError for what is none."""
        said = "This is no score: a whole number from 0 to 1,000 is."
        return np.array(self._read(name, _score, -1, said), dtype=np.int64)

    def _read(self, name: str, read: Callable[[str], T], missing: T, said: str) -> list[T]:
        texts = self.texts(name)
        known: dict[str, T] = {"": missing}
        bad = set()
        for text in set(texts) - {""}:
            try:
                known[text] = read(text)
            except ValueError:
                bad.add(text)
        self._refuse(name, [(at, text, said) for at, text in enumerate(texts) if text in bad] if bad else [])
        return [known[text] for text in texts]

    def _refuse(self, column: str, found: Sequence[tuple[int, str, str]]) -> None:
        if found:
            raise InputError(
                [Problem(said, self.rows[at], column, text, self.file) for at, text, said in found[:MOST_PROBLEMS]]
            )


def read_table(path: str) -> Table:
    """Read a CSV file with a header: UTF-8; comma, semicolon or tab. `NA` is missing, as an empty cell is.

    Raises InputError for a file that cannot be read, is of another kind, or has a row of too many or too few cells.
    """
    try:
        with open(path, "rb") as file:
            start = file.read(1_000_000)
        refuse_other_kinds(start)
        separator = separator_of(start, lambda _: True)
        with open(path, encoding="utf-8-sig", newline="") as text:
            return _read_rows(path, text, separator)
    except InputError as error:
        raise InputError(
            [Problem(one.message, one.row, one.column, one.value, path) for one in error.problems]
        ) from None
    except OSError as error:
        raise InputError(Problem(f"This file cannot be read: {error.strerror or error}.", file=path)) from None
    except UnicodeDecodeError:
        raise InputError(Problem("This file is not UTF-8. Save it as 'CSV UTF-8'.", file=path)) from None


def _read_rows(path: str, file: TextIO, separator: str) -> Table:
    reader = csv.reader(file, delimiter=separator, strict=True)
    header: list[str] | None = None
    columns: list[list[str]] = []
    rows: list[int] = []
    # One object for each text, however often it stands in the file.
    same: dict[str, str] = dict.fromkeys(MISSING, "")
    try:
        for number, cells in enumerate(reader, start=1):
            if not any(cells):
                continue
            if header is None:
                header = _header(cells)
                columns = [[] for _ in header]
                continue
            if len(cells) != len(header):
                said = f"This row has {len(cells)} cells, the header {len(header)}."
                raise InputError(Problem(said, number))
            rows.append(number)
            for column, cell in zip(columns, cells, strict=True):
                text = cell.strip()
                column.append(same.setdefault(text, text))
    except csv.Error as error:
        raise InputError(Problem(f"This row cannot be read: {error}.", reader.line_num)) from None
    if header is None or not rows:
        raise InputError(Problem("There is a header and nothing below it." if header else "The file is empty."))
    return Table(path, dict(zip(header, columns, strict=True)), rows)


def _header(cells: Sequence[str]) -> list[str]:
    names = [cell.strip() for cell in cells]
    for name in names:
        if names.count(name) > 1:
            raise InputError(Problem("Two columns have this name." if name else "Two columns have no name.", 1, name))
    return names


def _number(text: str) -> float:
    number = float(text) if "_" not in text else inf
    if not isfinite(number):
        raise ValueError(text)
    return number


def _score(text: str) -> int:
    number = float(text)
    if "_" in text or not 0 <= number <= 1_000 or number != int(number):
        raise ValueError(text)
    return int(number)
