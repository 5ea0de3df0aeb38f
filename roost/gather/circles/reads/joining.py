"""What leaving and joining make of circles that people sit in."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, F
from django.utils.translation import gettext as _

from roost.gather.circles.models import Circle, Round, Seat
from roost.gather.circles.reads.plans import called


def too_small(round: Round) -> list[Circle]:
    """Give the circles in which fewer people sit than its convener wanted. One query."""
    seated = Circle.objects.filter(round=round).annotate(people=F("unknown") + Count("members"))
    return list(seated.filter(people__lt=round.least).order_by("number"))


def changes_in(round: Round, seats: Sequence[Seat]) -> list[str]:
    """Say what a plan changes of circles that people sit in: who joins, who changes circles, who leaves. One query."""
    stay = Seat.objects.filter(round=round, takes_part=False).exclude(sits=None)
    left = [
        _("%(name)s leaves circle %(number)s.") % {"name": seat.label, "number": seat.sits}
        for seat in stay.order_by("place")
    ]
    joined = [
        _("%(name)s joins %(circle)s.") % {"name": seat.label, "circle": called(seat.number or 0)}
        for seat in seats
        if seat.sits is None
    ]
    moved = [
        _("%(name)s changes from circle %(before)s to circle %(number)s.")
        % {"name": seat.label, "before": seat.sits, "number": seat.number}
        for seat in seats
        if seat.sits is not None and seat.sits != seat.number
    ]
    return [*joined, *left, *(moved or [_("Nobody else changes circles.")])]
