"""The only way to hold people, teams and organisations on somebody's behalf."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import QuerySet

from roost.ground.kit import clock
from roost.ground.kit.errors import Forbidden, NotFound
from roost.ground.people.models import Affiliation, Organisation, PeopleUpload, Person, Role, Team
from roost.ground.people.reads import holds_role, organisations_of


class To(StrEnum):
    """What somebody wants to do with an organisation."""

    SEE = "see"
    ADMINISTER = "administer"


def organisation_for(person: Person, number: int | None = None, *, to: To = To.SEE) -> Organisation:
    """Give an organisation the person belongs to: the one of that id, or their first.

    Raises NotFound for strangers and for people who belong to none, Forbidden for members without the role.
    """
    belonging = organisations_of(person, clock.today(person.time_zone))
    if not belonging or (number is not None and number not in belonging):
        raise NotFound("There is no such organisation.")
    organisation = Organisation.objects.get(pk=number or belonging[0])
    if to is To.ADMINISTER and not holds_role(person, organisation, Role.ADMINISTRATOR):
        raise Forbidden("Only an administrator can do this. Ask one to do it or to give you the role.")
    return organisation


def visible_people(person: Person) -> QuerySet[Person]:
    """Give everybody who shares an organisation with the person, now or before."""
    belonging = organisations_of(person, clock.today(person.time_zone))
    shared = Affiliation.objects.filter(organisation__in=belonging)
    return Person.objects.filter(pk__in=shared.values("person"))


def person_for(person: Person, number: int) -> Person:
    """Give a person who shares an organisation with the asking one; raises NotFound for anybody else."""
    found = visible_people(person).filter(pk=number).first()
    if found is None:
        raise NotFound("There is no such person.")
    return found


def team_for(person: Person, number: int) -> Team:
    """Give a team of an organisation the person belongs to; raises NotFound for any other."""
    belonging = organisations_of(person, clock.today(person.time_zone))
    found = Team.objects.filter(organisation__in=belonging, pk=number).first()
    if found is None:
        raise NotFound("There is no such team.")
    return found


def upload_for(person: Person, number: int) -> PeopleUpload:
    """Give a file that the administrator put up; raises NotFound for anybody else's."""
    found = PeopleUpload.objects.filter(uploaded_by=person, pk=number).select_related("organisation").first()
    if found is None:
        raise NotFound("This file is no longer here. Choose it again.")
    organisation_for(person, found.organisation_id, to=To.ADMINISTER)
    return found
