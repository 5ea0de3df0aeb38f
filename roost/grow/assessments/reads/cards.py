"""What Grow says of looking at oneself."""

from __future__ import annotations

from roost.ground.people.models import Person
from roost.ground.ui.slots import Card
from roost.grow.assessments.access import instrument_of, own_takings


def grow_card(viewer: Person, subject: Person) -> Card | None:
    """Lead from Grow to looking at oneself, or to what came of it. One query."""
    if viewer != subject:
        return None
    latest = own_takings(subject).first()
    return Card("assessments/grow.html", {"taking": latest, "instrument": instrument_of(latest) if latest else None})
