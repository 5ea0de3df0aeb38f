"""Files in the data folder, under names that nobody chose: kept whole, and forgotten when no item holds them."""

from __future__ import annotations

import filecmp
import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import InputError, Problem
from roost.ground.kit.scopes import everywhere
from roost.grow.library.engine.documents import LARGEST_FILE, Sort, sort_of
from roost.grow.library.models import Item

KEPT_UNHELD_FOR = timedelta(hours=1)


def folder() -> Path:
    """Give the folder of the library's files, made where it is missing."""
    found = Path(settings.DATA_DIR) / "library"
    found.mkdir(mode=0o700, exist_ok=True)
    return found


def path_of(item: Item) -> Path:
    """Give where an item's file lies."""
    return folder() / item.file


def keep_file(name: str, chunks: Iterable[bytes]) -> tuple[str, Sort, int]:
    """Keep a document and give its name here, its sort and its size.

    Raises InputError for one that is too large or of no sort that the library takes; nothing is kept then.
    """
    path = folder() / secrets.token_hex(16)
    size = 0
    try:
        with path.open("xb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > LARGEST_FILE:
                    raise InputError(Problem(_("This file is larger than 20 MB. Add a link to it."), column="file"))
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        with path.open("rb") as file:
            sort = sort_of(file, name)
        if sort is None:
            raise InputError(
                Problem(
                    _("This is no PDF, Word, OpenDocument or PowerPoint file, and no text. Save it as one of these."),
                    column="file",
                )
            )
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    _sync_folder()
    return path.name, sort, size


def is_same_file(name: str, item: Item) -> bool:
    """Say whether a file holds what an item's file holds."""
    return bool(item.file) and path_of(item).exists() and filecmp.cmp(folder() / name, path_of(item), shallow=False)


def drop_file(name: str) -> None:
    """Drop a file that no item holds any more."""
    if name:
        (folder() / name).unlink(missing_ok=True)


def forget_files() -> int:
    """Drop files that no item has held for an hour: of people who were erased, or whose upload ended halfway."""
    with everywhere():
        held = set(Item.objects.exclude(file="").values_list("file", flat=True))
    before = (clock.now() - KEPT_UNHELD_FOR).timestamp()
    count = 0
    for path in folder().iterdir():
        with suppress(FileNotFoundError):
            if path.name not in held and path.stat().st_mtime < before:
                path.unlink()
                count += 1
    return count


def _sync_folder() -> None:
    """Bring the folder's names to the disk: an item without its file could not be opened."""
    opened = os.open(folder(), os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
