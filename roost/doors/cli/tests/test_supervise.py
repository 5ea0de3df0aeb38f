"""A part that stops starts again, whatever stands in the way of starting it."""

from __future__ import annotations

import errno
import io
import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr
from dataclasses import dataclass

import pytest

from roost.doors.cli.supervise import FAILURES_BORNE, Part, keep_running

WAITS = ["-c", "import time; time.sleep(600)"]
ENDS = ["-c", ""]
TURN = 0.02


@dataclass
class Crowded(Part):
    """A part on a machine that has no room for another process, for so many starts."""

    refusals: int = 0

    def start(self) -> None:
        if self.process is not None and self.refusals:
            self.refusals -= 1
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        super().start()


@dataclass
class Told:
    """What the supervisor was told, and the part it runs."""

    part: Part
    signals: list[int]

    def until(self, condition: Callable[[], bool]) -> None:
        for _ in range(int(30 / TURN)):
            if condition():
                return
            time.sleep(TURN)
        pytest.fail(f"Waited in vain: {self.part}")


@pytest.fixture
def supervised() -> Iterator[Callable[[Part], Told]]:
    """Give a supervisor of parts, which ends with the test."""
    running: list[Told] = []
    with ThreadPoolExecutor() as pool:

        def supervise(part: Part) -> Told:
            part.start()
            told = Told(part, [])
            running.append(told)
            pool.submit(keep_running, [part], told.signals)
            return told

        yield supervise
        for told in running:
            told.signals.append(signal.SIGTERM)
    for told in running:
        told.part.make_end()


def kill(part: Part) -> int:
    assert part.process is not None
    part.process.send_signal(signal.SIGKILL)
    return part.process.pid


def starts_after(part: Part, old: int) -> bool:
    return part.process is not None and part.process.pid != old and not part.has_stopped()


def test_a_killed_part_starts_again(supervised: Callable[[Part], Told]) -> None:
    told = supervised(Part("A part", WAITS))
    old = kill(told.part)
    told.until(lambda: starts_after(told.part, old))


def test_a_start_that_fails_is_tried_again(
    supervised: Callable[[Part], Told], capfd: pytest.CaptureFixture[str]
) -> None:
    told = supervised(Crowded("A part", WAITS, refusals=1))
    old = kill(told.part)
    told.until(lambda: starts_after(told.part, old))
    assert len(told.part.failures) == 2
    assert "A part could not be started: Resource temporarily unavailable." in capfd.readouterr().err


def test_a_part_that_keeps_stopping_ends_the_house(capfd: pytest.CaptureFixture[str]) -> None:
    part = Part("A part", ENDS, failures=[time.monotonic()] * FAILURES_BORNE)
    part.start()
    assert keep_running([part], told=[]) == 1
    assert capfd.readouterr().err == "A part keeps stopping, so Roost ends.\n"


class Gone(io.TextIOBase):
    """A log that nobody takes any more."""

    def write(self, text: str) -> int:
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))


def test_a_log_that_nobody_takes_does_not_end_the_watch() -> None:
    part = Part("A part", ENDS)
    part.start()
    assert part.process is not None
    part.process.wait()
    with redirect_stderr(Gone()):
        part.tend()
    assert len(part.failures) == 1
