"""Take a large file of scores in hand, and let the worker enter it while people watch."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, Problem, RoostError
from roost.ground.kit.schedule import enqueue
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.people.models import Person
from roost.see.tracking.actions.delivering import Following, Submitted
from roost.see.tracking.actions.files import submit_file
from roost.see.tracking.models import Delivery, Program

SECONDS_BETWEEN_TELLING = 1.0
LOST_AFTER = timedelta(days=1)
KEPT_FOR = timedelta(days=30)
MOST_WAITING = 3


def hand_in(program: Program, *, by: Person, name: str, chunks: Iterable[bytes]) -> Delivery:
    """Keep a file in the data folder until the worker has entered it.

    Raises Conflict while the program has three on their way: each may take 128 MB of room.
    """
    if Delivery.objects.filter(program=program, finished_at=None).count() >= MOST_WAITING:
        raise Conflict(
            _("%(most)s files of this program are on their way. Wait until one of them is entered.")
            % {"most": MOST_WAITING}
        )
    rows = 0
    # Whoever dies while copying leaves a file without a row, which `forget_deliveries` finds.
    with NamedTemporaryFile(dir=_folder(), delete=False) as file:
        for chunk in chunks:
            rows += chunk.count(b"\n")
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    with transaction.atomic():
        delivery = Delivery.objects.create(
            organisation_id=program.organisation_id,
            program=program,
            handed_in_by=by,
            handed_in_at=clock.now(),
            name=name[-200:],
            rows=rows,
        )
        Path(file.name).rename(_path(delivery.pk))
        _sync(_folder())
        enqueue("roost.see.tracking.tasks.enter_file", delivery=delivery.pk)
    return delivery


def enter_delivery(number: int) -> None:
    """Enter a file that was handed in, and forget it; done again after a worker was lost, it enters nothing twice."""
    with everywhere():
        waiting = Delivery.objects.select_related("program", "handed_in_by").filter(pk=number, finished_at=None)
        delivery = waiting.first()
    if delivery is not None:
        with touching(delivery.organisation_id):
            _enter(delivery)
    _path(number).unlink(missing_ok=True)


def forget_deliveries() -> None:
    """Give up what was not entered within a day, forget after a month how files fared, and delete files left over."""
    now = clock.now()
    with everywhere():
        words = _("This could not be finished within a day. Nothing was entered; choose the file again.")
        for lost in Delivery.objects.filter(finished_at=None, handed_in_at__lt=now - LOST_AFTER):
            _refuse(lost, [Problem(words)])
        Delivery.objects.filter(finished_at__lt=now - KEPT_FOR).delete()
    for path in _folder().iterdir():
        if path.stat().st_mtime < (now - LOST_AFTER).timestamp():
            path.unlink(missing_ok=True)


class _Telling(Following):
    """Write down how far a delivery is; what was written is said in the transaction that wrote it."""

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery
        self._next = 0.0

    def came_to(self, rows: int) -> None:
        if time.monotonic() >= self._next:
            _change(self._delivery, status=Delivery.Status.READING, rows_read=rows)
            self._next = time.monotonic() + SECONDS_BETWEEN_TELLING

    def writes(self) -> None:
        _change(self._delivery, status=Delivery.Status.WRITING, rows_read=self._delivery.rows)

    def wrote(self, submitted: Submitted) -> None:
        counts = asdict(submitted)
        told = _change(self._delivery, status=Delivery.Status.DONE, finished_at=clock.now(), **counts)
        if not told and not Delivery.objects.filter(pk=self._delivery.pk, status=Delivery.Status.DONE).exists():
            raise Conflict(_("This file was given up meanwhile. Nothing was entered; choose the file again."))


def _enter(delivery: Delivery) -> None:
    path, following = _path(delivery.pk), _Telling(delivery)
    try:
        submit_file(delivery.program, by=delivery.handed_in_by, path=path, name=delivery.name, following=following)
    except InputError as error:
        _refuse(delivery, error.problems)
    except RoostError as error:
        _refuse(delivery, [Problem(str(error))])
    except Exception:
        _refuse(delivery, [Problem(_("Something went wrong here. Nothing was entered; choose the file again."))])
        raise


def _refuse(delivery: Delivery, problems: Iterable[Problem]) -> None:
    told = [problem.as_dict() for problem in problems]
    _change(delivery, status=Delivery.Status.REFUSED, problems=told, finished_at=clock.now())


def _change(delivery: Delivery, **values: Any) -> bool:
    # What is over stays as it is, even where a worker that was taken for lost comes back.
    return Delivery.objects.filter(pk=delivery.pk, finished_at=None).update(**values) == 1


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / "deliveries"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _sync(folder: Path) -> None:
    """Bring the names of a folder's files to the disk: a delivery without its file could not be entered."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _path(number: int) -> Path:
    return _folder() / f"{number}.csv"
