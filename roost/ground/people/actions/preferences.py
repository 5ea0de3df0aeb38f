"""What people choose for themselves."""

from __future__ import annotations

from django.utils.translation import gettext as _

from roost.ground.kit.errors import Forbidden, InputError, Problem
from roost.ground.kit.zones import is_zone
from roost.ground.people.models import Person


def choose_time_zone(person: Person, zone: str, *, by: Person) -> Person:
    """Let days begin and times be told by another zone for a person, who alone may choose it.

    Raises InputError for a zone that is none, Forbidden for anybody else.
    """
    if by != person:
        raise Forbidden(_("Everybody chooses the own time zone."))
    if not is_zone(zone):
        raise InputError(Problem(_("There is no such time zone."), column="time_zone", value=zone))
    person.time_zone = zone
    person.save(update_fields=["time_zone"])
    return person
