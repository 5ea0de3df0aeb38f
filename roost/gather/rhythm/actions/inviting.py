"""Keep each one's calendar as the circle planned it: invitations, one update a change, and cancellations.

What was told is compared with what is planned, so that whoever joins or leaves, what moves and what is dropped all take
one path, and what the worker missed is made up for.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roost.gather.circles.access import visible_circles
from roost.gather.circles.reads import SharedCircle, shared_circle, shared_circles
from roost.gather.rhythm.actions.sharing_out import share_out
from roost.gather.rhythm.actions.trying import each
from roost.gather.rhythm.models import LONGEST_NAME, Invitation, PlannedMeeting, Term
from roost.gather.rhythm.reads.events import event_of
from roost.ground.calendars.engine import Method, is_address, write_calendar
from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere
from roost.ground.notify.actions import offer, withdraw
from roost.ground.notify.ports import Kind, Message, Recipient
from roost.ground.notify.reads import sender, untouched
from roost.ground.people.models import Person
from roost.ground.people.reads import names_in

GATHERED = timedelta(minutes=10)
# Who waited for more changes to what begins so soon would tell of it once it has begun.
SOON = timedelta(minutes=20)
KEPT = timedelta(days=31)
Told = tuple[datetime, int, str]
Words = tuple[Promise, Promise]
"""A subject, and the sentence that a mail begins with."""

INVITED: Words = (gettext_lazy("Your circle meets: %s"), gettext_lazy("Your circle meets on %s."))
MOVED: Words = (gettext_lazy("Changed: your circle meets %s"), gettext_lazy("This changed: your circle meets on %s."))
DROPPED: Words = (
    gettext_lazy("Called off: your circle, %s"),
    gettext_lazy("Called off: your circle does not meet on %s."),
)
LEFT: Words = (
    gettext_lazy("Out of your calendar: your circle, %s"),
    gettext_lazy("You do not sit in this circle any more, so your calendar lets go of %s."),
)


def keep_calendars() -> None:
    """Tell each one what changed of what they were told.

    A term that changed within ten minutes waits for more, unless something begins soon that was told or planned.
    """
    now = clock.now()
    with everywhere():
        Invitation.objects.filter(starts_at__lt=now - KEPT).delete()
        each(_changed(now), _keep)
        each(_lost(now), _call_off)


def _ready(now: datetime) -> QuerySet[Term]:
    begins = {"starts_at__gt": now, "starts_at__lte": now + SOON}
    told = Invitation.objects.filter(circle=OuterRef("circle_id"), is_cancelled=False, **begins)
    planned = PlannedMeeting.objects.filter(term=OuterRef("pk"), **begins)
    return Term.objects.filter(Q(changed_at__lte=now - GATHERED) | Exists(told) | Exists(planned))


def _changed(now: datetime) -> list[Term]:
    """Give the terms that are not in line: that changed, or whose circle has others in it or is called otherwise."""
    to_come = PlannedMeeting.objects.filter(term=OuterRef("pk"), starts_at__gt=now)
    terms = list(_ready(now).filter(Exists(to_come)).select_related("circle__round"))
    circles = shared_circles([one.circle for one in terms])
    return [one for one in terms if one.kept != _mark(one, circles[one.circle_id])]


def _mark(term: Term, circle: SharedCircle) -> str:
    return sha256(json.dumps([term.version, circle.name, sorted(circle.people)]).encode()).hexdigest()


def _keep(changed: Term) -> None:
    # Somebody may be at it again, or have ended the circle.
    term = _ready(clock.now()).select_for_update(of=("self",)).filter(pk=changed.pk).first()
    if term is None:
        return
    share_out(term)
    circle = shared_circle(term.circle)
    told = {(one.meeting, one.person_id): one for one in Invitation.objects.filter(circle=term.circle_id)}
    people = Person.objects.in_bulk(circle.people)
    for meeting in PlannedMeeting.objects.filter(term=term, starts_at__gt=clock.now()).order_by("starts_at"):
        for person in people.values():
            _tell(told.get((meeting.pk, person.pk)), meeting, term, circle, person)
    for one in told.values():
        if one.person_id not in people:
            _call_off(one)
    term.kept = _mark(term, circle)
    term.save(update_fields=["kept"])


def _lost(now: datetime) -> QuerySet[Invitation]:
    """Give what was told and is dropped, or was planned in circles that are no more."""
    planned = PlannedMeeting.objects.filter(pk=OuterRef("meeting"))
    coming = Invitation.objects.filter(is_cancelled=False, starts_at__gt=now).exclude(Exists(planned))
    return coming.exclude(circle__in=Term.objects.exclude(pk__in=_ready(now).values("pk")).values("circle"))


def _tell(found: Invitation | None, meeting: PlannedMeeting, term: Term, circle: SharedCircle, person: Person) -> None:
    name = circle.name[:LONGEST_NAME]
    said: Told = (meeting.starts_at, term.minutes, term.zone)
    if found is not None and not found.is_cancelled and said == (found.starts_at, found.minutes, found.zone):
        if found.name != name:
            # A circle that is called after its people: no mail for that, and no name that outlives its login.
            Invitation.objects.filter(pk=found.pk).update(name=name, told_at=clock.now())
        return
    before = [_key(found)] if found is not None else []
    one = found or Invitation(
        organisation_id=term.organisation_id, person=person, meeting=meeting.pk, circle=term.circle_id, sequence=0
    )
    # What has not gone out yet is replaced, so that who was told nothing begins with the first.
    is_new = found is None or (bool(untouched(person.pk, before)) and found.sequence == 0)
    words = INVITED if is_new or one.is_cancelled else MOVED
    one.sequence = 0 if is_new else one.sequence + 1
    one.name, (one.starts_at, one.minutes, one.zone) = name, said
    one.is_cancelled, one.told_at = False, clock.now()
    one.save()
    _send(one, "REQUEST", words, before)


def _call_off(invitation: Invitation) -> None:
    one = Invitation.objects.select_for_update().filter(pk=invitation.pk, is_cancelled=False).first()
    if one is None or one.starts_at <= clock.now():
        return
    before = _key(one)
    was_waiting = bool(untouched(one.person_id, [before]))
    one.sequence, one.is_cancelled, one.told_at = one.sequence + 1, True, clock.now()
    one.save()
    if was_waiting and one.sequence == 1:
        withdraw(one.person_id, [before])
    else:
        sits = visible_circles(one.person).filter(pk=one.circle).exists()
        _send(one, "CANCEL", DROPPED if sits else LEFT, [before])


def _send(one: Invitation, method: Method, words: Words, before: list[str]) -> None:
    person, address = one.person, one.person.email or ""
    if not is_address(address):
        return
    with timezone.override(person.time_zone):
        local = timezone.localtime(one.starts_at)
        when = _("%(day)s at %(time)s") % {"day": date_format(local, "l j F Y"), "time": date_format(local, "H:i")}
    name = names_in(one.organisation_id, [person.pk]).get(person.pk, "")
    subject, sentence = (str(text) % when for text in words)
    page = f"{settings.PUBLIC_URL}{reverse('rhythm:term', args=[one.circle])}"
    # Who sits there no more would find no page.
    more = [] if words is LEFT else [_("All dates, and who does what:"), page, ""]
    calendar = write_calendar([event_of(one)], method=method, organizer=sender(), attendee=(name, address))
    message = Message(
        one.organisation_id,
        Kind.INVITATION,
        key=_key(one),
        subject=subject,
        body="\n".join([sentence, "", *more]),
        until=one.starts_at,
        calendar=calendar.decode(),
    )
    offer(message, to=Recipient(person.pk, address, zone=person.time_zone), by=None, instead_of=before)


def _key(one: Invitation) -> str:
    return f"rhythm.meeting:{one.meeting}:{one.sequence}"
