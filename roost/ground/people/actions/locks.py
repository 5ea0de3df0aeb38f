"""Changes to the people of one organisation wait for each other, so that each is judged by what the last one left."""

from __future__ import annotations

from roost.ground.people.models import Organisation


def in_turn(organisation: Organisation) -> Organisation:
    """Give the organisation, locked until the transaction ends; call it before reading what a change depends on."""
    # Not the key: every row that refers to an organisation would have to wait as well, scores among them.
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
