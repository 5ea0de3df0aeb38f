"""What a circle's page and Today say of a charter."""

from __future__ import annotations

from roost.gather.charters.access import circle_for, visible_versions
from roost.gather.charters.models import Signature
from roost.gather.charters.reads.charters import charter_page
from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.ground.people.models import Person
from roost.ground.ui.slots import Card


def circle_card(viewer: Person, subject: SharedCircle) -> Card | None:
    """Say on a circle's page whether it has a charter, since when, and who has not signed. Five queries."""
    return Card("charters/in_circle.html", {"page": charter_page(viewer, subject.number)})


def today_card(viewer: Person, subject: Person) -> Card | None:
    """Tell somebody, and nobody else, that a circle of theirs waits for their signature.

    Two queries, and four for each such circle.
    """
    if viewer != subject:
        return None
    current: dict[int, int] = {}
    for version in visible_versions(subject):
        current.setdefault(version.circle_id, version.pk)
    signed = Signature.objects.filter(person=subject, version__in=current.values()).values_list("version", flat=True)
    done = set(signed)
    waiting = [circle for circle, version in current.items() if version not in done]
    found = [shared_circle(circle_for(subject, circle)) for circle in waiting]
    return Card("charters/today.html", {"circles": found}) if found else None
