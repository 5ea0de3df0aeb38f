"""Organisations and the roles that people hold in them."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.activity.actions import Told, record
from roost.ground.activity.ports import Verb
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict
from roost.ground.kit.scopes import touching
from roost.ground.people.actions.locks import in_turn
from roost.ground.people.actions.verbs import FOUNDED, ROLE_GRANTED, ROLE_REVOKED
from roost.ground.people.engine import administrators_left
from roost.ground.people.models import Organisation, Person, Role, RoleGrant
from roost.ground.people.reads import administrators_of, today_here


@transaction.atomic
def create_organisation(name: str, *, by: Person | None) -> Organisation:
    """Make an organisation; raises Conflict where one of this name exists."""
    name = " ".join(name.split())
    if Organisation.objects.filter(name=name).exists():
        raise Conflict(_("There is an organisation of this name already."))
    organisation = Organisation.objects.create(name=name, created_at=clock.now())
    with touching(organisation.pk):
        record(Told(FOUNDED, organisation.pk, actor=by.pk if by else None))
    return organisation


@transaction.atomic
def grant_role(person: Person, *, organisation: Organisation, role: Role, by: Person | None) -> RoleGrant:
    """Give a person a role; giving it again changes nothing."""
    grant, is_new = RoleGrant.objects.get_or_create(organisation=organisation, person=person, role=role)
    if is_new:
        record(_told(ROLE_GRANTED, person, organisation, role, by))
    return grant


@transaction.atomic
def revoke_role(person: Person, *, organisation: Organisation, role: Role, by: Person | None) -> None:
    """Take a role from a person; raises Conflict for the last administrator."""
    organisation = in_turn(organisation)
    grants = RoleGrant.objects.filter(organisation=organisation, person=person, role=role)
    if not grants.exists():
        return
    if role is Role.ADMINISTRATOR:
        keep_an_administrator(organisation, without=person, day=today_here())
    grants.delete()
    record(_told(ROLE_REVOKED, person, organisation, role, by))


def keep_an_administrator(organisation: Organisation, *, without: Person, day: date) -> None:
    """Raise Conflict where nobody but this administrator looks after the organisation from a day on, without an end."""
    holders = administrators_of(organisation)
    if not administrators_left({who: days for who, days in holders.items() if who != without.pk}, day):
        raise Conflict(_("This is the last administrator. Give the role to somebody else first."))


def _told(verb: Verb, person: Person, organisation: Organisation, role: Role, by: Person | None) -> Told:
    return Told(verb, organisation.pk, actor=by.pk if by else None, people=(person.pk,), subject=f"role:{role.value}")
