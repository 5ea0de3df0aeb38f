"""What Grow and Today say of a 360."""

from __future__ import annotations

from roost.ground.kit import clock
from roost.ground.people.models import Person
from roost.ground.release.reads import tickets_unused
from roost.ground.ui.slots import Card
from roost.grow.threesixty.access import own_reviews, to_approve, to_debrief, waiting_for
from roost.grow.threesixty.models import Review
from roost.grow.threesixty.reads.naming import instrument_of


def grow_card(viewer: Person, subject: Person) -> Card | None:
    """Lead from Grow to one's 360. One query."""
    if viewer != subject:
        return None
    return Card("threesixty/grow.html", {"review": own_reviews(subject).first()})


def asked_card(viewer: Person, subject: Person) -> Card | None:
    """Ask on Today for eight minutes that somebody would like. One query where nobody asks."""
    if viewer != subject:
        return None
    waiting = list(waiting_for(subject))
    unused = tickets_unused([one.ticket for one in waiting if one.ticket is not None]) if waiting else set()
    found = [one for one in waiting if one.ticket in unused]
    return Card("threesixty/asked_today.html", {"found": found}) if found else None


def looking_card(viewer: Person, subject: Person) -> Card | None:
    """Say on Today which 360s wait for one's look, or to be talked about. Two queries."""
    if viewer != subject:
        return None
    proposed, closed = list(to_approve(subject)), list(to_debrief(subject).filter(opened_at=None))
    if not proposed and not closed:
        return None
    return Card("threesixty/looking_today.html", {"proposed": proposed, "closed": closed})


def own_card(viewer: Person, subject: Person) -> Card | None:
    """Say on Today that one's own 360 waits: given back, for oneself, or to be read. One query."""
    if viewer != subject:
        return None
    review = own_reviews(subject).select_related("approver", "debriefer").first()
    if review is None or review.opened_at is not None:
        return None
    sent_back = review.asked_at is None and review.proposed_at is None and review.sent_back != ""
    lacks_own = is_answering(review) and len(review.own) < len(instrument_of(review).items)
    if not (sent_back or lacks_own or review.closed_at is not None):
        return None
    return Card("threesixty/own_today.html", {"review": review, "sent_back": sent_back, "lacks_own": lacks_own})


def is_answering(review: Review) -> bool:
    """Say whether raters can answer just now."""
    return review.closes_at is not None and review.closed_at is None and clock.now() < review.closes_at
