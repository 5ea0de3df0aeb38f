"""Where people work, as the engine asks for it, and who wants to be kept apart."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import QuerySet

from roost.gather.matching.engine.pairing import Pair, pair_of
from roost.gather.matching.models import Apart
from roost.ground.people.models import Organisation, TeamMembership, running

Many = Collection[int] | QuerySet[Any]
"""People by their ids, or a query for them where they may be more than a statement takes."""


def teams_on(organisation: Organisation, people: Many, on: date) -> dict[int, tuple[int, str]]:
    """Give people's teams on a day with their divisions, of those who are in one. One query."""
    stays = TeamMembership.objects.filter(running(on), organisation=organisation, person__in=people)
    told = stays.values_list("person", "team", "team__division")
    return {person: (team, division) for person, team, division in told}


def kept_apart(people: Many) -> set[Pair]:
    """Give the pairs of these people that one of the two does not want, wherever they said so. One query."""
    said = Apart.objects.filter(ended_at=None, person__in=people, other__in=people)
    return {pair_of(*both) for both in said.values_list("person", "other")}
