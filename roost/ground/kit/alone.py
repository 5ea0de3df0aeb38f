"""What only one process may do at a time, whichever machine it runs on: making tables, bringing them up to date."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from django.conf import settings
from django.db import connection

LOCK = int.from_bytes(b"roost", "big")
SECONDS_A_TRY = 0.5


@contextmanager
def alone() -> Iterator[None]:
    """Wait until nobody else changes the tables of this installation or fills its data folder, and keep others out."""
    with _folder_alone(), _database_alone():
        yield


@contextmanager
def _folder_alone() -> Iterator[None]:
    with (settings.DATA_DIR / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _database_alone() -> Iterator[None]:
    """Keep other machines from this PostgreSQL; SQLite lies in the data folder and needs no more."""
    if connection.vendor != "postgresql":
        yield
        return
    # A connection of its own: closing it gives the lock back, whatever became of the steps.
    with closing(connection.copy()) as guard, guard.cursor() as cursor:
        # Asked again and again: who waits inside a query would hold up an index that is built concurrently.
        while not _is_ours(cursor):
            time.sleep(SECONDS_A_TRY)
        yield


def _is_ours(cursor: Any) -> bool:
    cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
    return bool(cursor.fetchone()[0])
