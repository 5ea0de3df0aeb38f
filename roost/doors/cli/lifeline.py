"""How a process that the supervisor started learns that the supervisor is gone."""

from __future__ import annotations

import os
import signal
import threading
import time

SECONDS_TO_END = 8


def follow() -> None:
    """End this process group once standard input ends.

    It is a pipe that only the supervisor holds open, so its end means that the supervisor was killed outright.
    """
    threading.Thread(target=_wait, name="lifeline", daemon=True).start()


def _wait() -> None:
    while os.read(0, 1):
        pass
    os.killpg(0, signal.SIGTERM)
    time.sleep(SECONDS_TO_END)
    os.killpg(0, signal.SIGKILL)
