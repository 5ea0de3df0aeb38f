"""A circle's light on its page, its check on Today, and the way to the lights of circles that one convenes."""

from __future__ import annotations

from roost.gather.circles.access import visible_rounds
from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.gather.health.access import open_checks_for
from roost.gather.health.models import Taken
from roost.gather.health.reads.occasions import last_reading, lines_of
from roost.gather.health.reads.words import said_of
from roost.ground.people.models import Person
from roost.ground.ui.slots import Card


def circle_card(viewer: Person, subject: SharedCircle) -> Card | None:
    """Say on a circle's page how it is, once it has met or missed to."""
    reading = last_reading(lines_of(subject.number, subject.size))
    if reading is None:
        return None
    return Card("health/in_circle.html", {"circle": subject, "light": reading.light, "said": said_of(reading)})


def today_card(viewer: Person, subject: Person) -> Card | None:
    """Ask on Today for a check that one has not answered. One query where there is none."""
    if viewer != subject:
        return None
    taken = Taken.objects.filter(person=subject).values("check_of")
    check = open_checks_for(subject).exclude(pk__in=taken).select_related("circle__round").first()
    return Card("health/today.html", {"check": check, "circle": shared_circle(check.circle)}) if check else None


def gather_card(viewer: Person, subject: Person) -> Card | None:
    """Lead who convenes circles that are published to how they are. One query."""
    if viewer != subject or not visible_rounds(subject).exclude(published_at=None).exists():
        return None
    return Card("health/gather.html")
