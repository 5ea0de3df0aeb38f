"""Hold a term while it is changed, so that of two who change at once the second sees what the first did."""

from __future__ import annotations

from django.utils.translation import gettext as _

from roost.gather.circles.access import circle_for
from roost.gather.rhythm.models import Term
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, NotFound
from roost.ground.people.models import Person


def hold_term(circle: int, by: Person, version: int) -> Term:
    """Lock a circle's term for one of its people; raises NotFound for others, Conflict where it changed meanwhile."""
    circle_for(by, circle)
    term = Term.objects.select_for_update().filter(circle=circle).first()
    if term is None:
        raise NotFound(_("Your circle has no term yet."))
    if term.version != version:
        raise changed_meanwhile()
    return term


def changed_meanwhile() -> Conflict:
    """Give what is said to the second of two."""
    return Conflict(_("Somebody of you changed the term a moment ago. This is how it stands now; choose once more."))


def note_change(term: Term, by: Person) -> None:
    """Write down who changed a term and when."""
    term.version += 1
    term.changed_by, term.changed_at = by, clock.now()
    term.save()
