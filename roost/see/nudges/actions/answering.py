"""Answer a reminder, and change one's mind about it until the next one of the plan has come."""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, NotFound
from roost.ground.people.models import Person
from roost.see.nudges.actions.locking import held_plan, look_ahead
from roost.see.nudges.actions.mailing import withdraw_mails
from roost.see.nudges.actions.verbs import ANSWERED, tell
from roost.see.nudges.engine import Answer, after
from roost.see.nudges.models import Occasion


@transaction.atomic
def answer_occasion(occasion: Occasion, *, by: Person, answer: Answer, source: str = "page") -> Occasion:
    """Say what became of a reminder, or, with `Answer.NONE`, take back what was said; the same again changes nothing.

    Raises Conflict once the next reminder of the plan has come or the plan has ended, NotFound for anybody else's.
    """
    if occasion.plan is None:
        raise NotFound(_("There is no such reminder of yours."))
    plan, wishes = held_plan(occasion.plan, by)
    occasion = Occasion.objects.get(pk=occasion.pk)
    occasion.plan = plan
    if occasion.answer == answer:
        return occasion
    if occasion.number != plan.reminded or plan.ended_at is not None:
        raise Conflict(_("This reminder is over. What you said to it stays as it is."))
    occasion.answer = answer
    occasion.answered_at = clock.now() if answer else None
    occasion.save(update_fields=["answer", "answered_at"])
    plan.rhythm = asdict(after(occasion.rhythm_before, answer, plan.start))
    look_ahead(plan, wishes)
    plan.save(update_fields=["rhythm", "zone", "next_day", "next_at"])
    if answer:
        withdraw_mails(by.pk, Occasion.objects.filter(pk=occasion.pk))
        tell(ANSWERED, plan.organisation_id, by, source=source, key=f"nudges:{occasion.pk}")
    return occasion
