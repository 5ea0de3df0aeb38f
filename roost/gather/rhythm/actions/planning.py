"""Plan a circle's term and change its dates. What is past stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from roost.gather.circles.access import circle_for
from roost.gather.circles.reads import SharedCircle
from roost.gather.meetings.engine.planning import LENGTHS
from roost.gather.rhythm.actions.holding import changed_meanwhile, hold_term, note_change
from roost.gather.rhythm.actions.sharing_out import share_out
from roost.gather.rhythm.actions.verbs import tell_planned
from roost.gather.rhythm.engine.dates import FARTHEST, FEWEST, MOST, MOST_WEEKS, part_of
from roost.gather.rhythm.models import PlannedMeeting, Term
from roost.gather.rhythm.reads.readings import reading_for
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError
from roost.ground.kit.zones import is_zone
from roost.ground.people.models import Person


@transaction.atomic
def plan_term(
    circle: SharedCircle, *, by: Person, version: int, starts: Sequence[datetime], every: int, minutes: int, zone: str
) -> Term:
    """Plan a circle's term at these moments, or plan the rest of it anew: meetings to come move, so that calendars do.

    `version` is that of the term as it was seen, 0 for none. Raises NotFound for who does not sit in the circle,
    Conflict where somebody planned meanwhile, InputError for dates, lengths, zones or pauses that cannot be.
    """
    circle_for(by, circle.number)
    _check(starts, every, minutes, zone)
    told = {"organisation_id": circle.organisation, "every": every, "minutes": minutes, "zone": zone}
    told |= {"changed_by": by, "changed_at": clock.now()}
    term, is_new = Term.objects.select_for_update().get_or_create(circle_id=circle.number, defaults=told)
    if term.version != version and not (is_new and version == 0):
        raise changed_meanwhile()
    if not is_new:
        if not _planned_in(term).filter(starts_at__gte=clock.now()).exists():
            term.arc_since = clock.now()
        term.every, term.minutes, term.zone = every, minutes, zone
        note_change(term, by)
    _lay(term, sorted(set(starts)))
    _follow(term)
    return term


@transaction.atomic
def move_date(meeting: PlannedMeeting, *, by: Person, version: int, starts_at: datetime) -> None:
    """Move a meeting to another moment to come; raises Conflict for one that is past or where another is already."""
    term = hold_term(meeting.term.circle_id, by, version)
    meeting = _to_come(meeting)
    _check_moments([starts_at])
    if PlannedMeeting.objects.filter(term=term, starts_at=starts_at).exclude(pk=meeting.pk).exists():
        raise Conflict(_("You meet at that time already."))
    if meeting.starts_at == starts_at:
        return
    meeting.starts_at = starts_at
    meeting.save(update_fields=["starts_at"])
    note_change(term, by)
    spread_arc(term)
    tell_planned(term.organisation_id, term.circle_id)


@transaction.atomic
def drop_date(meeting: PlannedMeeting, *, by: Person, version: int) -> None:
    """Drop a meeting to come."""
    term = hold_term(meeting.term.circle_id, by, version)
    _to_come(meeting).delete()
    note_change(term, by)
    _follow(term)


@transaction.atomic
def add_date(circle: int, *, by: Person, version: int, starts_at: datetime) -> PlannedMeeting:
    """Add a meeting to a term; raises InputError for one too many, Conflict where one is at that time already."""
    term = hold_term(circle, by, version)
    _check_moments([starts_at])
    to_come = PlannedMeeting.objects.filter(term=term, starts_at__gte=clock.now())
    if to_come.count() >= MOST:
        raise InputError(_("A term has at most %s meetings to come. Drop one first.") % MOST)
    if to_come.filter(starts_at=starts_at).exists():
        raise Conflict(_("You meet at that time already."))
    made = PlannedMeeting.objects.create(organisation_id=term.organisation_id, term=term, starts_at=starts_at)
    note_change(term, by)
    _follow(term)
    return made


@transaction.atomic
def choose_reading(meeting: PlannedMeeting, *, by: Person, version: int, reading: str, link: str) -> None:
    """Choose what is read for a meeting to come: a link where there is one, else one of those that ship with Roost."""
    term = hold_term(meeting.term.circle_id, by, version)
    meeting = _to_come(meeting)
    meeting.reading, meeting.link, meeting.is_chosen = ("" if link else reading_for(reading).key), link, True
    meeting.save(update_fields=["reading", "link", "is_chosen"])
    note_change(term, by)


def spread_arc(term: Term) -> None:
    """Spread the arc over a term's meetings in their order, with a reading each; what was chosen or is past stays."""
    now, seen = clock.now(), dict[str, int]()
    meetings = list(_planned_in(term).order_by("starts_at"))
    for number, one in enumerate(meetings):
        part = part_of(number, len(meetings))
        turn = seen.get(part, 0)
        seen[part] = turn + 1
        if one.starts_at >= now:
            one.part = part
            one.reading = one.reading if one.is_chosen else reading_for(part, turn).key
    PlannedMeeting.objects.bulk_update(meetings, ["part", "reading"])


def _planned_in(term: Term) -> QuerySet[PlannedMeeting]:
    """Give a term's meetings, past and to come, without those of a former term of the circle."""
    found = PlannedMeeting.objects.filter(term=term)
    return found.filter(starts_at__gte=term.arc_since) if term.arc_since else found


def _lay(term: Term, starts: Sequence[datetime]) -> None:
    """Move the meetings to come to these moments one by one; add or drop where there are too few or too many."""
    old = list(PlannedMeeting.objects.filter(term=term, starts_at__gte=clock.now()).order_by("starts_at"))
    kept = old[: len(starts)]
    PlannedMeeting.objects.filter(pk__in=[one.pk for one in old[len(starts) :]]).delete()
    for number, one in enumerate(kept):
        # Out of the way first, because two meetings may not be at one moment even while they move.
        PlannedMeeting.objects.filter(pk=one.pk).update(starts_at=starts[-1] + timedelta(days=3650, minutes=number))
    for one, moment in zip(kept, starts, strict=False):
        PlannedMeeting.objects.filter(pk=one.pk).update(starts_at=moment)
    PlannedMeeting.objects.bulk_create(
        PlannedMeeting(organisation_id=term.organisation_id, term=term, starts_at=moment)
        for moment in starts[len(kept) :]
    )


def _follow(term: Term) -> None:
    spread_arc(term)
    share_out(term)
    tell_planned(term.organisation_id, term.circle_id)


def _to_come(meeting: PlannedMeeting) -> PlannedMeeting:
    found = PlannedMeeting.objects.filter(pk=meeting.pk, starts_at__gte=clock.now()).first()
    if found is None:
        raise Conflict(_("This meeting is past, or it was dropped."))
    return found


def _check(starts: Sequence[datetime], every: int, minutes: int, zone: str) -> None:
    if not FEWEST <= len(set(starts)) <= MOST:
        raise InputError(_("A term has %(fewest)s to %(most)s meetings.") % {"fewest": FEWEST, "most": MOST})
    if not 1 <= every <= MOST_WEEKS or minutes not in LENGTHS or not is_zone(zone):
        raise InputError(_("Choose how often, how long and by whose clock from what is on offer."))
    _check_moments(starts)


def _check_moments(starts: Sequence[datetime]) -> None:
    now = clock.now()
    if min(starts) <= now or max(starts) > now + FARTHEST:
        raise InputError(_("Choose a day to come, within two years."))
