"""Who belongs where today, who leads whom, and who holds which role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from roost.ground.people.models import (
    Affiliation,
    Organisation,
    Person,
    ReportingLine,
    Role,
    RoleGrant,
    Team,
    TeamMembership,
)


def organisations_of(person: Person, on: date) -> list[int]:
    """Give the ids of the organisations a person belongs to on a day, the longest-standing first. One query."""
    found = Affiliation.objects.with_scopes_disabled().filter(person=person).filter(_running(on))
    return list(found.order_by("pk").values_list("organisation_id", flat=True))


def _running(on: date) -> Q:
    return (Q(starts_on=None) | Q(starts_on__lte=on)) & (Q(ends_on=None) | Q(ends_on__gt=on))


def holds_role(person: Person, organisation: Organisation | int, role: Role) -> bool:
    """Say whether a person holds a role in an organisation. One query."""
    return RoleGrant.objects.filter(person=person, organisation=organisation, role=role).exists()


def members_on(organisation: Organisation | int, on: date) -> QuerySet[Person]:
    """Give everybody who belongs to an organisation on a day, by name."""
    belonging = Affiliation.objects.filter(organisation=organisation).filter(_running(on))
    return Person.objects.filter(pk__in=belonging.values("person")).order_by("name", "pk")


def team_on(person: Person, organisation: Organisation | int, on: date) -> Team | None:
    """Give a person's team on a day, or None. One query."""
    stays = TeamMembership.objects.filter(person=person, organisation=organisation, starts_on__lte=on)
    stay = stays.filter(Q(ends_on=None) | Q(ends_on__gt=on)).select_related("team").first()
    return stay.team if stay else None


def reports_of(manager: Person, organisation: Organisation | int, on: date) -> QuerySet[Person]:
    """Give the people who report to somebody on a day, by name."""
    lines = ReportingLine.objects.filter(manager=manager, organisation=organisation, starts_on__lte=on)
    return Person.objects.filter(
        pk__in=lines.filter(Q(ends_on=None) | Q(ends_on__gt=on)).values("person")
    ).order_by("name", "pk")


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
    """Give the person's standing in their first organisation, or None for somebody who belongs to none. Four queries."""
    belonging = organisations_of(person, on)
    if not belonging:
        return None
    affiliation = Affiliation.objects.select_related("organisation").get(person=person, organisation=belonging[0])
    return Standing(
        person=person,
        organisation=affiliation.organisation,
        employee_id=affiliation.employee_id,
        title=affiliation.title,
        team=team_on(person, affiliation.organisation, on),
        is_administrator=holds_role(person, affiliation.organisation, Role.ADMINISTRATOR),
    )
