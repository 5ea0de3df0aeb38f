"""One mail the day before, for whoever promised something: that there is something, and none of its words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roost.gather.circles.access import visible_circles
from roost.gather.commitments.engine.days import day_to_remind_of
from roost.gather.commitments.models import Commitment
from roost.gather.commitments.reads import those_there
from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere
from roost.ground.notify.actions import offer
from roost.ground.notify.ports import Kind, Message, Recipient
from roost.ground.people.models import Person


def send_reminders() -> None:
    """Offer one mail to whoever promised something for tomorrow by their own clock, as far as their week has room."""
    now = clock.now()
    with everywhere():
        # Wherever somebody lives, tomorrow is one of these days.
        near = [(now + timedelta(days=days)).date() for days in range(3)]
        found = Commitment.objects.filter(due__in=near, settled_at=None).exclude(person__email=None)
        for person, theirs in _by_person(those_there(found.select_related("person"))).items():
            due = day_to_remind_of(now.astimezone(ZoneInfo(person.time_zone)))
            sits_in = set(visible_circles(person).values_list("pk", flat=True))
            tomorrow = [one for one in theirs if one.due == due and one.circle_id in sits_in]
            if due is not None and tomorrow:
                _offer(person, due, tomorrow)


def _by_person(found: Sequence[Commitment]) -> dict[Person, list[Commitment]]:
    theirs: defaultdict[Person, list[Commitment]] = defaultdict(list)
    for one in found:
        theirs[one.person].append(one)
    return theirs


def _offer(person: Person, due: date, tomorrow: Sequence[Commitment]) -> None:
    pages = [reverse("meetings:circle", args=[number]) for number in dict.fromkeys(one.circle_id for one in tomorrow)]
    day = date_format(due, "l j F")
    said = ngettext(
        "You promised your circle something for tomorrow, %(day)s.",
        "You promised your circle %(many)s things for tomorrow, %(day)s.",
        len(tomorrow),
    )
    lines = [
        said % {"day": day, "many": len(tomorrow)},
        _("What it was is not in this mail; it opens with your key. Whether you do it or let it be, both can be told."),
        "",
        *[f"{settings.PUBLIC_URL}{page}#commitments" for page in pages],
        "",
    ]
    message = Message(
        tomorrow[0].organisation_id,
        Kind.REGULAR,
        key=f"commitments.due:{due:%Y%m%d}",
        subject=_("You promised your circle something for %s") % day,
        body="\n".join(lines),
        until=datetime.combine(due, time.min, ZoneInfo(person.time_zone)).astimezone(UTC),
    )
    offer(message, to=Recipient(person.pk, person.email or "", zone=person.time_zone), by=None)
