"""A real installation under fire: the web server in processes of its own, clients that keep sending, and kill -9.

Simulated: nothing. What is killed is the whole process group that `roost serve` would start for the web, at a random
moment while three clients wait for answers. What a kill cannot show is a disk that forgets, because the operating
system lives on and writes out what the process had handed over; that is what `power` is for.
"""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import quote

from roost.see.tracking.actions import Score
from tests.durability.books import Books, read_books
from tests.durability.conftest import World
from tests.durability.deliveries import Deliveries, Delivery

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = "127.0.0.1"
CLIENTS = 3
SHORTEST, LONGEST = 0.030, 0.250
"""Seconds from the first answer to the kill."""


def until(condition: Callable[[], bool], what: str, *, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"Waited {seconds} s in vain for {what}"
        time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind((ADDRESS, 0))
        return int(trial.getsockname()[1])


class Server:
    """The web server, started as `roost.doors.cli.supervise` starts it."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.log = folder / "server.log"
        own = {name: value for name, value in os.environ.items() if not name.startswith(("ROOST_", "DJANGO_"))}
        chosen = {"ROOST_DATA_DIR": str(folder / "data"), "ROOST_PUBLIC_URL": f"http://{ADDRESS}:{self.port}"}
        command = [sys.executable, "-m", "roost.doors.cli.web", ADDRESS, str(self.port), "1"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                env=own | chosen | {"PYTHONPATH": str(ROOT)},
                cwd=folder,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def is_healthy(self) -> bool:
        assert self.process.poll() is None, f"The web server ended:\n{self.log.read_text()}"
        try:
            return self.ask("GET", "/healthz")[0] == 200
        except (OSError, HTTPException):
            return False

    def ask(self, method: str, path: str, told: Any = None, *, token: str = "") -> tuple[int, Any]:
        """Send one request and give status and JSON; raises OSError or HTTPException where no answer comes."""
        with closing(HTTPConnection(ADDRESS, self.port, timeout=60)) as line:
            headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
            line.request(method, path, json.dumps(told) if told is not None else None, headers)
            answer = line.getresponse()
            return answer.status, json.loads(answer.read())

    def kill(self) -> None:
        """Kill everything that was started at once, and return when it is gone."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        until(self._is_silent, "the end of the processes that answered")

    def _is_silent(self) -> bool:
        with socket.socket() as trial:
            return trial.connect_ex((ADDRESS, self.port)) != 0


class House:
    """One installation, its clients, and their log of what was answered."""

    def __init__(self, world: World, folder: Path, *, seed: int) -> None:
        self.world, self.folder = world, folder
        self.chance = random.Random(seed)
        self.deliveries = Deliveries(self.chance, world.people)
        self.standing: list[str] = []
        self.unanswered: list[Delivery] = []
        self.surprises: list[tuple[Delivery, int, Any]] = []
        self._turn = threading.Lock()
        self._log = folder / "acked.log"
        self._log.touch()
        (folder / "data").mkdir()
        self.database = folder / "data" / "roost.sqlite3"
        self.database.write_bytes(world.image)

    @property
    def acknowledged(self) -> frozenset[int]:
        """Give the numbers in the log, which holds what was answered with success, and nothing else."""
        return frozenset(map(int, self._log.read_text().split()))

    def books(self) -> Books:
        """Read the database as the last process left it."""
        with closing(sqlite3.connect(self.database)) as database:
            return read_books(database)

    def live_once(self) -> None:
        """Start the server, let clients send until it is killed, and return when all of them have noticed."""
        before = len(self.acknowledged)
        server = Server(self.folder)
        clients = [threading.Thread(target=self._send_until_killed, args=[server]) for _ in range(CLIENTS)]
        try:
            until(server.is_healthy, "a healthy server")
            for client in clients:
                client.start()
            until(lambda: len(self.acknowledged) > before or bool(self.surprises), "the first answer")
            time.sleep(self.chance.uniform(SHORTEST, LONGEST))  # the moment of the kill is what is varied here
        finally:
            server.kill()
        for client in clients:
            client.join()

    def send_again(self, deliveries: Sequence[Delivery]) -> list[int]:
        """Send deliveries to a fresh server, all scores before any reversal; give how many lines each added."""
        server = Server(self.folder)
        try:
            until(server.is_healthy, "a healthy server")
            return [self._send(server, one)[1]["added"] for one in sorted(deliveries, key=lambda one: one.reverses)]
        finally:
            server.kill()

    def _send_until_killed(self, server: Server) -> None:
        while True:
            delivery = self._next()
            try:
                status, answer = self._send(server, delivery)
            except (OSError, HTTPException):
                with self._turn:
                    self.unanswered.append(delivery)
                return
            if status not in (200, 201):
                self.surprises.append((delivery, status, answer))
                return
            self._note(delivery)

    def _next(self) -> Delivery:
        """Choose what to send: something new, or now and then what a kill left unanswered."""
        with self._turn:
            if self.unanswered and self.chance.random() < 0.3:
                return self.unanswered.pop(0)
            return self.deliveries.another(self.standing)

    def _send(self, server: Server, delivery: Delivery) -> tuple[int, Any]:
        path = f"/api/v1/programs/{self.world.program.pk}/scores"
        if delivery.reverses:
            return server.ask("DELETE", f"{path}/{quote(delivery.reverses, safe='')}", token=self.world.token)
        return server.ask("POST", path, {"scores": [_told(score) for score in delivery.scores]}, token=self.world.token)

    def _note(self, delivery: Delivery) -> None:
        with self._turn, self._log.open("a") as log:
            log.write(f"{delivery.number}\n")
            log.flush()
            os.fsync(log.fileno())
            self.standing += [score.key for score in delivery.scores]


def _told(score: Score) -> dict[str, Any]:
    return {
        "id": score.key,
        "person": score.person,
        "metric": score.metric,
        "value": score.value,
        "occurred_at": score.occurred,
    }
