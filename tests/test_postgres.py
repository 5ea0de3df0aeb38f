"""The same code on PostgreSQL: all tests that ask the database, again on a server of our own."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.house import ROOST, ROOT, environment, free_port

# Not again, though it asks the database: who may see which page and how it looks, how processes end, what a command
# prints, and what SQLite's files survive. What asks no database stays away by itself.
ELSEWHERE = [
    "roost/*/*/tests/test_*pages.py",
    "roost/doors/demo",
    "roost/doors/site/tests/test_health.py",
    "roost/gather/matching/tests/test_checking.py",
    "roost/ground/people/tests/test_commands.py",
    "roost/ground/ui",
    "roost/grow/library/tests/test_documents.py",
    "roost/see/tracking/tests/test_export.py",
    "tests/architecture",
    "tests/durability",
    "tests/journeys",
    "tests/test_api_schema.py",
]
AGAIN = ["roost", "tests", *(f"--ignore-glob={path}" for path in ELSEWHERE)]


@pytest.fixture
def server(postgres_bin: Path) -> Iterator[str]:
    """Start a cluster of our own on a private port and give its address; PostgreSQL refuses to run as root."""
    folder = Path(tempfile.mkdtemp(prefix="roost-postgres-", dir="/tmp"))
    before: list[str] = []
    if os.geteuid() == 0:
        user = next(name for name in ("postgres", "nobody") if name in {one.pw_name for one in pwd.getpwall()})
        shutil.chown(folder, user)
        before = ["runuser", "-u", user, "--"]
    data, port = folder / "data", free_port()
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -c fsync=off"
    control = [*before, str(postgres_bin / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log")]
    run = {"check": True, "cwd": "/tmp", "stdout": subprocess.DEVNULL}
    subprocess.run([*before, str(postgres_bin / "initdb"), "-D", str(data), "-U", "roost", "-A", "trust"], **run)
    subprocess.run([*control, "-o", options, "start"], **run)
    try:
        yield f"postgresql://roost@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], **run)
        shutil.rmtree(folder, ignore_errors=True)


def test_everything_holds_on_postgresql(server: str) -> None:
    # What is true of any order of calls was shown beside this; here it is that the database does not mind.
    environment = {**os.environ, "ROOST_DATABASE_URL": server, "HYPOTHESIS_PROFILE": "brief"}
    again = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *AGAIN]
    done = subprocess.run(again, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def test_machines_that_start_at_once_make_an_empty_postgresql_ready_together(server: str, tmp_path: Path) -> None:
    starting = [prepare(tmp_path / name, ROOST_DATABASE_URL=server) for name in ("one", "two", "three")]
    said = [process.communicate()[1] for process in starting]
    assert [process.returncode for process in starting] == [0, 0, 0], said


def test_commands_that_start_at_once_make_an_empty_sqlite_ready_together(tmp_path: Path) -> None:
    starting = [prepare(tmp_path / "data") for _ in range(2)]
    said = [process.communicate()[1] for process in starting]
    assert [process.returncode for process in starting] == [0, 0], said


def prepare(folder: Path, **settings: str) -> subprocess.Popen[str]:
    """Start `roost migrate` with a data folder of its own."""
    command = [*ROOST, "migrate"]
    return subprocess.Popen(
        command, env=environment(folder) | settings, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
