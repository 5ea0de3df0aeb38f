"""Starting Roost as somebody does who has just got it, and what is left when it ends."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOST = [sys.executable, "-m", "roost.doors.cli.main"]


def until(condition: Callable[[], bool], what: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"Waited {seconds} s in vain: {what}"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def environment(folder: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith(("ROOST_", "DJANGO_"))}
    return own | {"ROOST_DATA_DIR": str(folder), "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


def processes() -> dict[int, tuple[int, str]]:
    """Give parent and command line of every running process."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,stat=,args="], capture_output=True, text=True, check=True)
    rows = [line.split(None, 3) for line in listed.stdout.splitlines()]
    return {int(row[0]): (int(row[1]), row[3]) for row in rows if len(row) == 4 and not row[2].startswith("Z")}


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

    def parts(self) -> dict[int, str]:
        """Give the process ids and command lines of everything that was started from here."""
        running = processes()
        family = {self.process.pid}
        while further := {pid for pid, (parent, _) in running.items() if parent in family} - family:
            family |= further
        return {pid: running[pid][1] for pid in family - {self.process.pid}}

    def worker(self) -> set[int]:
        return {pid for pid, command in self.parts().items() if "cli.main worker" in command}

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


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    try:
        until(lambda: "Roost answers" in house.said() or house.process.poll() is not None, "an address")
        assert house.process.poll() is None, house.said()
        yield house
    finally:
        house.process.terminate()
        house.process.wait(30)


def test_one_command_runs_web_worker_and_scheduler(house: House) -> None:
    assert f"Roost answers at http://localhost:{house.port} " in house.said()
    assert house.is_healthy()
    until(lambda: "roost.ground.notify.tasks.deliver" in house.tasks_done(), "a task from the scheduler")


def test_told_to_end_it_ends_everything(house: House) -> None:
    parts = house.parts()
    assert len(parts) >= 3
    house.process.send_signal(signal.SIGTERM)
    assert house.process.wait(30) == 0
    until(lambda: not parts.keys() & processes().keys(), "the end of the parts", seconds=5)


def test_killed_outright_it_leaves_nothing_behind(house: House) -> None:
    parts = house.parts()
    house.process.kill()
    try:
        until(lambda: not parts.keys() & processes().keys(), "the end of the parts")
    finally:
        for pid in parts.keys() & processes().keys():
            os.kill(pid, signal.SIGKILL)


def test_a_part_that_is_killed_starts_again(house: House) -> None:
    first = house.worker()
    for pid in first:
        os.kill(pid, signal.SIGKILL)
    until(lambda: bool(house.worker() - first), "another worker")
    assert "The worker stopped" in house.said()
    assert house.is_healthy()


def run(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environ = environment(folder) | settings
    return subprocess.run([*ROOST, *arguments], env=environ, capture_output=True, text=True)


def test_a_port_in_use_is_said_plainly(tmp_path: Path) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        refused = run(tmp_path / "data", "serve", "--port", str(port))
    assert refused.returncode == 2
    assert refused.stderr == f"Port {port} is in use on this machine already; choose another with --port.\n"


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
