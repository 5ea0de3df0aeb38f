"""What the worker does for this room."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress

from django_tasks import task

from roost.ground.kit.schedule import every
from roost.see.tracking.actions import (
    decide_proposals,
    draft_bulletins,
    enter_delivery,
    forget_deliveries,
    forget_rezonings,
    give_up_rezoning,
)

NICENESS = 10


@task()
def enter_file(delivery: int) -> None:
    """Enter a file of scores that was handed in."""
    enter_delivery(delivery)


@task()
def rezone_program(rezoning: int) -> None:
    """Add up a program's days by another time zone, behind everything else that runs on this machine."""
    try:
        _run_behind_others("rezone", str(rezoning))
    except (OSError, subprocess.CalledProcessError):
        give_up_rezoning(rezoning)
        raise


@every(minutes=10)
@task()
def count_votes() -> None:
    """Decide what players voted on, once its day has come."""
    decide_proposals()


@every(minutes=60)
@task()
def draft_last_month() -> None:
    """Draft the bulletins of a month that is over."""
    draft_bulletins()


@every(minutes=60)
@task()
def forget_old_deliveries() -> None:
    """Forget files of scores, and how they fared, when their time is over."""
    forget_deliveries()


@every(minutes=60)
@task()
def forget_old_rezonings() -> None:
    """Give up rules that wait for their days in vain, and forget how others fared when their time is over."""
    forget_rezonings()


def _run_behind_others(*command: str) -> None:
    """Run one of Django's commands in a process of its own: who lowered its priority may not raise it again.

    Raises CalledProcessError where it fails or is killed.
    """
    with subprocess.Popen([sys.executable, "-m", "django", *command]) as process:
        with suppress(ProcessLookupError):
            os.setpriority(os.PRIO_PROCESS, process.pid, max(NICENESS, os.getpriority(os.PRIO_PROCESS, 0)))
        if process.wait() != 0:
            raise subprocess.CalledProcessError(process.returncode, command)
