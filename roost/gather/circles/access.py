"""The only way to hold a round of circles: as who convenes it. A circle, a question, a turn: as whose it is."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from roost.gather.circles.models import Invitation, Member, Round, Seat, Waiting
from roost.ground.kit import clock
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
    return mine.order_by("-circle__begun_at", "-pk")


def membership_for(person: Person, number: int) -> Member:
    """Give somebody's own seat in a circle; raises NotFound for any other."""
    found = visible_memberships(person).filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such circle."))
    return found


def visible_invitations(person: Person) -> QuerySet[Invitation]:
    """Give what somebody is asked and may still answer, the most urgent first."""
    open_ones = Invitation.objects.filter(seat__person=person, enrolment__closed_at=None)
    open_ones = open_ones.filter(enrolment__closes_on__gte=clock.today(person.time_zone))
    return open_ones.select_related("enrolment__round", "seat").order_by("enrolment__closes_on", "pk")


def invitation_for(person: Person, number: int) -> Invitation:
    """Give what somebody was asked, also once the answers are closed; raises NotFound for any other."""
    asked = Invitation.objects.filter(seat__person=person, pk=number)
    found = asked.select_related("enrolment__round", "seat").first()
    if found is None:
        raise NotFound(_("There is no such invitation."))
    return found


def invitation_in(round: Round, number: int | None) -> Invitation:
    """Give what somebody of a round was asked, to its convener, who holds the round already; raises NotFound."""
    asked = Invitation.objects.filter(enrolment__round=round, pk=number) if number is not None else None
    found = asked.select_related("enrolment", "seat").first() if asked is not None else None
    if found is None:
        raise NotFound(_("There is nobody of this kind in this round."))
    return found


def visible_waiting(person: Person) -> QuerySet[Waiting]:
    """Give the waiting lists on which somebody is, the earliest promise first."""
    return Waiting.objects.filter(person=person, ended_at=None).select_related("round")


def waiting_for(person: Person, number: int) -> Waiting:
    """Give somebody's own place on a waiting list; raises NotFound for any other."""
    found = Waiting.objects.filter(person=person, pk=number).select_related("round").first()
    if found is None:
        raise NotFound(_("There is no such waiting list."))
    return found


def waiting_with(convener: Person) -> QuerySet[Waiting]:
    """Give everybody who waits for a seat that somebody promised, the earliest promise first."""
    return Waiting.objects.filter(round__convener=convener, ended_at=None).select_related("round")
