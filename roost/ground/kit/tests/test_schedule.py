from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from roost.ground.kit import clock, schedule
from roost.ground.kit.models import Schedule
from roost.ground.kit.tasks import take_back_lost_tasks, tidy_up

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
TIDY = "roost.ground.kit.tasks.tidy_up"
TAKE_BACK = "roost.ground.kit.tasks.take_back_lost_tasks"

pytestmark = pytest.mark.django_db


def later(**parts: int) -> datetime:
    return NOON + timedelta(**parts)


def turns(now: datetime, name: str = TAKE_BACK) -> int:
    """Let the scheduler tick and say how often that enqueued the task."""
    schedule.tick(now)
    enqueued = DBTaskResult.objects.filter(task_path=name, status=TaskResultStatus.READY)
    count = enqueued.count()
    enqueued.update(status=TaskResultStatus.SUCCESSFUL)
    return count


def test_a_task_runs_at_once_and_then_every_period() -> None:
    assert [turns(later(minutes=minutes)) for minutes in (0, 1, 9, 10, 11, 19, 20)] == [1, 0, 0, 1, 0, 0, 1]


def test_periods_differ() -> None:
    assert [turns(later(hours=hours), TIDY) for hours in (0, 23, 24)] == [1, 0, 1]


def test_missed_turns_are_not_made_up_and_the_rhythm_stays() -> None:
    assert [turns(later(minutes=minutes)) for minutes in (0, 45, 46, 49, 50)] == [1, 1, 0, 0, 1]


def test_several_schedulers_take_a_turn_once() -> None:
    schedule.tick(NOON)
    DBTaskResult.objects.all().delete()
    stale = Schedule.objects.get(name=TAKE_BACK).next_at
    assert schedule._take_turn(TAKE_BACK, stale, later(minutes=10))
    assert not schedule._take_turn(TAKE_BACK, stale, later(minutes=10))
    assert DBTaskResult.objects.count() == 1


def test_a_task_that_still_waits_is_not_queued_again() -> None:
    schedule.tick(NOON)
    schedule.tick(later(minutes=10))
    schedule.tick(later(minutes=20))
    assert DBTaskResult.objects.filter(task_path=TAKE_BACK).count() == 1


def test_a_clock_that_was_put_back_does_not_stop_the_rhythm() -> None:
    assert turns(NOON) == 1
    assert [turns(later(days=-2, minutes=minutes)) for minutes in (0, 1, 10)] == [1, 0, 1]


def test_a_period_is_a_minute_or_longer() -> None:
    with pytest.raises(ValueError, match="one minute"):
        schedule.every(minutes=0)


def test_a_task_is_enqueued_with_the_transaction_it_belongs_to() -> None:
    class Interrupted(Exception):
        pass

    def be_interrupted() -> None:
        with transaction.atomic():
            schedule.enqueue(TIDY)
            raise Interrupted

    with pytest.raises(Interrupted):
        be_interrupted()
    assert not DBTaskResult.objects.exists()
    schedule.enqueue(TIDY)
    assert DBTaskResult.objects.get().task_path == TIDY


@pytest.fixture
def running() -> Iterator[DBTaskResult[Any, Any]]:
    schedule.enqueue(TIDY)
    one = DBTaskResult.objects.get()
    one.claim("a worker that is killed")
    with clock.at(one.started_at + timedelta(minutes=61)):
        yield one


def test_a_task_whose_worker_was_killed_is_queued_again(running: DBTaskResult[Any, Any]) -> None:
    with clock.at(clock.now() - timedelta(minutes=2)):
        take_back_lost_tasks.call()
        running.refresh_from_db()
        assert running.status == TaskResultStatus.RUNNING
    take_back_lost_tasks.call()
    running.refresh_from_db()
    assert running.status == TaskResultStatus.READY


def test_a_task_that_kills_its_workers_fails_in_the_end(running: DBTaskResult[Any, Any]) -> None:
    running.worker_ids = ["one", "two", "three"]
    running.save()
    take_back_lost_tasks.call()
    running.refresh_from_db()
    assert running.status == TaskResultStatus.FAILED


def test_results_are_forgotten_and_failures_kept_for_a_month() -> None:
    for status in (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED):
        schedule.enqueue(TIDY)
        DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(status=status, finished_at=NOON)
    with clock.at(later(days=2)):
        tidy_up.call()
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED
    with clock.at(later(days=31)):
        tidy_up.call()
    assert not DBTaskResult.objects.exists()


def test_every_gives_the_task_back() -> None:
    known = dict(schedule._periodic)
    tidy = task()(_nothing)
    assert schedule.every(minutes=5)(tidy) is tidy
    assert schedule._periodic.pop(tidy.module_path).period == timedelta(minutes=5)
    assert schedule._periodic == known


def _nothing() -> None:
    """Do nothing, periodically."""
