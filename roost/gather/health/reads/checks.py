"""The check that is open, and what earlier ones came out as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from roost.gather.circles.reads import SharedCircle, seated_since, shared_circle
from roost.gather.health.access import check_for, checks_in, circle_for
from roost.gather.health.engine.check import ITEMS, LEAST, MOST
from roost.gather.health.models import Check, Taken
from roost.gather.health.reads.words import ITEMS as SENTENCES
from roost.ground.people.models import Person

STEPS = range(LEAST, MOST + 1)


@dataclass(frozen=True)
class Item:
    """A sentence of the check: the mean of what people answered, what it was the time before, and if they differ."""

    name: str
    sentence: str
    mean: float
    before: float | None
    differs: bool

    @property
    def percent(self) -> int:
        """Give where the mean lies between least and most, for a bar."""
        return round(100 * (self.mean - LEAST) / (MOST - LEAST))


@dataclass(frozen=True)
class Outcome:
    """A closed check; `items` is empty where fewer than three answered."""

    check: Check
    items: Sequence[Item]

    @property
    def has_before(self) -> bool:
        """Say whether there is an earlier check to compare with."""
        return any(one.before is not None for one in self.items)


@dataclass(frozen=True)
class CheckPage:
    """What a circle is asked, and whether the viewer has answered."""

    circle: SharedCircle
    check: Check
    has_answered: bool
    asked: Sequence[tuple[str, str]]
    steps = STEPS


def check_page(viewer: Person, number: int) -> CheckPage:
    """Give the check that a circle is asked now; raises NotFound where there is none, or it is not one's circle."""
    circle = shared_circle(circle_for(viewer, number))
    check = check_for(viewer, number)
    taken = Taken.objects.filter(check_of=check, person=viewer).exists()
    return CheckPage(circle, check, taken, [(item, str(SENTENCES[item])) for item in ITEMS])


def last_outcome(viewer: Person, circle: int) -> Outcome | None:
    """Give the last check that closed since the viewer sits in the circle. Two queries."""
    since = seated_since(circle).get(viewer.pk)
    closed = [one for one in checks_in(circle)[:3] if one.closed_at is not None and since and one.closed_at >= since]
    if not closed:
        return None
    before = closed[1].outcome if len(closed) > 1 else {}
    last = closed[0]
    items = []
    for item in ITEMS:
        if item in last.outcome:
            mean, differs = last.outcome[item]
            earlier = before[item][0] if item in before else None
            items.append(Item(item, str(SENTENCES[item]), mean, earlier, differs))
    return Outcome(last, items)
