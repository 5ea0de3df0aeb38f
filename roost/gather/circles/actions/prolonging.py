"""Give people longer to say whether they want a seat."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from roost.gather.circles.actions.inviting import refuse_days
from roost.gather.circles.actions.locking import hold_round, keep, refuse_outdated
from roost.gather.circles.models import Enrolment, Round
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError
from roost.ground.kit.schedule import enqueue
from roost.ground.people.models import Person

MAILS = "roost.gather.circles.tasks.tell_longer"


@transaction.atomic
def prolong_answers(round: Round, *, by: Person, version: int, closes_on: date) -> Enrolment:
    """Move the last day for answers to a later one; who has not answered is told, once however often it is moved.

    Raises Conflict where nobody is being asked or the round changed since `version`, InputError for a day that is not
    later, lies in the past or too far ahead, or reaches the day that was promised to who has to wait.
    """
    round = hold_round(round, by)
    if round.state != Round.State.INVITING:
        raise Conflict(_("The answers are closed, so nothing was changed."))
    refuse_outdated(round, version)
    enrolment = Enrolment.objects.get(round=round)
    if closes_on <= enrolment.closes_on:
        raise InputError(_("The last day can only be moved to a later day: people count on the one they read."))
    refuse_days(closes_on, enrolment.promised_on, clock.today(by.time_zone))
    enrolment.closes_on = closes_on
    enrolment.save(update_fields=["closes_on"])
    keep(round)
    enqueue(MAILS, enrolment=enrolment.pk)
    return enrolment
