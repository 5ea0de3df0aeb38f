"""Who belongs where on a day, who leads whom, and who holds which role."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import QuerySet

from roost.ground.kit import clock
from roost.ground.kit.scopes import touching
from roost.ground.people.access import holds_role, organisations_of
from roost.ground.people.engine import Entry
from roost.ground.people.models import (
    Affiliation,
    Companionship,
    Organisation,
    Person,
    ReportingLine,
    Role,
    RoleGrant,
    Team,
    TeamMembership,
    running,
)


def today_here() -> date:
    """Give today's date in the installation's zone, for dates that belong to nobody in particular."""
    return clock.today(settings.TIME_ZONE)


def members_on(organisation: Organisation | int, on: date) -> QuerySet[Person]:
    """Give everybody who belongs to an organisation on a day, by name."""
    belonging = Affiliation.objects.filter(running(on), organisation=organisation)
    return Person.objects.filter(pk__in=belonging.values("person")).order_by("name", "pk")


def names_in(organisation: Organisation | int, people: Collection[int]) -> dict[int, str]:
    """Give what an organisation calls people: name, address, or else its own number for them. One query."""
    known = Affiliation.objects.filter(organisation=organisation, person__in=people).select_related("person")
    return {one.person_id: str(one) for one in known}


def employee_ids(organisation: Organisation | int, people: Collection[int]) -> dict[int, str]:
    """Give the organisation's own ids of people, of those who have one. One query."""
    known = Affiliation.objects.filter(organisation=organisation, person__in=people).exclude(employee_id=None)
    return {person: str(number) for person, number in known.values_list("person", "employee_id")}


def team_names_on(organisation: Organisation | int, people: Collection[int], on: date) -> dict[int, str]:
    """Give the names of people's teams on a day, of those who are in one. One query."""
    stays = TeamMembership.objects.filter(running(on), organisation=organisation, person__in=people)
    return dict(stays.values_list("person", "team__name"))


def team_on(person: Person, organisation: Organisation | int, on: date) -> Team | None:
    """Give a person's team on a day, or None. One query."""
    stays = TeamMembership.objects.filter(running(on), person=person, organisation=organisation)
    stay = stays.select_related("team").first()
    return stay.team if stay else None


def reports_of(managers: Collection[Person], organisation: Organisation | int, on: date) -> QuerySet[Person]:
    """Give the people who report to any of these on a day, by name."""
    lines = ReportingLine.objects.filter(running(on), manager__in=managers, organisation=organisation)
    return Person.objects.filter(pk__in=lines.values("person")).order_by("name", "pk")


def accompanied_since(person: Person, organisation: Organisation | int) -> datetime | None:
    """Give when the latest of those who accompany somebody began to; None for nobody. One query."""
    found = Companionship.objects.filter(organisation=organisation, person=person, ended_at=None)
    return max((one.began_at for one in found if one.began_at is not None), default=None)


def people_around(person: Person, organisation: Organisation) -> list[Person]:
    """Give who works with somebody today: the team, the manager and who reports to them, by name. Four queries."""
    today = clock.today(person.time_zone)
    stays = TeamMembership.objects.filter(running(today), organisation=organisation)
    teams = stays.filter(person=person).values("team")
    lines = ReportingLine.objects.filter(running(today), organisation=organisation)
    near = {
        *stays.filter(team__in=teams).values_list("person", flat=True),
        *lines.filter(person=person).values_list("manager", flat=True),
        *lines.filter(manager=person).values_list("person", flat=True),
    }
    return sorted(Person.objects.filter(pk__in=near - {person.pk}), key=str)


def administrators_of(organisation: Organisation) -> dict[int, Entry]:
    """Give everybody who holds the role of administrator, with the days of their belonging and no more. One query."""
    holders = RoleGrant.objects.filter(organisation=organisation, role=Role.ADMINISTRATOR).values("person")
    belonging = Affiliation.objects.filter(organisation=organisation, person__in=holders)
    return {one.person_id: Entry(starts_on=one.starts_on, ends_on=one.ends_on) for one in belonging}


@dataclass(frozen=True)
class Standing:
    """What a person is in the organisation they are working in."""

    person: Person
    organisation: Organisation
    employee_id: str | None
    title: str
    team: Team | None
    is_administrator: bool


def standing_of(person: Person, on: date) -> Standing | None:
    """Give the person's standing in their first organisation, or None for who belongs to none. Four queries."""
    belonging = organisations_of(person, on)
    if not belonging:
        return None
    # Whoever signs in is a stranger until this very request: their scope is named here.
    with touching(*belonging):
        affiliation = Affiliation.objects.select_related("organisation").get(person=person, organisation=belonging[0])
        return Standing(
            person=person,
            organisation=affiliation.organisation,
            employee_id=affiliation.employee_id,
            title=affiliation.title,
            team=team_on(person, affiliation.organisation, on),
            is_administrator=holds_role(person, affiliation.organisation, Role.ADMINISTRATOR),
        )
