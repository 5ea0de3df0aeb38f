"""Conversations by chance in tests: when they are drawn, and what somebody finds of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from roost.gather.matching.access import visible_places
from roost.gather.matching.actions import draw_conversations
from roost.gather.matching.models import Conversation, Place
from roost.ground.kit import clock
from roost.ground.people.models import Person

Taking = Callable[..., Person]
MONDAY = date(2024, 6, 17)
SUNDAY_EVENING = datetime(2024, 6, 16, 19, 0, tzinfo=UTC)


def drawn_on(monday: date) -> int:
    """Draw the week of a Monday; say how many conversations there are."""
    with clock.at(datetime(monday.year, monday.month, monday.day, tzinfo=UTC) - timedelta(hours=5)):
        return draw_conversations()


def on_monday(hour: int = 12) -> datetime:
    """Give an hour of the first Monday."""
    return datetime(2024, 6, 17, hour, 0, tzinfo=UTC)


def place_of(person: Person) -> Place:
    """Give somebody's newest conversation, as they find it on that Monday."""
    with clock.at(on_monday()):
        return visible_places(person)[0]


def partners(monday: date) -> list[list[str]]:
    """Give who talks with whom in a week."""
    found = Conversation.objects.filter(monday=monday).order_by("pk")
    return [sorted(one.places.values_list("person__name", flat=True)) for one in found]
