"""Companions: asked for, agreed to by both, and ended by either."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.activity.actions import Told, record
from roost.ground.activity.ports import Verb
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, Forbidden, InputError, Problem
from roost.ground.people.actions.locks import in_turn
from roost.ground.people.actions.verbs import ACCOMPANIED, PARTED
from roost.ground.people.models import Companionship, Organisation, Person, Role
from roost.ground.people.reads import holds_role, members_on, today_here


@transaction.atomic
def ask_for_companion(
    organisation: Organisation, *, by: Person, person: Person, companion: Person, kind: Companionship.Kind
) -> Companionship:
    """Ask two people whether one walks beside the other; asked again, the open companionship is given.

    Who asks for a companion of their own agrees by asking; where an administrator asks, both have to agree.
    Raises Forbidden for anybody else, InputError where the two are one or do not both belong today.
    """
    if by != person and not holds_role(by, organisation, Role.ADMINISTRATOR):
        raise Forbidden(_("People ask for a companion of their own; an administrator can bring two together."))
    if person == companion:
        raise InputError(Problem(_("A companion is somebody else."), column="companion"))
    organisation = in_turn(organisation)
    if members_on(organisation, today_here()).filter(pk__in=[person.pk, companion.pk]).count() < 2:
        raise InputError(Problem(_("Both have to belong to the organisation."), column="companion"))
    known = Companionship.objects.filter(organisation=organisation, person=person, companion=companion, ended_at=None)
    found = known.first()
    if found is not None:
        return found
    now = clock.now()
    return Companionship.objects.create(
        organisation=organisation,
        person=person,
        companion=companion,
        kind=kind,
        asked_by=by,
        asked_at=now,
        person_agreed_at=now if by == person else None,
    )


@transaction.atomic
def agree_to_companionship(companionship: Companionship, *, by: Person) -> Companionship:
    """Agree as one of the two; with both it begins. Agreeing twice changes nothing; raises Conflict once it is over."""
    companionship = _held(companionship, by)
    if companionship.ended_at is not None:
        raise Conflict(_("This is over. Ask anew if you want it to begin again."))
    if companionship.has_agreed(by):
        return companionship
    if by.pk == companionship.person_id:
        companionship.person_agreed_at = clock.now()
    else:
        companionship.companion_agreed_at = clock.now()
    companionship.save(update_fields=["person_agreed_at", "companion_agreed_at"])
    if companionship.state is Companionship.State.RUNNING:
        _tell(ACCOMPANIED, companionship, by)
    return companionship


@transaction.atomic
def end_companionship(companionship: Companionship, *, by: Person) -> Companionship:
    """End or decline it as one of the two, or as an administrator; ending it twice changes nothing."""
    if not holds_role(by, companionship.organisation_id, Role.ADMINISTRATOR):
        _refuse_others(companionship, by)
    companionship = Companionship.objects.select_for_update().get(pk=companionship.pk)
    if companionship.ended_at is not None:
        return companionship
    began = companionship.state is Companionship.State.RUNNING
    companionship.ended_at = clock.now()
    companionship.save(update_fields=["ended_at"])
    if began:
        _tell(PARTED, companionship, by)
    return companionship


def _held(companionship: Companionship, by: Person) -> Companionship:
    _refuse_others(companionship, by)
    return Companionship.objects.select_for_update().get(pk=companionship.pk)


def _refuse_others(companionship: Companionship, by: Person) -> None:
    if by.pk not in {companionship.person_id, companionship.companion_id}:
        raise Forbidden(_("This is between two others."))


def _tell(verb: Verb, companionship: Companionship, by: Person) -> None:
    people = (companionship.person_id, companionship.companion_id)
    subject = f"companionship:{companionship.pk}"
    record(Told(verb, companionship.organisation_id, actor=by.pk, people=people, subject=subject))
