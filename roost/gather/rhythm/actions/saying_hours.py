"""Say when one can meet a circle, take it back, and forget the hours of who left."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from roost.gather.circles.access import circle_for
from roost.gather.circles.reads import shared_circles
from roost.gather.rhythm.engine.times import HOURS_A_WEEK
from roost.gather.rhythm.models import Hours
from roost.ground.kit import clock
from roost.ground.kit.errors import InputError, Words
from roost.ground.people.models import Person

NOT_AN_HOUR = Words("Choose hours from the table.")


@transaction.atomic
def say_hours(circle: int, *, by: Person, hours: Collection[int], uses_calendar: bool) -> Hours:
    """Say in which hours of a week, by one's own clock, one can meet a circle one sits in; raises NotFound."""
    found = circle_for(by, circle)
    if not set(hours) <= set(range(HOURS_A_WEEK)):
        raise InputError(str(NOT_AN_HOUR))
    told = {"hours": sorted(set(hours)), "uses_calendar": uses_calendar, "said_at": clock.now()}
    kept, _is_new = Hours.objects.update_or_create(
        circle=found, person=by, defaults=told, create_defaults=told | {"organisation_id": found.organisation_id}
    )
    return kept


@transaction.atomic
def take_hours_back(circle: int, *, by: Person) -> None:
    """Forget one's hours for a circle."""
    Hours.objects.filter(circle=circle_for(by, circle), person=by).delete()


def forget_hours() -> int:
    """Delete the hours of who left the circle they were for; say how many."""
    said = list(Hours.objects.select_related("circle__round"))
    circles = shared_circles([one.circle for one in said])
    gone = [one.pk for one in said if one.person_id not in circles[one.circle_id].people]
    return Hours.objects.filter(pk__in=gone).delete()[0]
