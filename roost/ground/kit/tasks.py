"""Housekeeping of the tables that only machinery fills: tasks and sessions."""

from __future__ import annotations

from datetime import timedelta

from django.core.management import call_command
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from roost.ground.kit import clock
from roost.ground.kit.schedule import every

LOST_AFTER = timedelta(hours=1)
TIMES_TO_TRY = 3
DONE_KEPT_FOR = timedelta(days=1)
FAILED_KEPT_FOR = timedelta(days=30)


@every(minutes=10)
@task()
def take_back_lost_tasks() -> None:
    """Queue tasks again whose worker was killed in the middle; no task takes an hour. The third loss is a failure."""
    lost = DBTaskResult.objects.running().filter(started_at__lt=clock.now() - LOST_AFTER)
    for one in lost:
        if len(one.worker_ids) >= TIMES_TO_TRY:
            one.set_failed(TimeoutError("Its worker was lost each time."))
        else:
            # Unless it has ended since.
            lost.filter(pk=one.pk).update(status=TaskResultStatus.READY)


@every(minutes=24 * 60)
@task()
def tidy_up() -> None:
    """Forget results that nobody will ask for and sessions that have ended."""
    now = clock.now()
    DBTaskResult.objects.successful().filter(finished_at__lt=now - DONE_KEPT_FOR).delete()
    DBTaskResult.objects.failed().filter(finished_at__lt=now - FAILED_KEPT_FOR).delete()
    call_command("clearsessions")
