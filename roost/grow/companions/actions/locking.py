"""Let what two people change together wait for each other."""

from __future__ import annotations

from roost.ground.people.models import Companionship


def lock(companionship: Companionship) -> Companionship:
    """Give a companionship as it is now, held until the transaction ends."""
    return Companionship.objects.select_for_update().get(pk=companionship.pk)
