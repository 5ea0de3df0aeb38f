"""Peers once a day."""

from __future__ import annotations

from django_tasks import task

from roost.gather.matching.actions import end_overdue, forget_wishes, propose_peers
from roost.ground.kit.schedule import every
from roost.ground.kit.scopes import everywhere


@every(minutes=24 * 60)
@task()
def look_for_peers() -> None:
    end_overdue()
    propose_peers()
    with everywhere():
        forget_wishes()
