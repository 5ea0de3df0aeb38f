"""What circles tells the rest of the house."""

from __future__ import annotations

from collections.abc import Iterable

from roost.gather.circles.models import Round
from roost.ground.activity.actions import Told, record
from roost.ground.activity.ports import Purpose, Verb
from roost.ground.people.models import Person

CONVENED = Verb("circles.convened", Purpose.DEVELOPMENT, "Somebody began a round of circles.", names_people=False)
WISHED = Verb("circles.wished", Purpose.DEVELOPMENT, "Somebody said what circles shall be like.", names_people=False)
FORMED = Verb("circles.formed", Purpose.DEVELOPMENT, "A plan of circles was formed or changed.", names_people=False)
PUBLISHED = Verb("circles.published", Purpose.DEVELOPMENT, "Circles were published.", names_people=False)
TAKEN_BACK = Verb("circles.taken_back", Purpose.DEVELOPMENT, "Published circles were taken back.", names_people=False)
CLOSED = Verb("circles.closed", Purpose.DEVELOPMENT, "A round was closed and its list deleted.", names_people=False)
SEATED = Verb("circles.seated", Purpose.EVIDENCE, "Somebody was selected for a circle, by whom and when.")


def tell(
    verb: Verb, round: Round, by: Person | None, *, people: Iterable[int] = (), quantity: int | None = None
) -> None:
    """Record one fact about a round."""
    actor = by.pk if by is not None else None
    subject = f"round:{round.pk}"
    record(Told(verb, round.organisation_id, actor=actor, people=people, subject=subject, quantity=quantity))
