"""The web server's process: `python -m roost.doors.cli.web HOST PORT WORKERS`, started by `supervise`."""

from __future__ import annotations

import resource
import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from roost.doors.cli import lifeline

# Every open page holds a connection and a file: live pages up to `kit.live.MOST_VIEWERS`, and those that only read.
CONNECTIONS = 8_000
FILES = 2 * CONNECTIONS


def main(host: str, port: str, workers: str) -> None:
    """Answer requests until told to stop. Django is loaded by the processes that granian starts, not by this one."""
    lifeline.follow()
    allow_files()
    Granian(
        "roost.doors.site.asgi:application",
        address=host,
        port=int(port),
        interface=Interfaces.ASGINL,
        workers=int(workers),
        websockets=False,
        # Unsaid it is 1,024 for all processes together, beyond which every page waits for one that is closed.
        backpressure=CONNECTIONS,
        log_level=LogLevels.warning,
        workers_kill_timeout=lifeline.SECONDS_TO_END - 3,
    ).serve()


def allow_files() -> None:
    """Let this process and those that it starts open as many files as they need, as far as the machine allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < FILES:
        most = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, most), hard))


if __name__ == "__main__":
    main(*sys.argv[1:])
