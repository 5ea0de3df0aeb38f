"""A house to visit: a small sample company behind the project's own command, in a folder and processes of its own."""

from __future__ import annotations

import atexit
import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
ROOST = [sys.executable, "-m", "roost.doors.cli.main"]
# The command makes a company of full size; a small one has the same people to be, and is there in seconds.
SEED = """
import django
django.setup()
from django.core.management import call_command
from roost.doors.demo.actions import gather_circles, seed_demo
call_command("prepare", verbosity=0)
seed_demo(seed=7, sellers=24)
gather_circles()  # Once, instead of by each house's worker, which finds nothing left to do.
"""
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
SEEDED = Path(tempfile.gettempdir()) / f"roost-sample-{RUN}"
SECONDS_TO_OPEN = 120
SECONDS_TO_CLOSE = 30


def free_port() -> int:
    """Give a port that nobody uses."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def own_database() -> dict[str, str]:
    """Give the setting of an empty database of one's own, where the suite runs on a server of PostgreSQL."""
    server = os.environ.get("ROOST_DATABASE_URL")
    if not server:
        return {}
    name = f"house_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return {"ROOST_DATABASE_URL": urlsplit(server)._replace(path=f"/{name}").geturl()}


def environment(folder: Path) -> dict[str, str]:
    """Give the environment of a Roost that keeps everything in a folder, whatever this one has set."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("ROOST_", "DJANGO_"))}
    return own | {
        "ROOST_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "roost.doors.site.settings",
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
    }


@contextmanager
def alone() -> Iterator[None]:
    """Let one process of this run at a time look after the sample company that houses are copied from."""
    with SEEDED.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def forget() -> None:
    """Delete the sample company that this process made."""
    with alone():
        shutil.rmtree(SEEDED, ignore_errors=True)
        SEEDED.with_suffix(".lock").unlink(missing_ok=True)


class House:
    """A running `roost demo`, or another command that serves; close it when you go."""

    def __init__(
        self, folder: Path, settings: str = "roost.doors.site.settings", command: Sequence[str] = ("demo",)
    ) -> None:
        self.log = folder / "log"
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.folder = folder
        self.environ = environment(folder / "data") | own_database() | {"DJANGO_SETTINGS_MODULE": settings}
        self.seed()
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*ROOST, *command, "--port", str(self.port)],
                env=self.environ,
                cwd=folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def seed(self) -> None:
        """Make the sample company, or copy the one that an earlier house of this run was made with."""
        if "ROOST_DATABASE_URL" in self.environ:
            self.run(SEED)
            return
        data = self.folder / "data"
        with alone():
            if SEEDED.is_dir():
                shutil.copytree(SEEDED, data, dirs_exist_ok=True)
            else:
                self.run(SEED)
                shutil.copytree(data, SEEDED)
                atexit.register(forget)

    def run(self, script: str) -> str:
        """Run a script as whoever keeps this house could, and give what it prints."""
        command = [sys.executable, "-c", script]
        done = subprocess.run(command, env=self.environ, cwd=self.folder, check=True, stdout=subprocess.PIPE, text=True)
        return done.stdout.strip()

    def wait_until_open(self) -> None:
        """Return as soon as it answers; fail with what it said if it never does."""
        deadline = time.monotonic() + SECONDS_TO_OPEN
        while not self._is_healthy():
            assert self.process.poll() is None, f"Roost ended instead of starting:\n{self.log.read_text()}"
            assert time.monotonic() < deadline, f"Roost did not answer:\n{self.log.read_text()}"
            time.sleep(0.1)

    def close(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(SECONDS_TO_CLOSE)
        except subprocess.TimeoutExpired:
            self.process.kill()  # The parts end with it.
            self.process.wait()

    def send(self, method: str, path: str, told: Any = None, *, key: str) -> dict[str, Any]:
        """Ask the HTTP API something with a person's key; raises HTTPError for a refusal."""
        request = urllib.request.Request(
            f"{self.url}/api/v1{path}",
            data=None if told is None else json.dumps(told).encode(),
            headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return dict(json.load(answer))

    def refusal(self, method: str, path: str, *, key: str) -> int:
        """Ask the HTTP API for something that it must refuse, and give the status."""
        try:
            self.send(method, path, key=key)
        except urllib.error.HTTPError as error:
            return error.code
        raise AssertionError(f"{method} {path} was not refused")

    def _is_healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False
