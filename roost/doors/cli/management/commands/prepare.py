"""`roost migrate`: bring database, cache table and collected files to this version. Repeating it changes nothing."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from roost.ground.kit.alone import alone


class Command(BaseCommand):
    """Run the steps that every start needs before the first request; whoever comes second waits and finds them done."""

    help = "Bring the database, its cache table and the collected files to this version."

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        quiet = max(0, verbosity - 1)
        with alone():
            call_command("migrate", interactive=False, verbosity=quiet)
            call_command("createcachetable", verbosity=quiet)
            call_command("collectstatic", interactive=False, verbosity=quiet)
        if verbosity:
            self.stdout.write("The database and the files of the pages are up to date.")
