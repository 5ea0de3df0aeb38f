"""`roost demo`: run a sample organisation to walk around in."""

from __future__ import annotations

import logging
import os
import threading
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from django.utils.dateformat import format as format_date

from roost.doors.cli.supervise import check_port, run_house
from roost.doors.demo.actions import SECONDS_A_TURN, enter_live_score, seed_demo, start_afresh
from roost.doors.demo.models import Demo
from roost.doors.demo.reads import current_demo

USUAL_SEED = 7
logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Make the sample company where there is none, then run Roost on it."""

    help = "Run Roost with a sample organisation to walk around in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (%(default)s)")
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s: this machine only)")
        parser.add_argument(
            "--seed", type=int, help=f"which company to draw ({USUAL_SEED}); the same seed, the same one"
        )
        parser.add_argument("--fresh", action="store_true", help="throw the demo away and make it again, as of today")
        parser.add_argument("--no-start", action="store_true", help="only make it")

    def handle(
        self, *args: Any, port: int, host: str, seed: int | None, fresh: bool, no_start: bool, **options: Any
    ) -> None:
        if not no_start:
            check_port(host, port)
        self._say("Preparing the database ...")
        call_command("prepare", verbosity=0)
        self._have_demo(seed, fresh)
        if no_start:
            return
        # Whoever walks around may look into the log as well.
        os.environ.setdefault("ROOST_LOG_FILE", str(settings.DATA_DIR / "demo.log"))
        self._say("Starting ...")
        threading.Thread(target=keep_living, name="sample company", daemon=True).start()
        status = run_house(host=host, port=port, announce=self._announce)
        if status:
            raise CommandError("Roost has ended because a part of it would not run.", returncode=status)

    def _have_demo(self, seed: int | None, fresh: bool) -> None:
        demo = current_demo()
        if demo is not None and not fresh:
            if seed not in {None, demo.seed}:
                raise CommandError(
                    f"A demo drawn with seed {demo.seed} is here. Add --fresh to throw it away and draw {seed}."
                )
            self._say(
                f"The sample company as of {_day(demo)} is here. To make it again, as of today: roost demo --fresh"
            )
            return
        make = seed_demo if demo is None else start_afresh
        self._say("Making a sample company and living its year. This happens once.")
        started, told = time.monotonic(), ""

        def tell(percent: int, words: str) -> None:
            nonlocal told
            if words != told:
                told = words
                self._say(f"{percent:3} %  {words}")

        made = make(seed=USUAL_SEED if seed is None else seed, tell=tell)
        self._say(f"Made as of {_day(made)} in {time.monotonic() - started:.0f} seconds.")

    def _announce(self, address: str) -> None:
        self._say(f"Roost answers at {address} (Ctrl+C stops it). Open it and walk in as somebody.")

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()


def keep_living() -> None:
    """Let somebody enter a score every now and then, until the process ends."""
    while True:
        time.sleep(SECONDS_A_TURN)
        try:
            enter_live_score()
        except Exception:  # whatever visitors have done to the company, it goes on
            logger.exception("The sample company could not enter a score; it tries again.")
        finally:
            connections.close_all()


def _day(demo: Demo) -> str:
    return format_date(demo.as_of, "j F Y")
