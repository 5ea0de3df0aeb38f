"""Carry reminders by mail to those who asked for it: own words, three answers, and a way out of it."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere
from roost.ground.notify.actions import Answer as Offered
from roost.ground.notify.actions import offer, withdraw
from roost.ground.notify.ports import Kind, Message, Recipient
from roost.see.nudges.access import sign_reply, sign_stop
from roost.see.nudges.actions.locking import hold
from roost.see.nudges.actions.reminding import belonging_of
from roost.see.nudges.models import Mail, Occasion, Wishes

ONE_ROUND = 500
BECAME = {Offered.ACCEPTED: Mail.OFFERED, Offered.OVER_BUDGET: Mail.NO_ROOM, Offered.TOO_LATE: Mail.NO}


def offer_mails() -> int:
    """Offer what is to go out by mail, 500 reminders at most, and say how many found room in the week's budget.

    What finds none stays on Today. Who answered, ended the plan, left or wants no mail any more meanwhile gets none,
    and nobody one whose moment is past.
    """
    with everywhere():
        wanted = Occasion.objects.filter(mail=Mail.WANTED).order_by("pk").values_list("pk", "person")[:ONE_ROUND]
        people = Wishes.objects.filter(person__in={person for _pk, person in wanted}).select_related("person")
        known = {one.person_id: one for one in people}
        return sum(_offer(number, known[person]) for number, person in wanted)


@transaction.atomic
def _offer(number: int, wishes: Wishes) -> bool:
    wishes = hold(wishes.person)
    occasion = Occasion.objects.filter(pk=number, mail=Mail.WANTED).select_related("plan").first()
    if occasion is None:
        return False
    address, plan = wishes.person.email, occasion.plan
    is_over = plan is None or plan.ended_at is not None or occasion.until is None or occasion.until < clock.now()
    belongs = (wishes.person_id, occasion.organisation_id) in belonging_of({wishes.person_id: wishes})
    if not address or not wishes.by_mail or not belongs or is_over or occasion.answer:
        occasion.mail = Mail.NO
    else:
        to = Recipient(wishes.person_id, address, zone=wishes.person.time_zone, quiet=wishes.quiet)
        answer = offer(_message(occasion, wishes), to=to, by=None)
        occasion.mail = BECAME[answer]
    occasion.save(update_fields=["mail"])
    return occasion.mail == Mail.OFFERED


def withdraw_mails(person: int, among: QuerySet[Occasion]) -> None:
    """Let those of a person's reminders not go out by mail that have not gone out yet."""
    with everywhere():
        wanted = among.filter(person=person, mail__in=[Mail.WANTED, Mail.OFFERED])
        keys = [_key(number) for number in wanted.values_list("pk", flat=True)]
        wanted.filter(mail=Mail.WANTED).update(mail=Mail.NO)
    withdraw(person, keys)


def _message(occasion: Occasion, wishes: Wishes) -> Message:
    """Say the person's own words and nothing else; the subject, which a locked phone shows, not even those."""
    reply, stop = (
        f"{settings.PUBLIC_URL}{reverse(name, args=[token])}"
        for name, token in (("nudges:reply", sign_reply(occasion)), ("nudges:stop", sign_stop(wishes)))
    )
    plan = occasion.plan
    words = _("When %(cue)s, I will %(action)s.") % {"cue": plan.cue, "action": plan.action} if plan else ""
    lines = [
        *([plan.words, ""] if plan and plan.words else []),
        words,
        "",
        _("Say what became of it, without signing in:"),
        reply,
        "",
        _("No more reminders by mail:"),
        stop,
        "",
    ]
    return Message(
        occasion.organisation_id,
        Kind.REGULAR,
        key=_key(occasion.pk),
        subject=_("A reminder from yourself"),
        body="\n".join(lines),
        unsubscribe=stop,
        until=occasion.until,
    )


def _key(number: int) -> str:
    return f"nudges.reminder:{number}"
