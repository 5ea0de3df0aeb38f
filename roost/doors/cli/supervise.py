"""Keep the web server and the worker running together, and leave neither behind, however this process ends."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connections

from roost.doors.cli.lifeline import SECONDS_TO_END
from roost.ground.kit.errors import InputError

SECONDS_TO_ANSWER = 60
SECONDS_TO_BE_GONE = 3
FAILURES_BORNE = 5
SECONDS_REMEMBERED = 120
ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}


def run_house(*, host: str, port: int, workers: int = 1, announce: Callable[[str], None]) -> int:
    """Run web server, worker and scheduler until this process is told to end; give its exit status.

    `announce` gets the address people use, once, as soon as it answers. A part that stops is started again after
    growing pauses; one that keeps stopping ends the house with status 1. Raises InputError when the port cannot be had.
    """
    address = check_port(host, port)
    connections.close_all()
    web = Part("The web server", ["-m", "roost.doors.cli.web", address, str(port), str(workers)])
    worker = Part("The worker", ["-m", "roost.doors.cli.main", "worker", "--supervised"])
    with _until_told() as told:
        try:
            web.start()
            worker.start()
            if not _answers(web, ANY_ADDRESS.get(address, address), port, told):
                return 0 if told else 1
            with suppress(OSError):  # As in `_say`: nobody need be listening.
                announce(settings.PUBLIC_URL)
            return keep_running([web, worker], told)
        finally:
            _end([web, worker])


def check_port(host: str, port: int) -> str:
    """Give the IP address to listen on; raise InputError with plain words when nobody could listen there."""
    if not 0 < port < 65536:
        raise InputError(f"{port} is not a port; choose one from 1024 to 65535.")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        found.sort(key=lambda one: one[0] != socket.AF_INET)  # of the addresses of localhost, IPv4
        family, kind, protocol, _, address = found[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        raise InputError(_why_not(error, host, port)) from error
    return str(address[0])


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is in use on this machine already; choose another: --port NUMBER, or PORT=NUMBER after make."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} is kept for administrators; choose one from 1024 to 65535."
    return f"{host} is not an address of this machine."


@dataclass
class Part:
    """One child process, in a group of its own so that Ctrl+C reaches it only through the supervisor.

    `command` is what Python is to run, as it would stand behind `python`.
    """

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    failures: list[float] = field(default_factory=list)
    starts_again_at: float | None = None

    def start(self) -> None:
        """Start the process; raises OSError where the machine has no room for one more."""
        # The pipe is the child's lifeline: nothing is ever written to it.
        self.process = subprocess.Popen([sys.executable, *self.command], stdin=subprocess.PIPE, start_new_session=True)

    def has_stopped(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def keeps_stopping(self) -> bool:
        return len(self.failures) > FAILURES_BORNE

    def tend(self) -> None:
        """Start the part again once it has stopped and its pause is over. Never blocks, never raises."""
        if not self.has_stopped():
            return
        if self.starts_again_at is None:
            self._note_failure()
        elif time.monotonic() >= self.starts_again_at:
            self.starts_again_at = None
            try:
                self.start()
            except OSError as error:  # The next turn finds it stopped still, which is one more failure.
                _say(f"{self.name} could not be started: {error.strerror}.")

    def ask_to_end(self) -> None:
        if self.process is not None:
            with suppress(OSError):
                self.process.terminate()

    def make_end(self, *, within: float = 0) -> None:
        """Wait that many seconds for an orderly end, then kill whatever is left of the group."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(within)
        with suppress(OSError):  # Nothing is left of the group, or nothing that is ours.
            os.killpg(self.process.pid, signal.SIGKILL)
        # A process that waits for a disk is not gone until the disk answers; it needs nobody to watch it.
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(SECONDS_TO_BE_GONE)

    def _note_failure(self) -> None:
        """Clear away what stopped and set the time of the next start, further off with each recent failure."""
        self.make_end()
        now = time.monotonic()
        self.failures = [*(moment for moment in self.failures if moment > now - SECONDS_REMEMBERED), now]
        self.starts_again_at = now + 2 ** (len(self.failures) - 1)
        if not self.keeps_stopping():
            _say(f"{self.name} stopped; it starts again in a moment.")


@contextmanager
def _until_told() -> Iterator[list[int]]:
    """Collect the signals that ask this process to end, instead of dying of them."""
    told: list[int] = []
    heard = {signal.SIGINT, signal.SIGTERM}
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as nohup asks
        heard.add(signal.SIGHUP)
    before = {number: signal.signal(number, lambda number, _: told.append(number)) for number in heard}
    try:
        yield told
    finally:
        for number, answer in before.items():
            signal.signal(number, answer)


def _answers(web: Part, address: str, port: int, told: Sequence[int]) -> bool:
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    while not told and time.monotonic() < deadline:
        if web.has_stopped():
            _say("The web server could not start; the reason stands above.")
            return False
        if _is_healthy(address, port):
            return True
        time.sleep(0.1)
    if not told:
        _say(f"The web server did not answer within {SECONDS_TO_ANSWER} seconds.")
    return False


def _is_healthy(address: str, port: int) -> bool:
    # Asked as a reverse proxy would ask, so that the host is known and nothing is redirected to https.
    headers = {"Host": urlsplit(settings.PUBLIC_URL).netloc, "X-Forwarded-Proto": "https"}
    connection = HTTPConnection(address, port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers=headers)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def keep_running(parts: Sequence[Part], told: Sequence[int]) -> int:
    """Start again what stops, until told to end or until a part keeps stopping; give the exit status."""
    while not told:
        for part in parts:
            part.tend()
            if part.keeps_stopping():
                _say(f"{part.name} keeps stopping, so Roost ends.")
                return 1
        time.sleep(0.3)
    return 0


def _end(parts: Sequence[Part]) -> None:
    for part in parts:
        part.ask_to_end()
    deadline = time.monotonic() + SECONDS_TO_END
    for part in parts:
        part.make_end(within=max(0.0, deadline - time.monotonic()))


def _say(words: str) -> None:
    # Whoever read this may have gone, or the disk of the log be full: no reason to end.
    with suppress(OSError):
        print(words, file=sys.stderr, flush=True)
