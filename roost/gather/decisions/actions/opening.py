"""Ask a circle how it goes on: because one of its people wants to, or because it does not meet any more."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roost.gather.circles.access import every_circle
from roost.gather.circles.reads import SharedCircle, begins_at, shared_circle
from roost.gather.decisions.access import circle_for, ending_of, last_decided_in
from roost.gather.decisions.actions.verbs import ASKED, tell
from roost.gather.decisions.engine.asking import Why
from roost.gather.decisions.engine.deciding import OPEN_FOR, Option
from roost.gather.decisions.models import Ending, Question
from roost.gather.decisions.reads import rests_until, why_of
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.people.models import Person


@transaction.atomic
def ask(circle: SharedCircle, *, by: Person, why: Why = Why.ASKED) -> Question:
    """Ask a circle that `by` sits in how it goes on; where it is asked already, give that question.

    Raises NotFound for anybody else, Conflict where it ends already, or said within four weeks that it goes on and has
    no pause behind it.
    """
    circle_for(by, circle.number)
    _hold(circle.number)
    if ending_of(circle.number) is not None:
        raise Conflict(_("Your circle decided to end. You can stop that, which asks all of you anew."))
    rests = rests_until(last_decided_in(circle.number)) if why is Why.ASKED else None
    if rests is not None:
        day = date_format(timezone.localtime(rests), "j F")
        raise Conflict(_("You decided a short while ago to go on. From %s on it can be asked again.") % day)
    return open_question(circle, why)


def open_question(
    circle: SharedCircle, why: Why, *, offered: Sequence[Option] = tuple(Option), is_last: bool = False
) -> Question:
    """Open a question to a circle; of two who ask at once, the second finds what the first asked."""
    now = clock.now()
    told = {
        "organisation_id": circle.organisation,
        "why": why.value,
        "offered": [one.value for one in offered],
        "is_last": is_last,
        "opened_at": now,
        "closes_at": now + OPEN_FOR,
    }
    question, is_new = Question.objects.get_or_create(circle_id=circle.number, decided_at=None, defaults=told)
    if is_new:
        tell(ASKED, question)
    return question


def ask_quiet_circles() -> None:
    """Ask every circle that does not meet any more or whose term is over; again changes nothing."""
    with everywhere():
        busy = {
            *Question.objects.filter(decided_at=None).values_list("circle", flat=True),
            *Ending.objects.values_list("circle", flat=True),
        }
        found = list(every_circle().exclude(pk__in=busy).values_list("pk", "organisation"))
    for number, organisation in found:
        with touching(organisation), transaction.atomic():
            circle = every_circle().filter(pk=number).first()
            if circle is None:
                continue
            _hold(number)
            shared, why = shared_circle(circle), why_of(number, begins_at(circle))
            # Where nobody is in Roost, nobody could answer.
            if why is not None and shared.people and ending_of(number) is None:
                open_question(shared, why)


def _hold(circle: int) -> None:
    """Wait for whoever decides right now, so that a circle is not asked anew what is about to end it."""
    list(Question.objects.select_for_update().filter(circle=circle).values_list("pk", flat=True))
