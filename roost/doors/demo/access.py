"""Who may walk in by a click: nobody, unless the demo made this database."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roost.doors.demo import engine
from roost.doors.demo.models import Demo
from roost.ground.kit.errors import NotFound
from roost.ground.people.models import Person


@dataclass(frozen=True)
class Part:
    """A way of being in the sample company, and whom one is then."""

    key: str
    name: str
    label: str | Promise
    sees: str | Promise

    @property
    def email(self) -> str:
        return engine.email_of(self.name)


PARTS = (
    Part(
        "member",
        engine.MEMBER,
        _("A member of a team"),
        _("Sells in Chicago. Sees her own line and her team's boards, and enters her scores."),
    ),
    Part(
        "leader",
        engine.LEADER,
        _("A director, a month into the role"),
        _("Leads those who were his peers. Has a cycle behind him, and something to try this week."),
    ),
    Part(
        "founder",
        engine.FOUNDER,
        _("The one who started it"),
        _("Has no title. Started the program that everybody counts in, looks after its rules and its screens."),
    ),
    Part(
        "administrator",
        engine.ADMINISTRATOR,
        _("The administrator"),
        _("Looks after people data: imports the file that comes from human resources and sees before what it changes."),
    ),
)


def is_demo() -> bool:
    """Say whether the demo made this database. One query."""
    return Demo.objects.exists()


def insist_on_demo() -> None:
    """Raise NotFound where the demo did not make this database. One query."""
    if not is_demo():
        raise NotFound("There is no such page.")


def person_of_part(key: str) -> Person:
    """Give the person whose part it is; raises NotFound for an unknown part, and outside a demo for every one."""
    part = next((part for part in PARTS if part.key == key), None)
    person = Person.objects.filter(email=part.email).first() if part and is_demo() else None
    if person is None:
        raise NotFound("There is no such part.")
    return person
