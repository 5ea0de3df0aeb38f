"""Put boards on walls and take them down."""

from __future__ import annotations

import secrets

from django.utils.translation import gettext as _

from roost.ground.kit import clock, live
from roost.ground.kit.errors import InputError
from roost.ground.people.models import Person
from roost.see.tracking.models import Program, Screen

WINDOWS = ("week", "month", "season", "all")


def open_screen(program: Program, *, by: Person, name: str, seconds: int = 20, window: str = "month") -> Screen:
    """Give a program's boards a link of their own that needs no sign-in; `seconds` is how long a division stays."""
    if window not in WINDOWS:
        raise InputError(_("A screen shows a week, a month, the season or everything."))
    if not 5 <= seconds <= 600:
        raise InputError(_("A division stays on screen between 5 and 600 seconds."))
    return Screen.objects.create(
        organisation_id=program.organisation_id,
        program=program,
        name=name.strip()[:80] or _("Screen"),
        token=secrets.token_urlsafe(24),
        window=window,
        seconds=seconds,
        opened_by=by,
        opened_at=clock.now(),
    )


def close_screen(screen: Screen, *, by: Person) -> Screen:
    """End a screen's link for good."""
    if screen.closed_at is None:
        screen.closed_at = clock.now()
        screen.save(update_fields=["closed_at"])
        live.tell()
    return screen
