"""Tasks by name and tasks by the clock. The queue is a table, so a task is enqueued with the rows it is about."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import close_old_connections, transaction
from django.utils.module_loading import import_string
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from roost.ground.kit import clock
from roost.ground.kit.models import Schedule

SECONDS_BETWEEN_TICKS = 5

AnyTask = TypeVar("AnyTask", bound=Task[..., Any])
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Periodic:
    task: Task[..., Any]
    period: timedelta


_periodic: dict[str, _Periodic] = {}


def every(*, minutes: int) -> Callable[[AnyTask], AnyTask]:
    """Have a task without arguments run once per period, for as long as any worker runs.

    Turns that nobody was there for are not made up. Stand it above `@task()` in a room's tasks.py.
    """
    if minutes < 1:
        raise ValueError("A period is one minute or longer.")

    def register(task: AnyTask) -> AnyTask:
        _periodic[task.module_path] = _Periodic(task, timedelta(minutes=minutes))
        return task

    return register


def enqueue(name: str, **arguments: Any) -> None:
    """Enqueue the task of that full name, such as "roost.ground.notify.tasks.deliver".

    Within a transaction it is enqueued if the transaction commits, and no worker sees it before.
    """
    import_string(name).enqueue(**arguments)


def tick(now: datetime) -> list[str]:
    """Enqueue every periodic task whose turn has come, once over all schedulers; give their names."""
    known = dict(Schedule.objects.filter(name__in=_periodic).values_list("name", "next_at"))
    missing = [Schedule(name=name, next_at=now) for name in _periodic if name not in known]
    Schedule.objects.bulk_create(missing, ignore_conflicts=True)
    known |= {row.name: row.next_at for row in missing}
    return [name for name, next_at in known.items() if _take_turn(name, next_at, now)]


def _take_turn(name: str, next_at: datetime, now: datetime) -> bool:
    one = _periodic[name]
    if next_at <= now:
        following = next_at + ((now - next_at) // one.period + 1) * one.period
    elif next_at > now + one.period:
        following = now + one.period  # the clock was put back since
    else:
        return False
    with transaction.atomic():
        if not Schedule.objects.filter(name=name, next_at=next_at).update(next_at=following):
            return False
        if not DBTaskResult.objects.filter(task_path=name, status=TaskResultStatus.READY).exists():
            one.task.enqueue()
    return True


def keep_ticking() -> None:
    """Be the scheduler until the process ends, whatever happens to the database meanwhile."""
    while True:
        try:
            close_old_connections()
            tick(clock.now())
        except Exception:
            logger.exception("The scheduler could not do its round; it tries again.")
        time.sleep(SECONDS_BETWEEN_TICKS)
