"""Say whom one does not want to be paired with; nobody else is told, and no page shows it to anybody else."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from roost.gather.matching.actions.locking import in_turn
from roost.gather.matching.models import Apart, Place
from roost.ground.kit import clock
from roost.ground.kit.errors import InputError, NotFound, TooMany
from roost.ground.people.models import Organisation, Person
from roost.ground.people.reads import members_on, today_here

LONGEST_LIST = 12
MOST_NEW = 4
NEW_FOR = timedelta(weeks=1)


@transaction.atomic
def keep_apart(organisation: Organisation, *, by: Person, other: Person) -> Apart:
    """Never be paired with somebody; said twice it is said once.

    A question that is open with them looks as before, so that nobody finds out by this who it is, and comes to nothing.
    A conversation with them is no longer before `by`; the other finds it as it was.
    Raises InputError for oneself, for who does not belong today and where the list is full, TooMany for a fifth new
    line in a week: whoever could put everybody but one on it would know who is proposed to them.
    """
    in_turn(organisation.pk)
    if by == other:
        raise InputError(_("Choose somebody else: you are never paired with yourself."))
    if not members_on(organisation, today_here()).filter(pk=other.pk).exists():
        raise InputError(_("Nobody of your organisation is called so."))
    mine = Apart.objects.filter(organisation=organisation, person=by)
    line = mine.filter(other=other, ended_at=None).first()
    if line is None:
        _check_room(mine)
        line = Apart.objects.create(organisation=organisation, person=by, other=other, said_at=clock.now())
    theirs = Place.objects.filter(person=other, conversation__circle=None).values("conversation")
    Place.objects.filter(person=by, organisation=organisation, conversation__in=theirs).update(
        is_hidden=True, stays=False
    )
    return line


@transaction.atomic
def let_together(apart: Apart, *, by: Person) -> None:
    """Take a line from one's own list; raises NotFound for anybody else's. It counts as new until its week is over."""
    in_turn(apart.organisation_id)
    if apart.person_id != by.pk:
        raise NotFound(_("There is no such line on your list."))
    Apart.objects.filter(pk=apart.pk, ended_at=None).update(ended_at=clock.now())


def forget_lines() -> int:
    """Delete what was taken from lists and counts no more, and say how many lines that were."""
    return Apart.objects.filter(ended_at__isnull=False, said_at__lte=clock.now() - NEW_FOR).delete()[0]


def _check_room(mine: QuerySet[Apart]) -> None:
    if mine.filter(ended_at=None).count() >= LONGEST_LIST:
        raise InputError(_("Your list is full: it holds twelve people. Take somebody away first."))
    if mine.filter(said_at__gt=clock.now() - NEW_FOR).count() >= MOST_NEW:
        raise TooMany(_("Four people a week can be put on this list. Go on next week."))
