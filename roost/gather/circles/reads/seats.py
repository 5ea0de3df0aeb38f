"""Circles as rooms above ask for them: those that somebody convened, and since when each sits in one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count

from roost.gather.circles.access import visible_rounds
from roost.gather.circles.models import Circle, Member
from roost.ground.people.models import Person


@dataclass(frozen=True)
class Convened:
    """A circle of a round, to who convenes it: by the name it got there, with how many sit in it."""

    number: int
    name: str
    round: str
    size: int


def convened_circles(convener: Person) -> list[Convened]:
    """Give the circles of somebody's rounds, the newest round first. One query."""
    circles = Circle.objects.filter(round__in=visible_rounds(convener)).select_related("round")
    found = circles.annotate(seated=Count("members")).order_by("-round__created_at", "number")
    return [Convened(one.pk, one.name, one.round.title if one.round else "", one.seated + one.unknown) for one in found]


def begins_at(circle: Circle) -> datetime:
    """Give when a circle begins: on the day that its round named, by the installation's clock, or when it was made."""
    day = circle.round.starts_on if circle.round is not None else None
    if day is None:
        return circle.begun_at
    return max(circle.begun_at, datetime.combine(day, time(), ZoneInfo(settings.TIME_ZONE)))


def seated_since(circle: int) -> Mapping[int, datetime]:
    """Give since when each sits in a circle who sits there now, to a room above that holds it. One query."""
    return dict(Member.objects.filter(circle=circle).values_list("person", "since"))
