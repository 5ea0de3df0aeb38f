"""The web server's process: `python -m roost.doors.cli.web HOST PORT WORKERS`, started by `supervise`."""

from __future__ import annotations

import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from roost.doors.cli import lifeline


def main(host: str, port: str, workers: str) -> None:
    """Answer requests until told to stop. Django is loaded by the processes that granian starts, not by this one."""
    lifeline.follow()
    Granian(
        "roost.doors.site.asgi:application",
        address=host,
        port=int(port),
        interface=Interfaces.ASGINL,
        workers=int(workers),
        websockets=False,
        log_level=LogLevels.warning,
        workers_kill_timeout=lifeline.SECONDS_TO_END - 3,
    ).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
