"""What a circle's page and Today say where confidence was broken."""

from __future__ import annotations

from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.gather.confidence.access import circle_for, pause_in, report_of, reports_to, visible_pauses
from roost.gather.confidence.reads.pages import confidence_page
from roost.gather.confidence.reads.pausing import is_over
from roost.ground.people.models import Person
from roost.ground.ui.slots import Card


def circle_card(viewer: Person, subject: SharedCircle) -> Card | None:
    """Say on a circle's page that it pauses, or what one told or was told. Three queries where there is nothing."""
    if not _has_something(viewer, subject):
        return None
    return Card("confidence/in_circle.html", {"page": confidence_page(viewer, subject.number)})


def way_there(viewer: Person, subject: SharedCircle) -> Card | None:
    """Lead from a circle's page to telling it, where there is nothing yet. Three queries."""
    return None if _has_something(viewer, subject) else Card("confidence/way_there.html", {"circle": subject})


def today_card(viewer: Person, subject: Person) -> Card | None:
    """Tell somebody alone that one of a circle would like to talk, and that a circle pauses. Two queries at least."""
    if viewer != subject:
        return None
    asked = [one.circle_id for one in reports_to(subject)]
    paused = [one.circle_id for one in visible_pauses(subject) if not is_over(one)]
    found = {number: shared_circle(circle_for(subject, number)) for number in {*asked, *paused}}
    if not found:
        return None
    told = {"asked": [found[one] for one in dict.fromkeys(asked)], "paused": [found[one] for one in paused]}
    return Card("confidence/today.html", told)


def _has_something(viewer: Person, circle: SharedCircle) -> bool:
    pause = pause_in(circle.number)
    if pause is not None and not is_over(pause):
        return True
    return report_of(viewer, circle.number) is not None or reports_to(viewer).filter(circle=circle.number).exists()
