"""The agenda, a day before: when, who does what, how the time is shared out, what to read, and one thing to bring."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.gather.meetings.reads import usual_plan
from roost.gather.rhythm.actions.trying import each
from roost.gather.rhythm.models import PlannedMeeting, Role
from roost.gather.rhythm.reads.readings import what_to_read
from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere
from roost.ground.notify.actions import offer
from roost.ground.notify.ports import Kind, Message, Recipient
from roost.ground.people.models import Person

BEFORE = timedelta(hours=24)


def send_agendas() -> None:
    """Offer who meets within a day the agenda, once, as far as their week has room; Today shows the same."""
    now = clock.now()
    with everywhere():
        soon = PlannedMeeting.objects.filter(starts_at__gt=now, starts_at__lte=now + BEFORE)
        each(soon.select_related("term__circle__round").prefetch_related("duties"), _send)


def _send(meeting: PlannedMeeting) -> None:
    circle = shared_circle(meeting.term.circle)
    agenda = [*_roles(meeting, circle), "", *_plan(meeting, circle)]
    for person in Person.objects.filter(pk__in=circle.people).exclude(email=None):
        _offer(meeting, circle, person, agenda)


def _roles(meeting: PlannedMeeting, circle: SharedCircle) -> list[str]:
    duties = {one.role: one.person_id for one in meeting.duties.all() if one.person_id in circle.people}
    return [f"- {circle.people[duties[role]]}: {role.label}" for role in Role if role in duties]


def _plan(meeting: PlannedMeeting, circle: SharedCircle) -> list[str]:
    title, plan = usual_plan(circle, minutes=meeting.term.minutes)
    times = [_("%s each") % one.each if one.step.kind.is_in_turn else one.together for one in plan.steps]
    steps = [f"- {one.step.title} ({time})" for one, time in zip(plan.steps, times, strict=True)]
    return [_("The plan, unless you choose another one: %s") % title, *steps]


def _offer(meeting: PlannedMeeting, circle: SharedCircle, person: Person, agenda: Sequence[str]) -> None:
    with timezone.override(person.time_zone):
        local = timezone.localtime(meeting.starts_at)
        time = date_format(local, "l H:i")
    page = reverse("rhythm:meeting", args=[circle.number, meeting.pk])
    lines = [
        _("Your circle meets on %(time)s, for %(minutes)s minutes.") % {"time": time, "minutes": meeting.term.minutes},
        "",
        *agenda,
        "",
        _("To read before: %s") % what_to_read(meeting),
        _("Bring one thing that is hard right now."),
        "",
        f"{settings.PUBLIC_URL}{page}",
        "",
    ]
    message = Message(
        meeting.organisation_id,
        Kind.REGULAR,
        key=f"rhythm.agenda:{meeting.pk}:{meeting.starts_at:%Y%m%d%H%M}",
        subject=_("Your circle meets: %s") % time,
        body="\n".join(lines),
        until=meeting.starts_at,
    )
    offer(message, to=Recipient(person.pk, person.email or "", zone=person.time_zone), by=None)
