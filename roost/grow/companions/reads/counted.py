"""What the organisation sees of companionships: who, how far, how many sessions, and the next date. Nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from roost.ground.people.models import Companionship, Organisation
from roost.ground.people.reads import names_in
from roost.grow.companions.models import Session

MOST_SHOWN = 500


@dataclass(frozen=True)
class PairCounted:
    """A companionship as an administrator sees it."""

    companionship: Companionship
    person: str
    companion: str
    met: int
    next_at: datetime | None


def pairs_counted(organisation: Organisation) -> Sequence[PairCounted]:
    """Give the companionships of an organisation, 500 at most: those that run first, and the newest. Three queries."""
    found = list(Companionship.objects.filter(organisation=organisation).order_by("-asked_at", "-pk")[:MOST_SHOWN])
    sessions = Session.objects.filter(companionship__in=[one.pk for one in found], called_off_at=None)
    counted = {
        number: (met, next_at)
        for number, met, next_at in sessions.values_list("companionship").annotate(
            met=Count("pk", filter=Q(met_at__isnull=False)), next_at=Min("starts_at", filter=Q(met_at=None))
        )
    }
    names = names_in(organisation, {number for one in found for number in (one.person_id, one.companion_id)})
    lines = [
        PairCounted(
            one,
            names.get(one.person_id, ""),
            names.get(one.companion_id, ""),
            *counted.get(one.pk, (0, None)),
        )
        for one in found
    ]
    ranked = {Companionship.State.RUNNING: 0, Companionship.State.ASKED: 1, Companionship.State.OVER: 2}
    return sorted(lines, key=lambda line: ranked[line.companionship.state])
