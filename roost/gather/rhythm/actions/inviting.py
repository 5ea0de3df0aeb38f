"""Keep each one's calendar as the circle planned it: invitations, one update a change, and cancellations.

What was told is compared with what is planned, so that whoever joins or leaves, what moves and what is dropped all take
one path, and a mail that was missed is made up for.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.gather.rhythm.actions.sharing_out import share_out
from roost.gather.rhythm.models import LONGEST_NAME, Invitation, PlannedMeeting, Term
from roost.gather.rhythm.reads.events import event_of
from roost.ground.calendars.engine import Method, write_calendar
from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere
from roost.ground.notify.actions import offer, withdraw
from roost.ground.notify.ports import Kind, Message, Recipient
from roost.ground.notify.reads import sender, untouched
from roost.ground.people.models import Person
from roost.ground.people.reads import names_in

GATHERED = timedelta(minutes=10)
KEPT = timedelta(days=31)
Told = tuple[datetime, int, str]


def keep_calendars() -> None:
    """Tell each one what changed of what they were told; a term that changed within ten minutes waits."""
    now = clock.now()
    with everywhere():
        Invitation.objects.filter(starts_at__lt=now - KEPT).delete()
        terms = Term.objects.filter(changed_at__lte=now - GATHERED).select_related("circle__round")
        for term in terms.filter(meetings__starts_at__gt=now).distinct():
            _keep(term.pk)
        _call_off_lost()


@transaction.atomic
def _keep(number: int) -> None:
    term = Term.objects.select_for_update().get(pk=number)
    share_out(term)
    circle = shared_circle(term.circle)
    meetings = PlannedMeeting.objects.filter(term=term, starts_at__gt=clock.now()).order_by("starts_at")
    told = {(one.meeting, one.person_id): one for one in Invitation.objects.filter(circle=term.circle_id)}
    people = Person.objects.in_bulk(circle.people)
    for meeting in meetings:
        for person in people.values():
            _tell(told.get((meeting.pk, person.pk)), meeting, term, circle, person)
    _call_off(one for one in told.values() if one.person_id not in people)


def _call_off_lost() -> None:
    """Call off what was dropped, and what was planned in circles that are no more."""
    changing = Term.objects.filter(changed_at__gt=clock.now() - GATHERED)
    coming = Invitation.objects.filter(is_cancelled=False, starts_at__gt=clock.now())
    lost = coming.exclude(meeting__in=PlannedMeeting.objects.values("pk"))
    with transaction.atomic():
        _call_off(lost.exclude(circle__in=changing.values("circle")).select_related("person"))


def _tell(found: Invitation | None, meeting: PlannedMeeting, term: Term, circle: SharedCircle, person: Person) -> None:
    name = circle.name[:LONGEST_NAME]
    said: Told = (meeting.starts_at, term.minutes, term.zone)
    if found is not None and not found.is_cancelled and said == (found.starts_at, found.minutes, found.zone):
        if found.name != name:
            # A circle that is called after its people: no mail for that, and no name that outlives its login.
            Invitation.objects.filter(pk=found.pk).update(name=name)
        return
    before = [_key(found)] if found is not None else []
    one = found or Invitation(
        organisation_id=term.organisation_id, person=person, meeting=meeting.pk, circle=term.circle_id, sequence=0
    )
    # What has not gone out yet is replaced, so that who was told nothing begins with the first.
    is_new = found is None or (bool(untouched(person.pk, before)) and found.sequence == 0)
    one.sequence = 0 if is_new else one.sequence + 1
    one.name, (one.starts_at, one.minutes, one.zone) = name, said
    one.is_cancelled, one.told_at = False, clock.now()
    one.save()
    _send(one, person, "REQUEST", before)


def _call_off(invitations: Iterable[Invitation]) -> None:
    for one in invitations:
        if not one.is_cancelled and one.starts_at > clock.now():
            before = _key(one)
            was_waiting = bool(untouched(one.person_id, [before]))
            one.sequence, one.is_cancelled, one.told_at = one.sequence + 1, True, clock.now()
            one.save()
            if was_waiting and one.sequence == 1:
                withdraw(one.person_id, [before])
            else:
                _send(one, one.person, "CANCEL", [before])


def _send(one: Invitation, person: Person, method: Method, before: list[str]) -> None:
    if not person.email:
        return
    with timezone.override(person.time_zone):
        local = timezone.localtime(one.starts_at)
        when = _("%(day)s at %(time)s") % {"day": date_format(local, "l j F Y"), "time": date_format(local, "H:i")}
    name = names_in(one.organisation_id, [person.pk]).get(person.pk, "")
    page = f"{settings.PUBLIC_URL}{reverse('rhythm:term', args=[one.circle])}"
    words = _("Called off: your circle does not meet on %s.") if method == "CANCEL" else _("Your circle meets on %s.")
    subject = _("Called off: your circle") if method == "CANCEL" else _("Your circle meets")
    calendar = write_calendar([event_of(one)], method=method, organizer=sender(), attendee=(name, person.email))
    message = Message(
        one.organisation_id,
        Kind.INVITATION,
        key=_key(one),
        subject=f"{subject}: {when}",
        body="\n".join([words % when, "", _("All dates, and who does what:"), page, ""]),
        until=one.starts_at,
        calendar=calendar.decode(),
    )
    offer(message, to=Recipient(person.pk, person.email, zone=person.time_zone), by=None, instead_of=before)


def _key(one: Invitation) -> str:
    return f"rhythm.meeting:{one.meeting}:{one.sequence}"
