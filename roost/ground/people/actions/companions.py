"""Companions: asked for, agreed to by both, and ended by either, or because one of the two leaves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import formats
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from roost.ground.activity.actions import Told, record, record_many
from roost.ground.activity.ports import Verb
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, Forbidden, InputError, NotFound, Problem
from roost.ground.kit.scopes import everywhere
from roost.ground.people.access import both_belong
from roost.ground.people.actions.locks import in_turn
from roost.ground.people.actions.verbs import ACCOMPANIED, PARTED
from roost.ground.people.models import Companionship, Organisation, Person, Role
from roost.ground.people.ports import parted
from roost.ground.people.reads import holds_role, members_on, today_here

REST = timedelta(days=30)
"""How long nobody asks the same two again after one of them said no."""


@transaction.atomic
def ask_for_companion(
    organisation: Organisation, *, by: Person, person: Person, companion: Person, kind: Companionship.Kind
) -> Companionship:
    """Ask two people whether one walks beside the other; asked again, the open companionship is given.

    Who asks for a companion of their own agrees by asking, also to what was proposed to them; where an administrator
    asks, both have to agree. Raises Forbidden for anybody else, InputError where the two are one, do not both belong
    today, or one of them said no less than thirty days ago.
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
        return agree_to_companionship(found, by=by) if by == person else found
    _let_a_no_rest(organisation, by, person, companion)
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
        record(_told(ACCOMPANIED, companionship, by))
    return companionship


@transaction.atomic
def end_companionship(companionship: Companionship, *, by: Person) -> Companionship:
    """End or decline it as one of the two, or as an administrator; ending it twice changes nothing.

    A question that who asked takes back before both agreed leaves nothing behind, so it is no refusal.
    """
    if not holds_role(by, companionship.organisation_id, Role.ADMINISTRATOR):
        _refuse_others(companionship, by)
    companionship = _locked(companionship)
    if companionship.ended_at is not None:
        return companionship
    if companionship.began_at is None and companionship.asked_by_id == by.pk:
        Companionship.objects.filter(pk=companionship.pk).delete()
        companionship.ended_at = clock.now()
    else:
        _end([companionship], by)
    return companionship


@transaction.atomic
def part_who_left(organisation: Organisation, *, by: Person | None, among: Collection[int]) -> None:
    """End every open companionship of these people of which one of the two does not belong today."""
    theirs = Companionship.objects.filter(Q(person__in=among) | Q(companion__in=among), organisation=organisation)
    _end(theirs.select_for_update().filter(~both_belong(today_here()), ended_at=None).order_by("pk"), by)


@transaction.atomic
def part_whose_day_came() -> None:
    """End the companionships of all organisations of which one of the two belongs no longer since a day set before."""
    with everywhere():
        open_ones = Companionship.objects.select_for_update().filter(ended_at=None)
        _end(open_ones.filter(~both_belong(today_here())).order_by("pk"), None)


def _end(companionships: Sequence[Companionship] | QuerySet[Companionship], by: Person | None) -> None:
    """End open companionships: everything that ends one comes through here."""
    ended = list(companionships)
    told = [_told(PARTED, one, by) for one in ended if one.state is Companionship.State.RUNNING]
    for one in ended:
        one.ended_at = clock.now()
    Companionship.objects.bulk_update(ended, ["ended_at"], batch_size=500)
    record_many(told)
    parted([one.pk for one in ended], by.pk if by else None)


def _let_a_no_rest(organisation: Organisation, by: Person, person: Person, companion: Person) -> None:
    """Raise InputError where one of the two said no lately; who said it to a proposal may ask."""
    waited = Q(companion_agreed_at=None) if by == person else Q(companion_agreed_at=None) | Q(person_agreed_at=None)
    asked = Companionship.objects.filter(waited, organisation=organisation, person=person, companion=companion)
    last = asked.filter(ended_at__gt=clock.now() - REST).order_by("ended_at").last()
    if last is not None and last.ended_at is not None:
        day = formats.date_format(localtime(last.ended_at + REST), "j F Y")
        raise InputError(Problem(_("This was asked not long ago. Ask again after %(day)s.") % {"day": day}))


def _held(companionship: Companionship, by: Person) -> Companionship:
    _refuse_others(companionship, by)
    return _locked(companionship)


def _locked(companionship: Companionship) -> Companionship:
    found = Companionship.objects.select_for_update().filter(pk=companionship.pk).first()
    if found is None:
        raise NotFound(_("This question was taken back."))
    return found


def _refuse_others(companionship: Companionship, by: Person) -> None:
    if by.pk not in {companionship.person_id, companionship.companion_id}:
        raise Forbidden(_("This is between two others."))


def _told(verb: Verb, companionship: Companionship, by: Person | None) -> Told:
    people, actor = (companionship.person_id, companionship.companion_id), by.pk if by else None
    return Told(
        verb, companionship.organisation_id, actor=actor, people=people, subject=f"companionship:{companionship.pk}"
    )
