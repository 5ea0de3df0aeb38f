"""`roost board export`: write what a program's boards stand on, to rebuild them anywhere."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from os.path import realpath
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from roost.ground.kit.scopes import everywhere
from roost.see.tracking.models import Program
from roost.see.tracking.reads.exports import ENTRIES_FILES, export


class Command(BaseCommand):
    """Write the files of a program; exit status 2 for an unknown program and a folder that cannot be filled."""

    help = "Write a program's people, entries and rules as files that `roost board compute` reads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="a new or empty one; only you may read it")
        parser.add_argument("--program", type=int, required=True, metavar="ID", help="the number in its address")
        parser.add_argument(
            "--format", choices=ENTRIES_FILES, default="csv", help="how entries are written (default: csv)"
        )
        parser.add_argument("--json", action="store_true", help="answer with JSON instead of a sentence")

    def handle(self, *args: Any, folder: Path, program: int, format: str, **options: Any) -> None:
        with everywhere():
            found = Program.objects.filter(pk=program).first()
            if found is None:
                raise CommandError(f"There is no program {program} (--program).", returncode=2)
            with _filled(folder) as unfinished:
                written = export(found, unfinished, form=format, tell=self._tell)
        if options["json"]:
            self.stdout.write(json.dumps({"program": program, "folder": str(folder), **asdict(written)}))
        else:
            people, entries, rules = written.files
            self.stdout.write(
                f"Written to {folder}: {people} (memberships: {written.memberships:,}), "
                f"{entries} (rows: {written.entries:,}) and {rules}."
            )

    def _tell(self, rows: int) -> None:
        self.stderr.write(f"{rows:,} entries so far ...", str)


@contextmanager
def _filled(folder: Path) -> Iterator[Path]:
    """Give a folder that takes the place of `folder` once it is filled; if that fails nothing is left of it.

    Only its owner may read what is in it: the files name people. Raises CommandError where it cannot be written.
    """
    place = Path(realpath(folder))
    try:
        if (why := _why_not(place)) is not None:
            raise CommandError(f"{folder}: {why}", returncode=2)
        unfinished = Path(mkdtemp(prefix=".roost-export-", dir=place.parent))
        try:
            yield unfinished
            for file in unfinished.iterdir():
                file.chmod(0o600)
            unfinished.rename(place)
        except BaseException:
            rmtree(unfinished, ignore_errors=True)
            raise
    except OSError as error:
        reason = error.strerror or error
        raise CommandError(f"{folder}: this folder cannot be written ({reason}).", returncode=2) from None


def _why_not(place: Path) -> str | None:
    if not place.exists():
        return None
    if not place.is_dir():
        return "this is a file. Name a folder that is new or empty."
    if any(place.iterdir()):
        return "this folder is not empty. Name one that is new or empty."
    # Whoever is in it would not see the one that takes its place.
    return "you are in this folder. Name a new one within it." if place == Path.cwd() else None
