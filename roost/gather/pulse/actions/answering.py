"""Answer by a link, once."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from roost.gather.pulse.access import asked_for
from roost.gather.pulse.models import Asked
from roost.gather.pulse.reads.naming import instrument_of
from roost.ground.kit.errors import InputError
from roost.ground.people.models import Person
from roost.ground.release.actions import cast, ticket_secret


def answer(secret: str, asked: Asked, points: Mapping[str, int | None]) -> None:
    """Answer once, by sentence, None for "I cannot say"; what is left out counts as that.

    Raises InputError for an answer off the scale, an unknown sentence and no answer at all; else as `release.cast`.
    """
    instrument = instrument_of(asked.pulse)
    scale, known = instrument.scale, {one.key for one in instrument.items}
    said = {key: point for key, point in points.items() if point is not None}
    if not said:
        raise InputError(_("Answer one of the sentences at least."))
    if said.keys() - known or any(not scale.least <= point <= scale.most for point in said.values()):
        raise InputError(_("Choose one of the steps."))
    cast(secret, content={"person": asked.person_id, "points": said})


@transaction.atomic
def link_for(person: Person, number: int) -> str:
    """Give who is signed in their link to what they are asked, the same as in their mail."""
    asked = asked_for(person, number)
    assert asked.ticket is not None, number
    return reverse("pulse:answer", args=[ticket_secret(asked.ticket)])
