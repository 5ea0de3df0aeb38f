"""Peers once a day; every quarter of an hour what has ended, what is to be drawn, and whom to tell."""

from __future__ import annotations

from django_tasks import task

from roost.gather.matching.actions import (
    begin_agreed,
    draw_conversations,
    end_overdue,
    forget_lines,
    forget_rhythms,
    forget_what_was_said,
    forget_wishes,
    propose_peers,
    tell_due,
)
from roost.ground.kit.schedule import every
from roost.ground.kit.scopes import everywhere


@every(minutes=24 * 60)
@task()
def look_for_peers() -> None:
    propose_peers()
    with everywhere():
        forget_wishes()
        forget_lines()
        forget_rhythms()


@every(minutes=15)
@task()
def bring_together() -> None:
    end_overdue()
    begin_agreed()
    forget_what_was_said()
    draw_conversations()
    tell_due()
