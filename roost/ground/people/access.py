"""The only way to hold people, teams and organisations on somebody's behalf."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from django.contrib.auth import get_user
from django.contrib.auth.tokens import default_token_generator
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.http import urlsafe_base64_decode
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import Forbidden, NotFound
from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import (
    Affiliation,
    Companionship,
    Organisation,
    PeopleUpload,
    Person,
    ReportingLine,
    Role,
    RoleGrant,
    running,
)


class To(StrEnum):
    """What somebody wants to do with an organisation, or with what it knows."""

    SEE = "see"
    ADMINISTER = "administer"


def organisations_of(person: Person, on: date) -> list[int]:
    """Give the ids of the organisations a person belongs to on a day, the longest-standing first. One query."""
    with everywhere():
        found = Affiliation.objects.filter(running(on), person=person).order_by("pk")
        return list(found.values_list("organisation_id", flat=True))


def holds_role(person: Person, organisation: Organisation | int, role: Role) -> bool:
    """Say whether a person holds a role in an organisation. One query."""
    return RoleGrant.objects.filter(person=person, organisation=organisation, role=role).exists()


def organisation_for(person: Person, number: int | None = None, *, to: To = To.SEE) -> Organisation:
    """Give an organisation the person belongs to: the one of that id, or their first.

    Raises NotFound for strangers and for people who belong to none, Forbidden for members without the role.
    """
    belonging = organisations_of(person, clock.today(person.time_zone))
    if not belonging or (number is not None and number not in belonging):
        raise NotFound(_("There is no such organisation."))
    organisation = Organisation.objects.get(pk=number or belonging[0])
    if to is To.ADMINISTER and not holds_role(person, organisation, Role.ADMINISTRATOR):
        raise Forbidden(_("Only an administrator can do this. Ask one to do it or to give you the role."))
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
        raise NotFound(_("There is no such person."))
    return found


def colleague_at(person: Person, organisation: Organisation | int, email: str) -> Person | None:
    """Give who has that address and belongs to the person's organisation today; None for anybody else. One query."""
    here = Affiliation.objects.filter(running(clock.today(person.time_zone)), organisation=organisation)
    return Person.objects.filter(pk__in=here.values("person"), email=email.lower()).first()


def affiliation_for(person: Person, number: int, *, to: To = To.ADMINISTER) -> Affiliation:
    """Give the belonging of the person of that id to the asking one's organisation, with person and organisation.

    Raises NotFound for people of other organisations, Forbidden for members without the role.
    """
    organisation = organisation_for(person, to=to)
    # By the person's key: a number too large for the database is then nobody's, and no error.
    found = Affiliation.objects.filter(organisation=organisation, person__pk=number)
    affiliation = found.select_related("person", "organisation").first()
    if affiliation is None:
        raise NotFound(_("There is no such person."))
    return affiliation


def both_belong(on: date) -> Q:
    """Select companionships of which both belong to the organisation on a day."""
    here = Affiliation.objects.filter(running(on), organisation=OuterRef("organisation"))
    return Q(Exists(here.filter(person=OuterRef("person")))) & Q(Exists(here.filter(person=OuterRef("companion"))))


def visible_companionships(person: Person) -> QuerySet[Companionship]:
    """Give the companionships that the person is one of the two of, the newest first: over, or both still belong."""
    today = clock.today(person.time_zone)
    mine = Companionship.objects.filter(Q(person=person) | Q(companion=person))
    found = mine.filter(
        Q(ended_at__isnull=False) | both_belong(today), organisation__in=organisations_of(person, today)
    )
    return found.select_related("person", "companion", "organisation").order_by("-asked_at", "-pk")


def companionship_for(person: Person, number: int) -> Companionship:
    """Give a companionship to one of the two; raises NotFound for everybody else."""
    found = visible_companionships(person).filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such companionship."))
    return found


def line_of(person: Person, organisation: Organisation | int) -> ReportingLine | None:
    """Give to whom a person reports today, or None. One query."""
    today = clock.today(person.time_zone)
    here = Affiliation.objects.filter(running(today), organisation=organisation, person=OuterRef("manager"))
    lines = ReportingLine.objects.filter(running(today), Exists(here), person=person, organisation=organisation)
    return lines.select_related("manager", "organisation").first()


def visible_reports(manager: Person) -> QuerySet[ReportingLine]:
    """Give the lines of those who report to somebody today and still belong, by name.

    Each counts in the organisation that their own pages are about: the one they have belonged to longest.
    """
    today = clock.today(manager.time_zone)
    belonging = organisations_of(manager, today)
    with everywhere():
        theirs = Affiliation.objects.filter(running(today), person=OuterRef("person")).order_by("pk")
    lines = ReportingLine.objects.filter(running(today), manager=manager, organisation__in=belonging)
    lines = lines.filter(organisation=Subquery(theirs.values("organisation")[:1]))
    return lines.select_related("person", "organisation").order_by("person__name", "person__email", "person")


def report_for(manager: Person, number: int) -> ReportingLine:
    """Give the line of the person of that id who reports to somebody today; raises NotFound for anybody else."""
    found = visible_reports(manager).filter(person__pk=number).first()
    if found is None:
        raise NotFound(_("Nobody of this address reports to you today."))
    return found


def person_of_link(code: str, token: str) -> Person | None:
    """Give the person of a one-time link that still holds; None for any other, and for who belongs nowhere any more."""
    try:
        number = int(urlsafe_base64_decode(code))
    except ValueError:
        return None
    person = Person.objects.filter(pk=number).first()
    if person is None or not default_token_generator.check_token(person, token):
        return None
    return person if organisations_of(person, clock.today(person.time_zone)) else None


def person_of_session(session: SessionBase) -> Person | None:
    """Look anew who is signed in by a session; None once it ended, be it by signing out or by a new password.

    Two queries.
    """
    request = HttpRequest()
    request.session = type(session)(session.session_key)
    person = get_user(request)
    return person if isinstance(person, Person) else None


def upload_for(person: Person, number: int) -> PeopleUpload:
    """Give a file that the administrator put up; raises NotFound for anybody else's."""
    found = PeopleUpload.objects.filter(uploaded_by=person, pk=number).select_related("organisation").first()
    if found is None:
        raise NotFound(_("This file is no longer here. Choose it again."))
    organisation_for(person, found.organisation_id, to=To.ADMINISTER)
    return found
