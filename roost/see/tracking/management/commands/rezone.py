"""`django rezone`: what the worker starts to add up a program's days by another time zone."""

from __future__ import annotations

import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from roost.see.tracking.actions import rezone


class Command(BaseCommand):
    """Put one rezoning in force; the worker decides when, and at what priority."""

    help = "Add up a program's days for the rules that wait under this number."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("rezoning", type=int)

    def handle(self, *args: Any, rezoning: int, **options: Any) -> None:
        # Asked to end, the worker lets its task finish; whoever has no more time kills the two together.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        rezone(rezoning)
