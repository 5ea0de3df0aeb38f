"""What is next, on a circle's page and on Today."""

from __future__ import annotations

from datetime import timedelta

from roost.gather.circles.reads import SharedCircle
from roost.gather.rhythm.access import visible_meetings
from roost.gather.rhythm.reads.terms import term_page
from roost.ground.kit import clock
from roost.ground.people.models import Person
from roost.ground.ui.slots import Card

SOON = timedelta(days=2)


def circle_card(viewer: Person, subject: SharedCircle) -> Card:
    """Say when a circle meets next and what the viewer does there, or that nothing is planned."""
    page = term_page(viewer, subject.number)
    return Card("rhythm/in_circle.html", {"page": page})


def today_card(viewer: Person, subject: Person) -> Card | None:
    """Show the next meeting within two days, with its reading. One query where there is none."""
    if viewer != subject:
        return None
    now = clock.now()
    found = visible_meetings(subject).filter(starts_at__gt=now, starts_at__lte=now + SOON).first()
    if found is None:
        return None
    page = term_page(subject, found.term.circle_id)
    return Card("rhythm/today.html", {"page": page, "line": page.line(found.pk)})
