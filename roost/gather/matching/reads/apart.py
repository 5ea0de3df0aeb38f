"""Whom somebody does not want to be paired with, and who is called by a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from roost.gather.matching.access import own_aparts
from roost.gather.matching.models import Apart
from roost.ground.people.models import Affiliation, Organisation, Person, running
from roost.ground.people.reads import team_names_on, today_here

MOST_SHOWN = 12


@dataclass(frozen=True)
class Called:
    """Somebody who is called by a name; `line` tells them from others of that name."""

    person: Person
    line: str


@dataclass(frozen=True)
class ApartLine:
    """A line of somebody's own list."""

    apart: Apart
    name: str


def apart_lines(person: Person) -> Sequence[ApartLine]:
    """Give whom a person does not want to be paired with, by name. One query."""
    lines = own_aparts(person).select_related("other")
    return sorted((ApartLine(one, str(one.other)) for one in lines), key=lambda line: line.name)


def people_called(name: str, organisations: Sequence[Organisation], *, besides: Person) -> list[Called]:
    """Give who belongs today to one of these and is called exactly so or has that address, or else whose name holds it.

    One more than a page shows; three queries, and one for each organisation's teams.
    """
    belonging = Affiliation.objects.filter(running(today_here()), organisation__in=organisations)
    here = Person.objects.filter(pk__in=belonging.values("person")).exclude(pk=besides.pk).order_by("name", "pk")
    exactly = here.filter(_spelt("name__iexact", name) | Q(email__iexact=name))[: MOST_SHOWN + 1]
    found = list(exactly) or list(here.filter(_spelt("name__icontains", name))[: MOST_SHOWN + 1])
    where = set(belonging.filter(person__in=found).values_list("person", "organisation"))
    teams = {one.pk: team_names_on(one, [person.pk for person in found], today_here()) for one in organisations}
    called = []
    for person in found:
        shared = [one for one in organisations if (person.pk, one.pk) in where]
        names = [one.name for one in shared] if len(organisations) > 1 else []
        parts = [str(person), *(teams[one.pk].get(person.pk, "") for one in shared), *names]
        called.append(Called(person, " · ".join(filter(None, parts))))
    return called


def _spelt(lookup: str, name: str) -> Q:
    """Ask for a name however it is spelt; SQLite alone knows no capitals beyond those of English."""
    spellings = {name, name.lower(), name.upper(), name.title(), name.capitalize()}
    return Q(*((lookup, one) for one in sorted(spellings)), _connector=Q.OR)
