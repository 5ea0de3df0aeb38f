"""Read the card that stands on Today for a needle, or leave it for a week.

No fact tells of it: what somebody reads is their own business, and nobody reacts to it.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import NotFound
from roost.ground.people.models import Organisation, Person
from roost.grow.growth.models import CardRead
from roost.grow.library.reads import card_for

LEFT_FOR = timedelta(weeks=1)


@transaction.atomic
def read_card(organisation: Organisation, *, by: Person, behaviour: str) -> CardRead:
    """Count a day on which the person read a card from Today; twice on one day counts once.

    Raises NotFound for a behaviour without a card.
    """
    held = _held(organisation, by, behaviour)
    today = clock.today(by.time_zone)
    if held.read_on != today:
        held.days_read, held.read_on = held.days_read + 1, today
        held.save(update_fields=["days_read", "read_on"])
    return held


@transaction.atomic
def leave_card(organisation: Organisation, *, by: Person, behaviour: str) -> CardRead:
    """Take a card from Today for a week. Raises NotFound for a behaviour without a card."""
    held = _held(organisation, by, behaviour)
    held.hidden_until = clock.today(by.time_zone) + LEFT_FOR
    held.save(update_fields=["hidden_until"])
    return held


def _held(organisation: Organisation, by: Person, behaviour: str) -> CardRead:
    if card_for(behaviour) is None:
        raise NotFound(_("There is no such card."))
    known, _is_new = CardRead.objects.get_or_create(organisation=organisation, person=by, behaviour=behaviour)
    return CardRead.objects.select_for_update().get(pk=known.pk)
