"""`roost board export`: write what a program's boards stand on, to rebuild them anywhere."""

from __future__ import annotations

import json
import signal
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError

from roost.ground.kit.scopes import everywhere
from roost.see.tracking.engine.parquet import write_entries
from roost.see.tracking.models import Program
from roost.see.tracking.reads.exports import export


class Command(BaseCommand):
    """Write the files of a program; exit status 2 for an unknown program and a folder that cannot be filled."""

    help = "Write a program's people, entries and rules as files that `roost board compute` reads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="a new or empty one; only you may read it")
        parser.add_argument("--program", type=int, required=True, metavar="ID", help="the number in its address")
        parser.add_argument(
            "--format", choices=["csv", "parquet"], default="csv", help="how entries are written (default: csv)"
        )
        parser.add_argument("--json", action="store_true", help="answer with JSON instead of a sentence")

    def handle(self, *args: Any, folder: Path, program: int, format: str, **options: Any) -> None:
        with everywhere():
            found = Program.objects.filter(pk=program).first()
            if found is None:
                raise CommandError(f"There is no program {program} (--program).", returncode=2)
            parquet = write_entries if format == "parquet" else None
            with _ending_in_order(), _filled(folder) as unfinished:
                try:
                    written = export(found, unfinished, parquet=parquet, tell=self._tell)
                except OSError as error:
                    raise CommandError(f"Nothing was exported: {error}", returncode=2) from None
        if options["json"]:
            self.stdout.write(json.dumps({"program": program, "folder": str(folder), **asdict(written)}))
        else:
            people, entries, *rules = written.files
            self.stdout.write(
                f"Written to {folder}: {people} (memberships: {written.memberships:,}), "
                f"{entries} (rows: {written.entries:,}) and {', '.join(rules)}."
            )

    def _tell(self, rows: int) -> None:
        self.stderr.write(f"{rows:,} entries so far ...", str)


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """Let SIGTERM end the command as an exception does, so that nothing is left behind."""

    def end(number: int, frame: object) -> NoReturn:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _filled(folder: Path) -> Iterator[Path]:
    """Give a hidden folder within `folder` whose files come to stand there once all are written, or else none.

    Only their owner may read them: they name people. Raises CommandError where the folder cannot be filled.
    """
    is_new, unfinished, names = False, None, list[str]()
    try:
        with _told_of(folder):
            is_new = not folder.exists()
            _make_ready(folder)
            unfinished = Path(mkdtemp(prefix=".roost-export-", dir=folder))
        yield unfinished
        # rules.json comes last: whoever finds it finds the others.
        names = sorted(file.name for file in unfinished.iterdir())
        with _told_of(folder):
            for name in names:
                (unfinished / name).chmod(0o600)
                (unfinished / name).rename(folder / name)
            unfinished.rmdir()
    except BaseException:
        for name in names:
            (folder / name).unlink(missing_ok=True)
        if unfinished:
            rmtree(unfinished, ignore_errors=True)
        if is_new:
            with suppress(OSError):
                folder.rmdir()
        raise


def _make_ready(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise CommandError(f"{folder}: this is a file. Name a folder that is new or empty.", returncode=2)
    folder.mkdir(mode=0o700, exist_ok=True)
    if any(folder.iterdir()):
        raise CommandError(f"{folder}: this folder is not empty. Name one that is new or empty.", returncode=2)
    folder.chmod(0o700)


@contextmanager
def _told_of(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or error
        raise CommandError(f"{folder}: this folder cannot be written ({reason}).", returncode=2) from None
