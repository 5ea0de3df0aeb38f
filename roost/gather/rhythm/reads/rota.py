"""Who does what at a meeting that is being held: what `meetings` asks for."""

from __future__ import annotations

from datetime import datetime

from roost.gather.rhythm.models import Role
from roost.gather.rhythm.reads.terms import roles_today


def first_moderator(circle: int, moment: datetime) -> int | None:
    """Give who moderates by the rota on a day of the circle's; None where none is planned. Three queries at most."""
    return roles_today(circle, moment).get(Role.MODERATOR)


def roles_for_meeting(circle: int, moment: datetime) -> list[tuple[int, str]]:
    """Give who does what on a day of the circle's, in words, in the order of roles. Three queries at most."""
    found = roles_today(circle, moment)
    return [(found[role], str(role.label)) for role in Role if role in found]
