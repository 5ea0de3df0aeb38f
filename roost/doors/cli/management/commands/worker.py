"""`roost worker`: run tasks and the scheduler, as `roost serve` does beside the web server."""

from __future__ import annotations

import argparse
import logging
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from roost.doors.cli import lifeline
from roost.ground.kit.schedule import keep_ticking


class Command(BaseCommand):
    """Any number of these may run beside each other: tasks and ticks are claimed in the database."""

    help = "Run tasks of all queues, and the scheduler, until told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--supervised", action="store_true", help=argparse.SUPPRESS)

    def handle(self, *args: Any, supervised: bool, **options: Any) -> None:
        if supervised:
            lifeline.follow()
        # Its farewell is a warning; only failures are worth a line.
        logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
        threading.Thread(target=keep_ticking, name="scheduler", daemon=True).start()
        worker = Worker(
            queue_names=["*"],
            excluded_queue_names=[],
            backend_name="default",
            interval=1,
            batch=False,
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )
        worker.configure_signals()
        worker.run()
