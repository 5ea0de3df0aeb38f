"""Starting Roost as somebody does who has just got it, and what is left when it ends."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.journeys.house import ROOST, ROOT, environment, free_port

TURN = 0.05
"""Seconds between two looks."""


def until(
    condition: Callable[[], bool], what: str, seconds: float = 60, *, seen: Callable[[], str] = lambda: ""
) -> None:
    """Look again and again; fail with what can be seen. Looks are counted, not time: a machine may stand still."""
    for _ in range(int(seconds / TURN)):
        if condition():
            return
        time.sleep(TURN)
    pytest.fail(f"Waited {seconds} s in vain: {what}\n{seen()}")


@dataclass(frozen=True)
class Process:
    """One line of what `ps` says; the state is D for one that waits for a disk, Z for one that nobody has asked for."""

    parent: int
    state: str
    command: str

    @property
    def runs(self) -> bool:
        return not self.state.startswith("Z")


def processes() -> dict[int, Process]:
    """Give every process of this machine by its id."""
    listed = subprocess.run(
        ["ps", "-A", "-ww", "-o", "pid=,ppid=,stat=,args="], capture_output=True, text=True, check=True
    )
    rows = [line.split(None, 3) for line in listed.stdout.splitlines()]
    return {int(row[0]): Process(int(row[1]), row[2], row[3]) for row in rows if len(row) == 4}


def running() -> set[int]:
    return {pid for pid, one in processes().items() if one.runs}


class House:
    """`roost serve` in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.log = folder / "log"
        with self.log.open("wb") as log:
            command = [*ROOST, "serve", "--port", str(self.port)]
            environ = environment(folder / "data")
            self.process = subprocess.Popen(command, env=environ, cwd=folder, stdout=log, stderr=log)

    def said(self) -> str:
        return self.log.read_text()

    def family(self) -> dict[int, Process]:
        """Give the house and everything that was started from here, also what has ended and was not asked for."""
        known = processes()
        found = {self.process.pid} & known.keys()
        while further := {pid for pid, one in known.items() if one.parent in found} - found:
            found |= further
        return {pid: known[pid] for pid in sorted(found)}

    def parts(self) -> set[int]:
        """Give the ids of what runs and was started from here."""
        return {pid for pid, one in self.family().items() if one.runs} - {self.process.pid}

    def worker(self) -> set[int]:
        return {pid for pid, one in self.family().items() if one.runs and "cli.main worker" in one.command}

    def seen(self) -> str:
        """Describe the house, for whoever has to find out why something did not happen."""
        ended = self.process.poll()
        lines = [f"{pid} (of {one.parent}) {one.state} {one.command}" for pid, one in self.family().items()]
        state = "It runs." if ended is None else f"It ended with status {ended}."
        return "\n".join([state, "Its processes:", *lines, "It said:", self.said()])

    def is_healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://localhost:{self.port}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def tasks_done(self) -> set[str]:
        asked = "SELECT task_path FROM django_tasks_database_dbtaskresult WHERE status = 'SUCCESSFUL'"
        with closing(sqlite3.connect(self.folder / "data" / "roost.sqlite3")) as database:
            return {path for (path,) in database.execute(asked)}


@contextmanager
def opened(folder: Path) -> Iterator[House]:
    house = House(folder)
    try:
        until(
            lambda: "Roost answers" in house.said() or house.process.poll() is not None, "an address", seen=house.seen
        )
        assert house.process.poll() is None, house.said()
        yield house
    finally:
        house.process.terminate()
        house.process.wait(30)


@pytest.fixture(scope="module")
def new_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Give a house that began with an empty folder."""
    with opened(tmp_path_factory.mktemp("new")) as house:
        yield house


@pytest.fixture
def house(new_house: House, tmp_path: Path) -> Iterator[House]:
    """Give a house of its own that began with what the new one keeps."""
    before, data = new_house.folder / "data", tmp_path / "data"
    shutil.copytree(before, data, ignore=shutil.ignore_patterns("roost.sqlite3*"))
    with (
        closing(sqlite3.connect(before / "roost.sqlite3")) as source,
        closing(sqlite3.connect(data / "roost.sqlite3")) as copy,
    ):
        source.backup(copy)
    with opened(tmp_path) as house:
        yield house


def test_one_command_runs_web_worker_and_scheduler(new_house: House) -> None:
    address = f"Roost answers at http://localhost:{new_house.port} (Ctrl+C stops it)"
    assert new_house.said().splitlines()[:3] == ["Preparing the database ...", "Starting ...", address]
    assert new_house.is_healthy()
    delivery = "roost.ground.notify.tasks.deliver"
    until(lambda: delivery in new_house.tasks_done(), "a task from the scheduler", seen=new_house.seen)


def test_only_who_runs_roost_can_read_the_database(new_house: House) -> None:
    data = new_house.folder / "data"
    # Two of the files stand only while somebody reads.
    with closing(sqlite3.connect(data / "roost.sqlite3")) as reading:
        reading.execute("SELECT COUNT(*) FROM django_migrations").fetchone()
        files = {file.name: oct(stat.S_IMODE(file.stat().st_mode)) for file in data.glob("roost.sql*")}
    assert files == dict.fromkeys(["roost.sqlite3", "roost.sqlite3-wal", "roost.sqlite3-shm"], "0o600")


def test_told_to_end_it_ends_everything(house: House) -> None:
    parts = house.parts()
    assert len(parts) >= 3
    house.process.send_signal(signal.SIGTERM)
    assert house.process.wait(30) == 0
    until(lambda: not parts & running(), "the end of the parts", seconds=5)


def test_killed_outright_it_leaves_nothing_behind(house: House) -> None:
    parts = house.parts()
    house.process.kill()
    try:
        until(lambda: not parts & running(), "the end of the parts")
    finally:
        for pid in parts & running():
            os.kill(pid, signal.SIGKILL)


def test_a_part_that_is_killed_starts_again(house: House) -> None:
    first = house.worker()
    assert first, house.seen()
    for pid in first:
        os.kill(pid, signal.SIGKILL)
    until(lambda: bool(house.worker() - first), "another worker", seen=house.seen)
    assert "The worker stopped" in house.said()
    until(house.is_healthy, "a healthy house", seconds=5, seen=house.seen)


def run(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environ = environment(folder) | settings
    return subprocess.run([*ROOST, *arguments], env=environ, capture_output=True, text=True)


def test_an_audit_says_what_it_cannot_use(tmp_path: Path) -> None:
    refused = run(tmp_path / "data", "board", "audit", "--program", "x")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith("roost board audit: --program must be a whole number")
    empty = run(tmp_path / "data", "board", "audit")
    assert (empty.returncode, empty.stdout) == (2, "")
    assert f"There is nothing of Roost in {tmp_path / 'data'} yet" in empty.stderr


def test_a_port_in_use_is_said_plainly(tmp_path: Path) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        refused = run(tmp_path / "data", "serve", "--port", str(port))
    assert refused.returncode == 2
    assert refused.stderr.startswith(f"Port {port} is in use on this machine already; choose another: --port NUMBER")
    assert "PORT=NUMBER" in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused = run(tmp_path / "file" / "data", "serve")
    assert refused.returncode == 2
    assert refused.stderr.startswith(f"Roost cannot write to {tmp_path / 'file' / 'data'} (")
    assert refused.stderr.count("\n") == 1


def test_a_setting_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    refused = run(tmp_path / "data", "serve", ROOST_DEBUG="perhaps")
    assert refused.returncode == 2
    assert refused.stderr.startswith("ROOST_DEBUG: ")


def test_a_python_that_is_too_old_is_refused_with_the_way_out(tmp_path: Path) -> None:
    for name in ("python3", "python3.11", "python3.12", "python3.13"):
        (tmp_path / name).write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2"\nexit 1\n')
        (tmp_path / name).chmod(0o755)
    environ = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
    refused = subprocess.run([ROOT / "tools" / "find-python"], env=environ, capture_output=True, text=True)
    assert refused.returncode == 1
    assert "Roost needs Python 3.11 or newer" in refused.stderr
    assert "PYTHON=" in refused.stderr
