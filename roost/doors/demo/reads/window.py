"""What whoever keeps the server of a demo has before them: rows as the database holds them, and a search over all.

It asks the database for its tables as they are, past every model and every scope, as somebody with the file could.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from roost.doors.demo.access import person_of_part
from roost.doors.demo.engine.window import FEWEST_LETTERS, MOST_LETTERS, count_in, count_in_file, forms_of
from roost.gather.circles.access import circle_for, visible_memberships
from roost.gather.circles.reads import shared_circle
from roost.gather.meetings.access import open_meeting_in
from roost.ground.kit.errors import InputError
from roost.ground.people.models import Person

WRITTEN = ("vault_noteversion", "vault_note")
"""The tables that hold what members write."""
NEWEST = 5
ROWS_AT_ONCE = 2_000
MOST_SHOWN = 160


@dataclass(frozen=True)
class WindowCircle:
    """A circle of the sample company that meets now, and whether the viewer sits in it."""

    name: str
    url: str
    is_mine: bool


@dataclass(frozen=True)
class Cell:
    """One field of a row as the database holds it, cut where it is long; `size` is its length in bytes."""

    column: str
    text: str
    size: int
    is_long: bool


@dataclass(frozen=True)
class TableRows:
    """The newest rows of a table, and how many it has."""

    table: str
    count: int
    rows: list[list[Cell]]


@dataclass(frozen=True)
class Searched:
    """Where a word was looked for, and where it stands: the names of columns and files with how often each."""

    word: str
    tables: int
    rows: int
    size: int
    files: list[tuple[str, int]]
    found: list[tuple[str, int]]
    seconds: float


def window_circle(viewer: Person) -> WindowCircle | None:
    """Give the circle of the member whose part one may take; None before circles were formed."""
    member = person_of_part("member")
    sitting = visible_memberships(member).filter(circle__round__isnull=False).last()
    if sitting is None:
        return None
    circle = shared_circle(circle_for(member, sitting.circle_id))
    meeting = open_meeting_in(circle.number)
    url = (
        reverse("meetings:meeting", args=[meeting.pk]) if meeting else reverse("meetings:circle", args=[circle.number])
    )
    return WindowCircle(circle.name, url, viewer == member)


def newest_rows() -> list[TableRows]:
    """Give the newest rows of the tables that hold what members write. Two queries for each."""
    return [_newest(table) for table in WRITTEN]


def _newest(table: str) -> TableRows:
    name = connection.ops.quote_name(table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {name}")
        count = cursor.fetchone()[0]
        cursor.execute(f"SELECT * FROM {name} ORDER BY id DESC LIMIT {NEWEST}")
        columns = [column[0] for column in cursor.description]
        return TableRows(table, count, [_cells(columns, row) for row in cursor.fetchall()])


def _cells(columns: list[str], row: tuple[Any, ...]) -> list[Cell]:
    texts = [(column, _content(value)) for column, value in zip(columns, row, strict=True)]
    return [
        Cell(column, content[:MOST_SHOWN].decode(errors="replace"), len(content), len(content) > MOST_SHOWN)
        for column, content in texts
    ]


def _content(value: Any) -> bytes:
    if value is None:
        return b""
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def search_house(word: str) -> Searched:
    """Look for a word in every table, in the files of the database and in the log, as it is and as it would be packed.

    Raises InputError for a word that is too short to mean anything where it is found, or too long.
    """
    word = word.strip()
    if not FEWEST_LETTERS <= len(word) <= MOST_LETTERS:
        raise InputError(_("Type five letters or more, so that chance finds nothing, and no more than a hundred."))
    started, forms = time.monotonic(), forms_of(word)
    found: Counter[str] = Counter()
    rows = size = 0
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [column[0] for column in cursor.description]
            while some := cursor.fetchmany(ROWS_AT_ONCE):
                rows += len(some)
                for column, values in zip(columns, zip(*some, strict=True), strict=True):
                    content = b"\n".join(map(_content, values))
                    size += len(content)
                    found[f"{table}.{column}"] += count_in(content, forms)
    files = []
    for path in _files():
        length, count = count_in_file(path, forms)
        files.append((path.name, length))
        found[path.name] += count
    places = sorted((place, count) for place, count in found.items() if count)
    return Searched(word, len(tables), rows, size, files, places, time.monotonic() - started)


def _files() -> list[Path]:
    """Give the files of the database, with what it has not yet put into the first one, and the log."""
    database = [Path(f"{connection.settings_dict['NAME']}{end}") for end in ("", "-wal")]
    files = [*(database if connection.vendor == "sqlite" else []), settings.LOG_FILE]
    return [path for path in files if path is not None and path.is_file()]
