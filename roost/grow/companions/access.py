"""The only way to hold what a person and a companion do together: as one of the two."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from roost.ground.kit.errors import Conflict, NotFound
from roost.ground.people.access import To, companionship_for, organisation_for
from roost.ground.people.models import Companionship, Organisation, Person
from roost.grow.companions.models import Commitment, Goal, Point, Session

Thing = TypeVar("Thing", Goal, Session, Commitment)


def counted_in(organisation: Organisation) -> QuerySet[Companionship]:
    """Give the companionships that an administrator sees: those that ever ran, and those that were proposed.

    What people ask each other stays between them until both have agreed.
    """
    ran = Q(person_agreed_at__isnull=False, companion_agreed_at__isnull=False)
    proposed = Q(asked_by=None) | ~Q(asked_by=F("person"))
    return Companionship.objects.filter(ran | proposed, organisation=organisation)


def counted_for(administrator: Person, number: int) -> Companionship:
    """Give a companionship that an administrator sees; raises NotFound, or Forbidden to members."""
    found = counted_in(organisation_for(administrator, to=To.ADMINISTER)).filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such companionship."))
    return found


def insist_running(companionship: Companionship, by: Person) -> None:
    """Raise NotFound for anybody but the two, Conflict unless both have agreed and neither has ended it."""
    if by.pk not in {companionship.person_id, companionship.companion_id}:
        raise NotFound(_("There is no such companionship."))
    if companionship.state is not Companionship.State.RUNNING:
        raise Conflict(_("This is not running, so nothing can be added to it."))


def goal_for(person: Person, number: int) -> Goal:
    """Give a goal of the two; raises NotFound for anybody else."""
    return _held(person, Goal, number)


def session_for(person: Person, number: int) -> Session:
    """Give a session of the two; raises NotFound for anybody else."""
    return _held(person, Session, number)


def commitment_for(person: Person, number: int) -> Commitment:
    """Give a commitment of one of the two; raises NotFound for anybody else."""
    return _held(person, Commitment, number)


def point_for(person: Person, number: int) -> Point:
    """Give a point that the person raised; raises NotFound for anybody else's."""
    found = Point.objects.filter(pk=number, by=person).select_related("session").first()
    if found is None:
        raise NotFound(_("There is no such point of yours."))
    found.session = session_for(person, found.session_id)
    return found


def _held(person: Person, kind: type[Thing], number: int) -> Thing:
    found = kind.objects.filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is nothing of this kind."))
    found.companionship = companionship_for(person, found.companionship_id)
    return found
