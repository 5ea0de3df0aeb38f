"""Whom somebody does not want to be paired with, and who is called by a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from roost.gather.matching.access import own_aparts
from roost.gather.matching.models import Apart
from roost.ground.people.models import Organisation, Person
from roost.ground.people.reads import members_on, names_in, team_names_on, today_here

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


def apart_lines(person: Person, organisation: Organisation) -> Sequence[ApartLine]:
    """Give whom a person does not want to be paired with, by name; three queries."""
    lines = [one for one in own_aparts(person) if one.organisation_id == organisation.pk]
    names = names_in(organisation, [one.other_id for one in lines])
    return sorted((ApartLine(one, names.get(one.other_id, "")) for one in lines), key=lambda line: line.name)


def people_called(name: str, organisation: Organisation, *, besides: Person) -> list[Called]:
    """Give who belongs today and is called exactly so or has that address, or else whose name holds it.

    One more than a page shows; three queries.
    """
    here = members_on(organisation, today_here()).exclude(pk=besides.pk)
    exactly = here.filter(_spelt("name__iexact", name) | Q(email__iexact=name))[: MOST_SHOWN + 1]
    found = list(exactly) or list(here.filter(_spelt("name__icontains", name))[: MOST_SHOWN + 1])
    teams = team_names_on(organisation, [one.pk for one in found], today_here())
    return [Called(one, " · ".join(filter(None, (str(one), teams.get(one.pk))))) for one in found]


def _spelt(lookup: str, name: str) -> Q:
    """Ask for a name however it is spelt; SQLite alone knows no capitals beyond those of English."""
    spellings = {name, name.lower(), name.upper(), name.title(), name.capitalize()}
    return Q(*((lookup, one) for one in sorted(spellings)), _connector=Q.OR)
