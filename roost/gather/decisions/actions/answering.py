"""Answer a question, and say what came out once it is decided."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.gather.decisions.access import circle_for
from roost.gather.decisions.actions.mailing import withdraw_question
from roost.gather.decisions.actions.opening import open_question
from roost.gather.decisions.actions.verbs import DECIDED, tell
from roost.gather.decisions.engine.asking import Why
from roost.gather.decisions.engine.deciding import ENDS_AFTER, Option, Outcome, Result, come_out, is_ripe
from roost.gather.decisions.models import Answer, Ending, Question
from roost.gather.decisions.reads import closes_unanswered
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.people.models import Person
from roost.ground.people.reads import today_here


@transaction.atomic
def answer(question: Question, *, by: Person, option: str) -> Question:
    """Say how one's circle shall go on; said again, the last counts. The last answer of all decides.

    Raises NotFound for who does not sit in the circle, Conflict once it is decided or its time is over, InputError for
    what is not on offer.
    """
    found = circle_for(by, question.circle_id)
    held = Question.objects.select_for_update().filter(pk=question.pk).first()
    if held is None or held.decided_at is not None or clock.now() >= held.closes_at:
        raise Conflict(_("This is decided already, so your answer did not count any more. Look at what came out."))
    if option not in held.offered:
        raise InputError(_("Choose one of the answers."))
    circle = shared_circle(found)
    Answer.objects.update_or_create(
        question=held, person=by, defaults={"option": option, "organisation_id": held.organisation_id}
    )
    _settle(held, circle)
    return held


@transaction.atomic
def settle(circle: SharedCircle) -> None:
    """Decide what a circle is asked, if each of today's people answered or the time is over; again changes nothing."""
    held = Question.objects.select_for_update().filter(circle=circle.number, decided_at=None).first()
    if held is not None:
        _settle(held, circle)


def settle_all() -> None:
    """Decide what is ripe although nobody opened a page since; forget what those answered who left."""
    with everywhere():
        found = list(Question.objects.filter(decided_at=None).values_list("pk", "organisation"))
    for number, organisation in found:
        with touching(organisation), transaction.atomic():
            question = Question.objects.select_related("circle__round").filter(pk=number).first()
            if question is not None:
                circle = shared_circle(question.circle)
                Answer.objects.filter(question=question).exclude(person__in=circle.people).delete()
                settle(circle)


def _settle(question: Question, circle: SharedCircle) -> None:
    given = dict(Answer.objects.filter(question=question, person__in=circle.people).values_list("person", "option"))
    if not circle.people:
        # Nobody of it is in Roost any more, so nobody could answer.
        question.delete()
        return
    now = clock.now()
    if not is_ripe(frozenset(circle.people), frozenset(given), closes_at=question.closes_at, now=now):
        return
    result = come_out(
        [Option(one) for one in given.values()],
        offered=[Option(one) for one in question.offered],
        closes_unanswered=closes_unanswered(question),
    )
    Answer.objects.filter(question=question).delete()
    question.decided_at, question.outcome = now, result.outcome.value
    question.save(update_fields=["decided_at", "outcome"])
    withdraw_question(question, circle)
    _follow(question, circle, result)
    # Told last: whoever tells waits for whoever holds the question, never the other way round.
    tell(DECIDED, question)


def _follow(question: Question, circle: SharedCircle, result: Result) -> None:
    if result.between:
        open_question(circle, Why(question.why), offered=result.between, is_last=question.is_last)
    elif result.outcome.ends:
        told = {
            "organisation_id": circle.organisation,
            "ends_on": today_here() + ENDS_AFTER,
            "is_anew": result.outcome is Outcome.ANEW,
            "can_be_stopped": not question.is_last,
            "decided_at": clock.now(),
        }
        Ending.objects.get_or_create(circle_id=circle.number, defaults=told)
