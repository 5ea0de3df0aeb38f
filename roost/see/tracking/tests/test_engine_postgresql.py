"""PostgreSQL gives the same standings and contributions as SQLite, also far beyond 64 bits on the way."""

from __future__ import annotations

import os
import pwd
import sqlite3
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.ground.kit.errors import InputError
from roost.see.tracking.engine import (
    POSTGRESQL,
    SQLITE,
    Cap,
    Metric,
    Rules,
    Source,
    Step,
    Window,
    compute_contributions,
    compute_standings,
    compute_unplaced,
    parse_window,
)
from roost.see.tracking.engine.arithmetic import LEAST, MOST

SOURCE = Source("SELECT * FROM cell", "SELECT * FROM membership")
DAY = 738000
CREATE = (
    "CREATE TEMPORARY TABLE cell (metric BIGINT, person BIGINT, day BIGINT, total BIGINT, entries BIGINT)",
    "CREATE TEMPORARY TABLE membership (person BIGINT, team BIGINT, division BIGINT, starts BIGINT, ends BIGINT)",
)


@pytest.fixture(scope="module")
def postgresql(postgres_bin):
    """Give a connection to a server that lives as long as these tests, in a folder of its own."""
    # PostgreSQL refuses to run as root.
    user = ("postgres" if "postgres" in {entry.pw_name for entry in pwd.getpwall()} else "nobody") if not os.getuid() else None
    with tempfile.TemporaryDirectory(prefix="roost-pg-") as folder:
        if user:
            os.chown(folder, pwd.getpwnam(user).pw_uid, -1)

        def run(program, *options):
            subprocess.run(
                [postgres_bin / program, "-D", f"{folder}/data", *options], user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL
            )

        run("initdb", "--auth=trust", "--username=roost", "--no-sync")
        run("pg_ctl", "start", "-w", "-l", f"{folder}/log", "-o", f"-k {folder} -c listen_addresses='' -c fsync=off")
        try:
            with psycopg.connect(host=folder, user="roost", dbname="postgres", autocommit=True) as connection:
                yield connection
        finally:
            run("pg_ctl", "stop", "-m", "immediate")
