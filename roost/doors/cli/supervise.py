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
    web = _Part("The web server", ["roost.doors.cli.web", address, str(port), str(workers)])
    worker = _Part("The worker", ["roost.doors.cli.main", "worker", "--supervised"])
    with _until_told() as told:
        try:
            web.start()
            worker.start()
            if not _answers(web, ANY_ADDRESS.get(address, address), port, told):
                return 0 if told else 1
            announce(settings.PUBLIC_URL)
            return _keep_running([web, worker], told)
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
        return f"Port {port} is in use on this machine already; choose another with --port."
    if error.errno == errno.EACCES:
        return f"Port {port} is kept for administrators; choose one from 1024 to 65535."
    return f"{host} is not an address of this machine."


@dataclass
class _Part:
    """One child process, in a group of its own so that Ctrl+C reaches it only through the supervisor."""

    name: str
    arguments: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    failures: list[float] = field(default_factory=list)
    starts_again_at: float = 0

    def start(self) -> None:
        # The pipe is the child's lifeline: nothing is ever written to it.
        command = [sys.executable, "-m", *self.arguments]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)

    def has_stopped(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def ask_to_end(self) -> None:
        if self.process is not None:
            self.process.terminate()

    def make_end(self, *, within: float = 0) -> None:
        """Wait that many seconds for an orderly end, then kill whatever is left of the group."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(within)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def note_failure(self) -> None:
        """Clear away what stopped and set the time of the next start, further off with each recent failure."""
        self.make_end()
        now = time.monotonic()
        self.failures = [*(moment for moment in self.failures if moment > now - SECONDS_REMEMBERED), now]
        self.starts_again_at = now + 2 ** (len(self.failures) - 1)


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


def _answers(web: _Part, address: str, port: int, told: Sequence[int]) -> bool:
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    while not told and time.monotonic() < deadline:
        if web.has_stopped():
            print("The web server could not start; the reason stands above.", file=sys.stderr)
            return False
        if _is_healthy(address, port):
            return True
        time.sleep(0.1)
    if not told:
        print(f"The web server did not answer within {SECONDS_TO_ANSWER} seconds.", file=sys.stderr)
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


def _keep_running(parts: Sequence[_Part], told: Sequence[int]) -> int:
    while not told:
        for part in parts:
            if part.has_stopped() and not part.starts_again_at:
                part.note_failure()
                if len(part.failures) > FAILURES_BORNE:
                    print(f"{part.name} keeps stopping, so Roost ends.", file=sys.stderr)
                    return 1
                print(f"{part.name} stopped; it starts again in a moment.", file=sys.stderr)
            elif part.starts_again_at and time.monotonic() >= part.starts_again_at:
                part.starts_again_at = 0
                part.start()
        time.sleep(0.3)
    return 0


def _end(parts: Sequence[_Part]) -> None:
    for part in parts:
        part.ask_to_end()
    deadline = time.monotonic() + SECONDS_TO_END
    for part in parts:
        part.make_end(within=max(0.0, deadline - time.monotonic()))
