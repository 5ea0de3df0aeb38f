"""What a circle's page, Today and Gather say of what circles decide."""

from __future__ import annotations

from datetime import timedelta

from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.gather.decisions.access import (
    circle_for,
    ending_of,
    open_question_in,
    visible_endings,
    visible_questions,
    visible_reseatings,
)
from roost.gather.decisions.models import Answer
from roost.gather.decisions.reads.standing import standing_of
from roost.ground.kit import clock
from roost.ground.people.models import Person
from roost.ground.ui.slots import Card

NEWS_FOR = timedelta(days=14)


def circle_card(viewer: Person, subject: SharedCircle) -> Card | None:
    """Show on a circle's page what it is asked, what came out lately, and when it ends."""
    page = standing_of(viewer, subject.number)
    decided_at = page.last.decided_at if page.last else None
    is_news = decided_at is not None and decided_at > clock.now() - NEWS_FOR
    return Card("decisions/in_circle.html", {"page": page}) if page.question or page.ending or is_news else None


def asking_card(viewer: Person, subject: SharedCircle) -> Card | None:
    """Lead from a circle's page to asking it, where nothing is asked and it does not end. Two queries."""
    if open_question_in(subject.number) is not None or ending_of(subject.number) is not None:
        return None
    return Card("decisions/asking.html", {"circle": subject})


def today_card(viewer: Person, subject: Person) -> Card | None:
    """Tell somebody alone what their circles ask them and when these end. Two queries where there is nothing."""
    if viewer != subject:
        return None
    answered = Answer.objects.filter(person=subject).values("question")
    asked = visible_questions(subject).exclude(pk__in=answered).filter(closes_at__gt=clock.now())
    found = [(one, shared_circle(circle_for(subject, one.circle_id))) for one in asked]
    ending = [(one, shared_circle(circle_for(subject, one.circle_id))) for one in visible_endings(subject)]
    return Card("decisions/today.html", {"asked": found, "ending": ending}) if found or ending else None


def convener_card(viewer: Person, subject: Person) -> Card | None:
    """Tell a convener alone which circles of theirs ended and ask to be seated anew. One query."""
    if viewer != subject:
        return None
    found = list(visible_reseatings(subject))
    return Card("decisions/for_convener.html", {"found": found}) if found else None
