"""What the settings ask of SQLite is what each of Django's connections does."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from roost.doors.site.settings import DATABASES

FULL = 2
PROMISED = {"synchronous": FULL, "journal_mode": "wal", "foreign_keys": 1}

pytestmark = pytest.mark.usefixtures("sqlite")


def in_force() -> dict[str, Any]:
    """Ask a fresh connection of this thread."""
    connection.close()
    try:
        with connection.cursor() as cursor:
            return {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in PROMISED}
    finally:
        connection.close()


def test_tests_use_the_options_of_the_product_on_a_file() -> None:
    assert connection.settings_dict["OPTIONS"] == DATABASES["default"]["OPTIONS"]
    assert Path(connection.settings_dict["NAME"]).is_file()


def test_every_connection_syncs_fully_before_it_answers() -> None:
    assert in_force() == PROMISED
    with ThreadPoolExecutor(1) as other_thread:
        assert other_thread.submit(in_force).result() == PROMISED


def test_a_transaction_is_the_only_writer_from_its_start() -> None:
    with transaction.atomic(), closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=0)) as other:
        with pytest.raises(sqlite3.OperationalError, match="database is locked"):
            other.execute("BEGIN IMMEDIATE")
        assert other.execute("SELECT count(*) FROM people_person").fetchone() == (0,)
