"""What companions tells the rest of the house: that something happened, and never what."""

from __future__ import annotations

from roost.ground.activity.actions import Told, record
from roost.ground.activity.ports import Purpose, Verb
from roost.ground.people.models import Companionship, Person

AIMED = Verb("companions.aimed", Purpose.DEVELOPMENT, "Two set a goal, reached or left it.", names_people=False)
PLANNED = Verb(
    "companions.planned", Purpose.DEVELOPMENT, "Two planned a session, moved or called it off.", names_people=False
)
MET = Verb("companions.met", Purpose.DEVELOPMENT, "Two met.", names_people=False)
COMMITTED = Verb(
    "companions.committed", Purpose.DEVELOPMENT, "One of two made, kept or dropped a commitment.", names_people=False
)


def tell(verb: Verb, companionship: Companionship, by: Person) -> None:
    """Record one fact about a companionship."""
    record(Told(verb, companionship.organisation_id, actor=by.pk, subject=f"companionship:{companionship.pk}"))
