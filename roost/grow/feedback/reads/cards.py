"""What Grow and Today say of asking and of being asked."""

from __future__ import annotations

from roost.ground.behaviours.reads import behaviour_named
from roost.ground.people.models import Person
from roost.ground.release.reads import tickets_unused
from roost.ground.ui.slots import Card
from roost.grow.feedback.access import own_loops, waiting_for
from roost.grow.feedback.models import Wave
from roost.grow.feedback.reads.pages import loop_lines


def grow_card(viewer: Person, subject: Person) -> Card | None:
    """Lead from Grow to asking others, or to what they say. Two queries."""
    if viewer != subject:
        return None
    return Card("feedback/grow.html", {"lines": [one for one in loop_lines(subject) if one.loop.ended_at is None]})


def asked_card(viewer: Person, subject: Person) -> Card | None:
    """Ask on Today for a half minute that somebody would like. One query where nobody asks."""
    if viewer != subject:
        return None
    waiting = list(waiting_for(subject))
    unused = tickets_unused([one.ticket for one in waiting]) if waiting else set()
    found = [(one, behaviour_named(one.wave.loop.behaviour)) for one in waiting if one.ticket in unused]
    return Card("feedback/asked_today.html", {"found": found}) if found else None


def told_card(viewer: Person, subject: Person) -> Card | None:
    """Tell on Today that something was answered, until one says what one tries or thanks have gone out. One query."""
    if viewer != subject:
        return None
    fresh = Wave.objects.filter(loop__in=own_loops(subject).values("pk"), thanked_at=None, tries="")
    wave = fresh.exclude(closed_at=None).select_related("loop").order_by("closed_at").first()
    if wave is None:
        return None
    return Card("feedback/told_today.html", {"wave": wave, "behaviour": behaviour_named(wave.loop.behaviour)})
