"""A real installation under fire: the web server in processes of its own, clients that keep sending, and kill -9.

Nothing is simulated: what is killed is the group of processes that `roost serve` starts for the web, at a random moment
while three clients wait for answers. What a kill cannot show is a disk that forgets, because the operating system lives
on and writes out what it was given; `power` is for that.
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
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from roost.see.tracking.actions import Score
from tests.durability.books import Books, read_books
from tests.durability.deliveries import Deliveries, Delivery
from tests.durability.world import World

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = "127.0.0.1"
CLIENTS = 3
SHORTEST, LONGEST = 0.030, 0.250
"""Seconds from a life's first answer to its end."""


def until(condition: Callable[[], bool], what: str, *, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"Waited {seconds} s in vain for {what}"
        time.sleep(0.02)


def free_ports(count: int) -> list[int]:
    """Give different ports that nobody uses."""
    with ExitStack() as held:
        trials = [held.enter_context(socket.socket()) for _ in range(count)]
        for trial in trials:
            trial.bind((ADDRESS, 0))
        return [int(trial.getsockname()[1]) for trial in trials]


class Server:
    """The web server, started as `roost.doors.cli.supervise` starts it; leaving the `with` kills all of it at once."""

    def __init__(self, folder: Path, *, port: int, token: str) -> None:
        self.port, self.token = port, token
        self.log = folder / "server.log"
        own = {name: value for name, value in os.environ.items() if not name.startswith(("ROOST_", "DJANGO_"))}
        chosen = {"ROOST_DATA_DIR": str(folder / "data"), "ROOST_PUBLIC_URL": f"http://{ADDRESS}:{self.port}"}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "roost.doors.cli.web", ADDRESS, str(self.port), "1"],
                env=own | chosen | {"PYTHONPATH": str(ROOT)},
                cwd=folder,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        until(self._is_silent, "the end of the processes that answered")

    def ask(self, method: str, path: str, told: object = None) -> tuple[int, str]:
        """Send one request and give status and text; raises OSError or HTTPException where no answer comes."""
        with closing(HTTPConnection(ADDRESS, self.port, timeout=60)) as line:
            headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
            line.request(method, path, None if told is None else json.dumps(told), headers)
            answer = line.getresponse()
            return answer.status, answer.read().decode()

    def wait_until_healthy(self) -> None:
        until(self._is_healthy, "a healthy server")

    def _is_healthy(self) -> bool:
        assert self.process.poll() is None, f"The web server ended:\n{self.log.read_text()}"
        try:
            return self.ask("GET", "/healthz")[0] == 200
        except (OSError, HTTPException):
            return False

    def _is_silent(self) -> bool:
        with socket.socket() as trial:
            return trial.connect_ex((ADDRESS, self.port)) != 0


class House:
    """One installation, its clients, and their log of what was answered with success."""

    def __init__(self, world: World, folder: Path, *, port: int, seed: int) -> None:
        self.world, self.folder, self.port = world, folder, port
        self.chance = random.Random(seed)
        self.deliveries = Deliveries(self.chance, world.people)
        self._standing: list[str] = []
        self._unanswered: list[Delivery] = []
        self._turn = threading.Lock()
        self._log = folder / "acked.log"
        self._database = folder / "data" / "roost.sqlite3"
        self._database.parent.mkdir(parents=True)
        self._database.write_bytes(world.image)
        self._log.touch()

    @property
    def acknowledged(self) -> frozenset[int]:
        """Give the numbers of the deliveries in the log."""
        return frozenset(map(int, self._log.read_text().split()))

    def books(self) -> Books:
        """Read the database as the last process left it."""
        with closing(sqlite3.connect(self._database)) as database:
            return read_books(database)

    def live_and_die(self) -> None:
        """Start the server, let clients send until it is killed, and return when all of them have noticed."""
        before = self.acknowledged
        with ThreadPoolExecutor(CLIENTS) as pool:
            with self._server() as server:
                server.wait_until_healthy()
                clients = [pool.submit(self._send_until_killed, server) for _ in range(CLIENTS)]
                until(lambda: self.acknowledged > before or any(one.done() for one in clients), "the first answer")
                time.sleep(self.chance.uniform(SHORTEST, LONGEST))  # waits for nothing: chance names the moment
            for client in clients:
                client.result()

    def send_again(self, deliveries: Sequence[Delivery]) -> list[int]:
        """Send deliveries to a fresh server and give how many lines of the ledger each added."""
        with self._server() as server:
            server.wait_until_healthy()
            return [json.loads(self._send(server, delivery))["added"] for delivery in deliveries]

    def _server(self) -> Server:
        return Server(self.folder, port=self.port, token=self.world.token)

    def _send_until_killed(self, server: Server) -> None:
        while True:
            delivery = self._next()
            try:
                self._send(server, delivery)
            except (OSError, HTTPException):
                with self._turn:
                    self._unanswered.append(delivery)
                return
            self._note(delivery)

    def _next(self) -> Delivery:
        """Choose what to send: something new, or now and then what a kill left unanswered."""
        with self._turn:
            if self._unanswered and self.chance.random() < 0.3:
                return self._unanswered.pop(0)
            return self.deliveries.another(self._standing)

    def _send(self, server: Server, delivery: Delivery) -> str:
        path = f"/api/v1/programs/{self.world.program.pk}/scores"
        if delivery.reverses:
            status, answer = server.ask("DELETE", f"{path}/{delivery.reverses}")
        else:
            told = {"scores": [_told(score) for score in delivery.scores]}
            status, answer = server.ask("POST", path, told)
        assert status in (200, 201), f"{delivery} was answered with {status}: {answer}"
        return answer

    def _note(self, delivery: Delivery) -> None:
        with self._turn, self._log.open("a") as log:
            log.write(f"{delivery.number}\n")
            log.flush()
            os.fsync(log.fileno())
            self._standing += [score.key for score in delivery.scores]


def _told(score: Score) -> dict[str, object]:
    return {
        "id": score.key,
        "person": score.person,
        "metric": score.metric,
        "value": score.value,
        "occurred_at": score.occurred,
    }
