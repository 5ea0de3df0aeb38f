"""The only way to hold a round of circles: as who convenes it. Circles are seen by who sits in them."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from roost.gather.circles.models import Member, Round, Seat
from roost.ground.kit.errors import NotFound
from roost.ground.people.models import Person


def visible_rounds(person: Person) -> QuerySet[Round]:
    """Give the rounds that somebody convenes, the newest first; nobody else has a page for them."""
    return Round.objects.filter(convener=person).order_by("-created_at", "-pk")


def round_for(person: Person, number: int) -> Round:
    """Give a round to who convenes it; raises NotFound for everybody else."""
    found = visible_rounds(person).filter(pk=number).select_related("organisation", "after").first()
    if found is None:
        raise NotFound(_("There is no such round of circles."))
    return found


def seat_of(round: Round, number: int | None) -> Seat:
    """Give a seat of a round that somebody holds already; raises NotFound for any other."""
    found = Seat.objects.filter(round=round, pk=number).first() if number is not None else None
    if found is None:
        raise NotFound(_("There is nobody of this kind in this round."))
    found.round = round
    return found


def visible_memberships(person: Person) -> QuerySet[Member]:
    """Give the circles that somebody sits in, the newest first; each says to them alone why."""
    mine = Member.objects.filter(person=person).select_related("circle__round")
    return mine.order_by("-circle__round__published_at", "-pk")
