"""Who was there, on a circle's page, and who comes, beneath the next meeting."""

from __future__ import annotations

from roost.gather.attendance.access import absences_in
from roost.gather.attendance.engine.marks import NOTICE
from roost.gather.attendance.reads.pages import attendance_page
from roost.gather.attendance.reads.presence import agreed_in
from roost.gather.circles.reads import SharedCircle
from roost.gather.rhythm.ports import Next
from roost.ground.kit import clock
from roost.ground.people.models import Person
from roost.ground.ui.slots import Card


def circle_card(viewer: Person, subject: SharedCircle) -> Card | None:
    """Say how much the viewer missed, once a circle has met."""
    page = attendance_page(viewer, subject.number)
    return Card("attendance/in_circle.html", {"page": page}) if page.mine else None


def next_card(viewer: Person, subject: Next) -> Card:
    """Say beneath the next meeting who cannot come, and let the viewer say so. Two queries."""
    absent = set(
        absences_in(subject.circle.number).filter(starts_at=subject.starts_at).values_list("person", flat=True)
    )
    others = [name for person, name in subject.circle.people.items() if person in absent and person != viewer.pk]
    agreed = agreed_in(subject.circle.number)
    is_late = agreed.holds and subject.starts_at - clock.now() < NOTICE[agreed.notice]
    told = {"next": subject, "is_off": viewer.pk in absent, "others": others, "is_late": is_late}
    return Card("attendance/next.html", told)
