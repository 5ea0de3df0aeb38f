"""What the organisation sees of companionships: who, as what, how far, how many sessions, and the next date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, Min, Q, When

from roost.ground.kit import clock
from roost.ground.people.models import Companionship, Organisation
from roost.ground.people.reads import names_in
from roost.grow.companions.access import counted_in
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


@dataclass(frozen=True)
class PairsCounted:
    """The companionships that an administrator sees, those that run first, and how many more there are."""

    shown: Sequence[PairCounted]
    more: int


def pairs_counted(organisation: Organisation, *, most: int = MOST_SHOWN) -> PairsCounted:
    """Give the companionships that an administrator sees, `most` of them: those that run, proposals, the newest over.

    Four queries.
    """
    visible = counted_in(organisation)
    over = When(ended_at__isnull=False, then=2)
    waits = When(Q(person_agreed_at=None) | Q(companion_agreed_at=None), then=1)
    found = list(visible.order_by(Case(over, waits, default=0), "-asked_at", "-pk")[:most])
    sessions = Session.objects.filter(companionship__in=[one.pk for one in found], called_off_at=None)
    to_come = Q(met_at=None, starts_at__gt=clock.now(), companionship__ended_at=None)
    counted = {
        number: (met, next_at)
        for number, met, next_at in sessions.values_list("companionship").annotate(
            met=Count("pk", filter=Q(met_at__isnull=False)), next_at=Min("starts_at", filter=to_come)
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
    return PairsCounted(lines, visible.count() - len(lines))
