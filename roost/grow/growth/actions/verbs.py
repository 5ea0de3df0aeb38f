"""What growth tells the rest of the house."""

from __future__ import annotations

from roost.ground.activity.actions import Told, record
from roost.ground.activity.ports import Purpose, Verb
from roost.ground.people.models import Organisation, Person
from roost.grow.growth.models import Cycle

BEGAN = Verb("growth.began", Purpose.DEVELOPMENT, "Somebody began a cycle of growing.", names_people=False)
TOLD = Verb("growth.told", Purpose.DEVELOPMENT, "Somebody told something about themselves.", names_people=False)
MAPPED = Verb("growth.mapped", Purpose.DEVELOPMENT, "Somebody changed their map of barriers.", names_people=False)
CHOSE = Verb("growth.chose", Purpose.DEVELOPMENT, "Somebody chose what to move.", names_people=False)
PLANNED = Verb("growth.planned", Purpose.DEVELOPMENT, "Somebody planned an experiment.", names_people=False)
ASKED = Verb("growth.asked", Purpose.DEVELOPMENT, "Somebody asked a colleague to watch.", names_people=False)
TRIED = Verb("growth.tried", Purpose.DEVELOPMENT, "Somebody tried an experiment.", names_people=False)
OBSERVED = Verb("growth.observed", Purpose.DEVELOPMENT, "Somebody said what they saw of one.", names_people=False)
CLOSED = Verb("growth.closed", Purpose.DEVELOPMENT, "Somebody closed a cycle of growing.", names_people=False)
EXPECTED = Verb("growth.expected", Purpose.DEVELOPMENT, "A manager said what they expect.", names_people=False)
OPENED = Verb("growth.opened", Purpose.DEVELOPMENT, "Somebody let their manager read something.", names_people=False)


def tell(verb: Verb, cycle: Cycle, by: Person) -> None:
    """Record one fact about a cycle."""
    record(Told(verb, cycle.organisation_id, actor=by.pk, subject=f"cycle:{cycle.pk}"))


def tell_of(verb: Verb, organisation: Organisation | int, by: Person) -> None:
    """Record one fact about somebody that belongs to no cycle."""
    number = organisation if isinstance(organisation, int) else organisation.pk
    record(Told(verb, number, actor=by.pk))
