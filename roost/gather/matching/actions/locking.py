"""Let everything that changes who is proposed to whom in an organisation wait for each other."""

from __future__ import annotations

from roost.ground.people.models import Organisation


def in_turn(organisation: int) -> Organisation:
    """Give the organisation, held until the transaction ends."""
    # Not the key: every row that refers to an organisation would have to wait as well.
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation)
