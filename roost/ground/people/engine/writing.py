"""Write people as a file that spreadsheets open safely and that `read_sheet` reads back as it was."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

COLUMNS = (
    "Employee ID", "Name", "Email", "Title", "Team", "Division", "Manager ID", "Manager Email", "Start Date", "End Date"
)  # fmt: skip
SAMPLE = (
    ("1001", "Ada Okafor", "ada@example.org", "Managing director", "Leadership", "Harbour", "", "", "2019-03-01", ""),
    ("1002", "Ben Lindqvist", "ben@example.org", "Sales lead", "Cleveland", "North", "1001", "", "2021-09-15", ""),
    ("1003", "Chi Tanaka", "chi@example.org", "Sales engineer", "Cleveland", "North", "1002", "", "2024-02-01", ""),
)
_READ_AS_FORMULA = re.compile(r"'*[=+\-@\t\r\uff1d]")


def write_sheet(rows: Iterable[Iterable[str]], columns: Iterable[str] = COLUMNS) -> bytes:
    """Write rows as CSV in UTF-8 with a byte order mark, which spreadsheets need to see.

    What a spreadsheet would take for a formula gets an apostrophe in front; `read_sheet` takes it off again.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([f"'{cell}" if _READ_AS_FORMULA.match(cell) else cell for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def sample_sheet() -> bytes:
    """Give a small file as a good one looks."""
    return write_sheet(SAMPLE)
