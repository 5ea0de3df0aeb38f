"""Let what two people change together wait for each other."""

from __future__ import annotations

from typing import TypeVar

from roost.ground.people.models import Companionship, Person
from roost.grow.companions.access import insist_running
from roost.grow.companions.models import Commitment, Goal, Session

Thing = TypeVar("Thing", Goal, Session, Commitment)


def lock(companionship: Companionship) -> Companionship:
    """Give a companionship as it is now, held until the transaction ends."""
    return Companionship.objects.select_for_update().get(pk=companionship.pk)


def held(thing: Thing, by: Person) -> Thing:
    """Give something of the two as it is now, held with their companionship; refuses as `insist_running` does."""
    insist_running(lock(thing.companionship), by)
    return type(thing).objects.select_related("companionship").get(pk=thing.pk)
