"""Say whom one does not want to be paired with; nobody else is told, and no page shows it to anybody else."""

from __future__ import annotations

from collections.abc import Iterable
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
    mine = Apart.objects.filter(person=by)
    wherever = list(mine.filter(other=other, ended_at=None))
    line = next((one for one in wherever if one.organisation_id == organisation.pk), None)
    if line is None:
        if not wherever:
            _check_room(mine)
        line = Apart.objects.create(organisation=organisation, person=by, other=other, said_at=clock.now())
    theirs = Place.objects.filter(person=other, conversation__circle=None).values("conversation")
    Place.objects.filter(person=by, organisation=organisation, conversation__in=theirs).update(
        is_hidden=True, stays=False
    )
    return line


@transaction.atomic
def keep_apart_in(organisations: Iterable[Organisation], *, by: Person, other: Person) -> None:
    """Never be paired with somebody in any of these organisations: one person on the list, see `keep_apart`."""
    # Always in one order, so that nobody waits for who waits for them.
    for organisation in sorted(organisations, key=lambda one: one.pk):
        keep_apart(organisation, by=by, other=other)


@transaction.atomic
def let_together(apart: Apart, *, by: Person) -> None:
    """Take somebody from one's own list, wherever one works with them; raises NotFound for anybody else's line.

    They count as new until their week is over.
    """
    if apart.person_id != by.pk:
        raise NotFound(_("There is no such line on your list."))
    lines = Apart.objects.filter(person=by, other=apart.other_id, ended_at=None)
    for organisation in lines.order_by("organisation").values_list("organisation", flat=True):
        in_turn(organisation)
    lines.update(ended_at=clock.now())


def forget_lines() -> int:
    """Delete what was taken from lists and counts no more, and say how many lines that were."""
    return Apart.objects.filter(ended_at__isnull=False, said_at__lte=clock.now() - NEW_FOR).delete()[0]


def _check_room(mine: QuerySet[Apart]) -> None:
    if _people(mine.filter(ended_at=None)) >= LONGEST_LIST:
        raise InputError(_("Your list is full: it holds twelve people. Take somebody away first."))
    if _people(mine.filter(said_at__gt=clock.now() - NEW_FOR)) >= MOST_NEW:
        raise TooMany(_("Four people a week can be put on this list. Go on next week."))


def _people(lines: QuerySet[Apart]) -> int:
    """Count who stands on these lines; with whom one works in two organisations is one."""
    return lines.values("other").distinct().count()
