"""Start groups, let people in and out, and close them."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError
from roost.ground.people.models import Organisation, Person
from roost.ground.vault.actions.turns import count_change, open_turn_of, turn_of
from roost.ground.vault.actions.verbs import BEGAN, CLOSED, LET_IN, LET_OUT, tell
from roost.ground.vault.models import Group, Membership
from roost.ground.vault.reads import people_in

MOST_MEMBERS = 50


@transaction.atomic
def start_group(organisation: Organisation, *, by: Person, members: Collection[Person], kind: str) -> Group:
    """Start a group of these people; `kind` is what the calling room filled `ports.PLACES` for.

    Raises InputError for more than fifty, or somebody who does not belong to the organisation today.
    """
    group = Group.objects.create(organisation=organisation, kind=kind, created_at=clock.now())
    for member in sorted(set(members), key=lambda one: one.pk):
        _let_in(group, member)
    _refuse_crowds_and_strangers(group)
    tell(BEGAN, group, by.pk)
    return group


@transaction.atomic
def let_in(group: Group, *, by: Person, person: Person) -> Group:
    """Let somebody in, as the calling room decided; again changes nothing. Who reads already decides on the keys.

    Raises InputError for who does not belong to the organisation today, and for the fifty-first; Conflict where it
    is closed.
    """
    group = open_turn_of(group)
    if not Membership.objects.filter(group=group, person=person, let_out_at=None).exists():
        _let_in(group, person)
        _refuse_crowds_and_strangers(group)
        count_change(group)
        tell(LET_IN, group, by.pk)
    return group


@transaction.atomic
def let_out(group: Group, *, by: Person, person: Person) -> Group:
    """Let somebody out: the server gives them nothing from now on, and the next note needs a new key."""
    group = turn_of(group)
    if Membership.objects.filter(group=group, person=person, let_out_at=None).update(let_out_at=clock.now()):
        count_change(group)
        tell(LET_OUT, group, by.pk)
    return group


@transaction.atomic
def leave_group(group: Group, *, by: Person) -> Group:
    """Leave a group that is closed, or in which nobody else is left. Raises Conflict for any other."""
    group = turn_of(group)
    if group.closed_at is None and set(people_in(group)) - {by.pk}:
        raise Conflict(_("These notes are still written in. They can be left once they are closed."))
    return let_out(group, by=by, person=by)


@transaction.atomic
def close_group(group: Group, *, by: Person) -> Group:
    """Let nothing more be added to a group; its members go on to read, take along and delete. Again changes nothing."""
    return _close(group, by.pk)


@transaction.atomic
def close_groups(groups: Collection[UUID], *, by: int | None) -> None:
    """Let nothing more be added to any of these; `by` is None where it follows from something that nobody did now."""
    for group in Group.objects.filter(pk__in=groups).order_by("pk"):
        _close(group, by)


def _close(group: Group, by: int | None) -> Group:
    group = turn_of(group)
    if group.closed_at is None:
        group.closed_at = clock.now()
        group.save(update_fields=["closed_at"])
        count_change(group)
        tell(CLOSED, group, by)
    return group


def _let_in(group: Group, person: Person) -> None:
    Membership.objects.create(organisation_id=group.organisation_id, group=group, person=person, let_in_at=clock.now())


def _refuse_crowds_and_strangers(group: Group) -> None:
    stays = Membership.objects.filter(group=group, let_out_at=None).count()
    if stays > MOST_MEMBERS:
        raise InputError(_("A group has at most fifty members."))
    if stays > len(people_in(group)):
        raise InputError(_("Only people who belong to the organisation today can be let in."))
