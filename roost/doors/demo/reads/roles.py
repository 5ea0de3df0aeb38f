"""What the first page of a demo offers."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from roost.doors.demo import engine
from roost.doors.demo.access import PARTS, is_demo
from roost.doors.demo.models import Demo
from roost.ground.people.models import Person
from roost.ground.ui.slots import Card


@dataclass(frozen=True)
class DemoRole:
    """One click on the first page: whose part it is, and one sentence on what they see."""

    key: str
    label: str | Promise
    person: str
    sees: str | Promise

    @property
    def first_name(self) -> str:
        return self.person.partition(" ")[0]


def current_demo() -> Demo | None:
    """Give the demo that made this database, or None. One query."""
    return Demo.objects.order_by("pk").first()


def demo_roles() -> list[DemoRole]:
    """List the parts that one may take; none in a database that the demo did not make. Two queries."""
    if not is_demo():
        return []
    here = dict(Person.objects.filter(email__in=[part.email for part in PARTS]).values_list("email", "name"))
    return [DemoRole(part.key, part.label, here[part.email], part.sees) for part in PARTS if part.email in here]


def ways_in(viewer: object, subject: object) -> Card | None:
    """Fill the welcome page with one click per part, in a demo alone."""
    demo = current_demo()
    if demo is None:
        return None
    return Card("demo/roles.html", {"roles": demo_roles(), "company": engine.NAME, "sellers": demo.sellers})
