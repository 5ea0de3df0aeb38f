"""The only way to hold what somebody answered about themselves: their own, and nobody else's."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from roost.ground.instruments.engine import Instrument
from roost.ground.instruments.reads import instrument_named
from roost.ground.kit.errors import NotFound
from roost.ground.people.models import Person
from roost.grow.assessments.models import Taking
from roost.grow.growth.access import growing_in, open_cycle_of, where_one_grows

__all__ = [
    "growing_in",
    "instrument_of",
    "offered",
    "open_cycle_of",
    "own_takings",
    "taking_for",
    "where_one_grows",
]

OFFERED = ("roost-16", "mini-ipip", "ipip-50")


def offered() -> list[Instrument]:
    """Give what one can take about oneself, in the order in which it is shown."""
    return [found for key in OFFERED if (found := instrument_named(key))]


def instrument_of(taking: Taking) -> Instrument:
    """Give what was asked, in the version in which it was."""
    found = instrument_named(taking.instrument, taking.version)
    assert found is not None, taking.instrument
    return found


def own_takings(person: Person) -> QuerySet[Taking]:
    """Give what somebody takes and took, the newest first."""
    return Taking.objects.filter(person=person).order_by("-began_at", "-pk")


def taking_for(person: Person, number: int) -> Taking:
    """Give something of one's own; raises NotFound for anybody else's."""
    found = own_takings(person).filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such result of yours."))
    return found
