"""`roost serve`: run Roost for people to use."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from roost.doors.cli.supervise import check_port, run_house


class Command(BaseCommand):
    """Prepare the installation, then keep web server, worker and scheduler running."""

    help = "Run web server, worker and scheduler until told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (%(default)s)")
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s: this machine only)")
        parser.add_argument(
            "--workers",
            type=int,
            choices=range(1, 65),
            metavar="N",
            default=1,
            help="web processes; about one per core (%(default)s)",
        )

    def handle(self, *args: Any, port: int, host: str, workers: int, **options: Any) -> None:
        check_port(host, port)
        self._say("Preparing the database ...")
        call_command("prepare", verbosity=0)
        self._say("Starting ...")
        status = run_house(host=host, port=port, workers=workers, announce=self._announce)
        if status:
            raise CommandError("Roost has ended because a part of it would not run.", returncode=status)

    def _announce(self, address: str) -> None:
        self._say(f"Roost answers at {address} (Ctrl+C stops it)")

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
