"""Who waits for whom: when a leader may read and has to answer, and when a team can be asked again."""

from __future__ import annotations

from datetime import datetime

from roost.gather.pulse.engine import REPLY_WITHIN, RESTS, TEAM_FIRST
from roost.gather.pulse.models import Pulse
from roost.ground.kit import clock
from roost.ground.people.models import Person


def says_anything(pulse: Pulse) -> bool:
    """Say whether anything was told, which it is not of fewer than five answers."""
    return any((pulse.told or {}).values())


def is_open_to_leader(pulse: Pulse) -> bool:
    """Say whether the leader may read it, which the team does two days earlier."""
    return pulse.closed_at is not None and pulse.closed_at + TEAM_FIRST <= clock.now()


def reply_due(pulse: Pulse) -> datetime | None:
    """Give until when the leader answers; None before it is told and where nothing was."""
    return pulse.closed_at + REPLY_WITHIN if pulse.closed_at is not None and says_anything(pulse) else None


def owed_by(leader: Person) -> Pulse | None:
    """Give the pulse that a leader has not answered yet; None where there is none. One query."""
    found = Pulse.objects.filter(leader=leader, replied_at=None, closed_at__isnull=False).order_by("-closed_at")
    return next((one for one in found if says_anything(one)), None)


def rests_until(leader: Person) -> datetime | None:
    """Give when a leader can ask again; None where they can now. One query."""
    asked = Pulse.objects.filter(leader=leader, closed_at__isnull=False).order_by("-asked_at")
    last = asked.values_list("asked_at", flat=True).first()
    return last + RESTS if last is not None and last + RESTS > clock.now() else None
