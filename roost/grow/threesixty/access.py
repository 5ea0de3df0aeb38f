"""The only way to hold a 360: as whose it is, as who looks over it, as who reads it with them, or as who is asked."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from roost.ground.kit.errors import NotFound
from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import Person
from roost.ground.release.reads import asked_by_link
from roost.grow.growth.access import growing_in
from roost.grow.threesixty.models import Rater, Review

__all__ = [
    "growing_in",
    "own_review_for",
    "own_reviews",
    "rater_behind",
    "rater_for",
    "review_to_approve",
    "review_to_debrief",
    "to_approve",
    "to_debrief",
    "waiting_for",
    "was_told",
]


def own_reviews(person: Person) -> QuerySet[Review]:
    """Give somebody's own 360s, the newest first."""
    return Review.objects.filter(person=person, dropped_at=None).order_by("-began_at", "-pk")


def was_told(person: Person) -> bool:
    """Say whether a 360 of somebody was told before, deleted since or not. One query."""
    return Review.objects.filter(person=person, closed_at__isnull=False).exists()


def own_review_for(person: Person, number: int) -> Review:
    """Give one of somebody's own 360s; raises NotFound for anybody else's."""
    return _found(own_reviews(person).filter(pk=number).first())


def to_approve(person: Person) -> QuerySet[Review]:
    """Give the 360s for which somebody looks over who is to be asked, the longest waiting first."""
    waiting = Q(asked_at=None, proposed_at__isnull=False)
    return Review.objects.filter(waiting, approver=person).select_related("person").order_by("proposed_at", "pk")


def review_to_approve(person: Person, number: int) -> Review:
    """Give a 360 that waits for somebody's look; raises NotFound for anybody else."""
    return _found(to_approve(person).filter(pk=number).first())


def to_debrief(person: Person) -> QuerySet[Review]:
    """Give the 360s that somebody reads with whose they are, from when they have closed."""
    closed = Review.objects.filter(debriefer=person, closed_at__isnull=False)
    return closed.select_related("person").order_by("closed_at", "pk")


def review_to_debrief(person: Person, number: int) -> Review:
    """Give a 360 that somebody reads with whose it is; raises NotFound for anybody else."""
    return _found(to_debrief(person).filter(pk=number).first())


def waiting_for(person: Person) -> QuerySet[Rater]:
    """Give the 360s of others in which somebody is asked, answered or not, while these are open."""
    asked = Rater.objects.filter(person=person, is_asked=True, review__closed_at=None)
    return asked.exclude(ticket=None).select_related("review__person").order_by("review__closes_at", "pk")


def rater_for(person: Person, number: int) -> Rater:
    """Give what somebody is asked; raises NotFound for anybody else."""
    found = waiting_for(person).filter(pk=number).first()
    if found is None:
        raise NotFound(_("You are not asked this any more."))
    return found


def rater_behind(secret: str, *, is_used: bool = False) -> Rater | None:
    """Give what a link asks, or has asked and was answered, to whoever has it; None for one that leads nowhere."""
    asked = asked_by_link(secret)
    if asked is None or asked.is_used != is_used:
        return None
    with everywhere():
        found = Rater.objects.filter(ticket=asked.ticket, is_asked=True, review__closed_at=None)
        return found.select_related("review__person", "review__organisation", "person").first()


def _found(review: Review | None) -> Review:
    if review is None:
        raise NotFound(_("There is no such 360 here."))
    return review
