"""`roost migrate`: bring database, cache table and collected files to this version. Repeating it changes nothing."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

LOCK = int.from_bytes(b"roost", "big")
SECONDS_A_TRY = 0.5


class Command(BaseCommand):
    """Run the steps that every start needs before the first request; whoever comes second waits and finds them done."""

    help = "Bring the database, its cache table and the collected files to this version."

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        quiet = max(0, verbosity - 1)
        with folder_alone(), database_alone():
            call_command("migrate", interactive=False, verbosity=quiet)
            call_command("createcachetable", verbosity=quiet)
            call_command("collectstatic", interactive=False, verbosity=quiet)
        if verbosity:
            self.stdout.write("The database and the files of the pages are up to date.")


@contextmanager
def folder_alone() -> Iterator[None]:
    """Wait until nobody else prepares this data folder, and keep others out."""
    with (settings.DATA_DIR / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def database_alone() -> Iterator[None]:
    """Wait until no other machine prepares this PostgreSQL; SQLite lies in the data folder and needs no more."""
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
