"""Say whom one does not want to be paired with; nobody else is told, and no page shows it to anybody else."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from roost.gather.matching.actions.locking import in_turn
from roost.gather.matching.models import Apart, Place
from roost.ground.kit import clock
from roost.ground.kit.errors import InputError, NotFound, Problem
from roost.ground.people.models import Organisation, Person
from roost.ground.people.reads import members_on, today_here


@transaction.atomic
def keep_apart(organisation: Organisation, *, by: Person, other: Person) -> Apart:
    """Never be paired with somebody; said twice it is said once.

    A question that is open with them looks as before, so that nobody finds out by this who it is, and comes to nothing.
    A conversation with them is no longer before `by`; the other finds it as it was.
    Raises InputError for oneself and for who does not belong today.
    """
    in_turn(organisation.pk)
    if by == other:
        raise InputError(Problem(_("Choose somebody else: you are never paired with yourself."), column="email"))
    if not members_on(organisation, today_here()).filter(pk=other.pk).exists():
        raise InputError(Problem(_("Nobody of your organisation has this address."), column="email"))
    line, _made = Apart.objects.get_or_create(
        organisation=organisation, person=by, other=other, defaults={"said_at": clock.now()}
    )
    theirs = Place.objects.filter(person=other, conversation__circle=None).values("conversation")
    Place.objects.filter(person=by, organisation=organisation, conversation__in=theirs).update(
        is_hidden=True, stays=False
    )
    return line


@transaction.atomic
def let_together(apart: Apart, *, by: Person) -> None:
    """Take a line from one's own list; raises NotFound for anybody else's."""
    in_turn(apart.organisation_id)
    if apart.person_id != by.pk:
        raise NotFound(_("There is no such line on your list."))
    Apart.objects.filter(pk=apart.pk).delete()
