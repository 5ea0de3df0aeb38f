"""Take a file of scores in hand, let the worker enter it while people watch, and take it back as a whole."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, Problem, RoostError
from roost.ground.kit.schedule import enqueue
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.people.models import Person
from roost.see.tracking.actions.delivering import Following, Submitted
from roost.see.tracking.actions.files import submit_file
from roost.see.tracking.actions.underway import LOST_AFTER, Telling, change, forget_old
from roost.see.tracking.actions.withdrawing import withdraw
from roost.see.tracking.models import Delivery, Program, Status
from roost.see.tracking.reads.deliveries import scores_of

MOST_WAITING = 3
MOST_AT_ONCE = 2_000


def hand_in(program: Program, *, by: Person, name: str, chunks: Iterable[bytes], at_once: bool = False) -> Delivery:
    """Keep a file in the data folder until the worker has entered it; enter a small one `at_once`.

    Raises Conflict for one that would wait while three are on their way: each may take 128 MB of room.
    """
    if not at_once and Delivery.objects.filter(program=program, finished_at=None).count() >= MOST_WAITING:
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
            asked_by=by,
            asked_at=clock.now(),
            name=name[-200:],
            rows=rows,
        )
        Path(file.name).rename(_path(delivery.pk))
        _sync(_folder())
        # Also for one that is entered at once: a process may die on the way.
        enqueue("roost.see.tracking.tasks.enter_file", delivery=delivery.pk)
    if at_once:
        enter_delivery(delivery.pk)
        delivery.refresh_from_db()
    return delivery


def withdraw_delivery(delivery: Delivery, *, by: Person) -> Delivery:
    """Take back every score that came with a file, and give the delivery that does so: the first, where asked twice.

    A file of few rows is taken back at once, another by the worker. Afterwards its ids are free, so that the file can
    be entered again, corrected or not. Raises Conflict for one that was not entered, or brought nothing.
    """
    if not delivery.can_be_withdrawn or not scores_of(delivery).exists():
        raise Conflict(_("This file brought nothing that could be taken back."))
    with transaction.atomic():
        # One after the other, so that two who ask at once are given the same.
        Program.objects.select_for_update(no_key=True).get(pk=delivery.program_id)
        before = delivery.withdrawals.exclude(status=Status.REFUSED).first()
        if before is not None:
            return before
        withdrawal = Delivery.objects.create(
            organisation_id=delivery.organisation_id,
            program=delivery.program,
            asked_by=by,
            asked_at=clock.now(),
            name=delivery.name,
            rows=delivery.added,
            withdraws=delivery,
        )
        enqueue("roost.see.tracking.tasks.enter_file", delivery=withdrawal.pk)
    if delivery.added <= MOST_AT_ONCE:
        enter_delivery(withdrawal.pk)
        withdrawal.refresh_from_db()
    return withdrawal


def enter_delivery(number: int) -> None:
    """Enter a file that was handed in and forget it, or take back what came with another.

    Done again after a worker was lost, it enters nothing twice.
    """
    with everywhere():
        waiting = Delivery.objects.select_related("program", "asked_by", "withdraws").filter(
            pk=number, finished_at=None
        )
        delivery = waiting.first()
    if delivery is not None:
        with touching(delivery.organisation_id):
            _enter(delivery)
    _path(number).unlink(missing_ok=True)


def forget_deliveries() -> None:
    """Give up what was not entered within a day, forget after a month how files fared, and delete files left over."""
    with everywhere():
        being_withdrawn = Delivery.objects.filter(finished_at=None, withdraws__isnull=False).values("withdraws")
        forget_old(
            Delivery,
            lambda lost: _refuse(lost, [_failed(lost, _("This could not be finished within a day."))]),
            keep=Q(pk__in=being_withdrawn),
        )
    for path in _folder().iterdir():
        if path.stat().st_mtime < (clock.now() - LOST_AFTER).timestamp():
            path.unlink(missing_ok=True)


class _Told(Following):
    """Write down how far a delivery is; what was written is said in the transaction that wrote it."""

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery
        self._telling = Telling(delivery)

    def came_to(self, rows: int) -> None:
        self._telling.tell(status=Status.READING, rows_read=rows)

    def writes(self) -> None:
        change(self._delivery, status=Status.WRITING, rows_read=self._delivery.rows)

    def wrote(self, submitted: Submitted, after: int, upto: int) -> None:
        wrote = asdict(submitted) | {"after": after, "upto": upto}
        if self._delivery.withdraws_id is not None:
            Program.objects.filter(pk=self._delivery.program_id).update(withdrawals=F("withdrawals") + 1)
        if not change(self._delivery, status=Status.DONE, finished_at=clock.now(), **wrote):
            # Given up, or done by another worker since, and perhaps taken back again.
            raise Conflict(_("This is over already, and nothing has changed."))


def _enter(delivery: Delivery) -> None:
    program, by, following = delivery.program, delivery.asked_by, _Told(delivery)
    try:
        if delivery.withdraws is not None:
            withdraw(delivery.withdraws, program, by=by, following=following)
        else:
            submit_file(program, by=by, path=_path(delivery.pk), name=delivery.name, following=following)
    except InputError as error:
        _refuse(delivery, error.problems)
    except RoostError as error:
        _refuse(delivery, [Problem(str(error))])
    except Exception:
        _refuse(delivery, [_failed(delivery, _("Something went wrong here."))])
        raise


def _failed(delivery: Delivery, words: str) -> Problem:
    if delivery.withdraws_id is not None:
        return Problem(_("%(why)s Nothing was taken back; try it again.") % {"why": words})
    return Problem(_("%(why)s Nothing was entered; choose the file again.") % {"why": words})


def _refuse(delivery: Delivery, problems: Iterable[Problem]) -> None:
    told = [problem.as_dict() for problem in problems]
    change(delivery, status=Status.REFUSED, problems=told, finished_at=clock.now())


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
