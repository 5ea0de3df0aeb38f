"""What colleagues ask somebody to watch for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from roost.ground.people.models import Organisation, Person
from roost.ground.ui.slots import Card
from roost.grow.growth.access import asked_of, open_observations, where_one_grows
from roost.grow.growth.models import Observation

MOST_ON_TODAY = 2


@dataclass(frozen=True)
class WatchingPage:
    """What is asked of somebody: what is open, what ended unanswered, and answers that can still be changed."""

    asked: Sequence[Observation]
    ended: Sequence[Observation]
    answered: Sequence[Observation]


def watching_page(person: Person, organisation: Organisation) -> WatchingPage:
    """Give everything that a person is asked to watch for. One query."""
    found = list(asked_of(person, organisation))
    unanswered = [one for one in found if one.answered_at is None]
    return WatchingPage(
        [one for one in unanswered if one.experiment.ended_at is None],
        [one for one in unanswered if one.experiment.ended_at is not None],
        [one for one in found if one.answered_at is not None],
    )


def watching_card(viewer: Person, subject: Person) -> Card | None:
    """Show what colleagues ask the person to watch for; nothing where nobody does. Three queries."""
    organisation = where_one_grows(viewer, subject)
    if organisation is None:
        return None
    asked = list(open_observations(subject, organisation)[: MOST_ON_TODAY + 1])
    page = {"asked": asked[:MOST_ON_TODAY], "are_more": len(asked) > MOST_ON_TODAY}
    return Card("growth/watching_today.html", page) if asked else None
