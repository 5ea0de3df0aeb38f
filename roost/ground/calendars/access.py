"""The only way to hold a calendar: as the person whose it is."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from roost.ground.calendars.models import Calendar
from roost.ground.kit.errors import NotFound
from roost.ground.people.models import Person


def visible_calendars(person: Person) -> QuerySet[Calendar]:
    """Give a person's own calendars, the oldest first."""
    return Calendar.objects.filter(person=person).order_by("pk")


def calendar_for(person: Person, number: int) -> Calendar:
    """Give a calendar to its person; raises NotFound for everybody else, administrators included."""
    found = visible_calendars(person).filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such calendar."))
    return found
