"""Read the first sheet of a workbook as rows of text, without letting a small file become a large one."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time
from itertools import islice

from openpyxl import load_workbook

from roost.gather.circles.reads.cells import trimmed
from roost.ground.kit.errors import InputError, Problem
from roost.ground.kit.errors import Words as _

MOST_UNPACKED = 20 * 1024 * 1024
# Rows that are looked at; what lies below is no list that somebody made.
MOST_ROWS = 10_000
MOST_CELLS = 200
# What a formula says that found nothing.
NOTHING_FOUND = frozenset(("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"))


def rows_of_workbook(content: bytes, *, file: str) -> list[tuple[int, list[str]]]:
    """Give the rows of a workbook's first sheet with their numbers; raises InputError for what is no such workbook."""
    _refuse_large(content, file)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        # What a sheet says of its own size may be wrong.
        sheet.reset_dimensions()
        rows = list(islice(sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_CELLS, values_only=True), MOST_ROWS))
    except Exception:  # The library raises whatever the damage makes it.
        raise InputError(Problem(_unreadable(), file=file)) from None
    return [(number, [_text(value) for value in row]) for number, row in enumerate(rows, start=1)]


def _refuse_large(content: bytes, file: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(one.file_size for one in packed.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):  # The last: a way of packing that Python cannot undo.
        raise InputError(Problem(_unreadable(), file=file)) from None
    if size > MOST_UNPACKED:
        words = _("This workbook holds too much. Keep the sheet with the list alone, or save that as CSV.")
        raise InputError(Problem(words, file=file))


def _unreadable() -> str:
    return _("This workbook cannot be read. Save it as .xlsx or as CSV (comma separated, UTF-8) and try again.")


def _text(value: object) -> str:
    """Write a cell as its owner sees it: whole numbers without a point, days without a time."""
    if value is None or value in NOTHING_FOUND:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.12g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else trimmed(str(value))
