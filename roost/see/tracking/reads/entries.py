"""A person's entries: what was entered, by whom, and whether it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from roost.ground.people.models import Person, TeamMembership
from roost.see.tracking.access import visible_entries
from roost.see.tracking.engine import Rules, Window, local_day
from roost.see.tracking.models import Closing, Entry, Program
from roost.see.tracking.reads.words import label_of

MOST_ENTRIES = 100
# An offset in the text and the program's zone can move an entry by less than this from the day that is written.
FARTHEST_DAYS = 2


@dataclass(frozen=True)
class EntryLine:
    """One score as it was entered, and whether it counts."""

    key: str
    person: int | None
    metric: str
    value: int
    day: date
    recorded_at: datetime
    recorded_by: str
    status: str
    counts: bool
    may_take_back: bool


def entry_line(program: Program, rules: Rules, entry: Entry) -> EntryLine:
    """Say what an entry is. Five queries at most."""
    (line,) = _lines(program, rules, [entry])
    return line


def newest_entries(
    program: Program, rules: Rules, person: Person, viewer: Person, window: Window, closing: Closing | None = None
) -> tuple[tuple[EntryLine, ...], int]:
    """Give the newest entries of a person in a window, and how many earlier ones there are. Six queries.

    They count or not by `rules`; with `closing`, whose rules these are then, as they did when the period was closed.
    """
    entries = visible_entries(viewer, program).filter(person=person)
    inside = _inside(entries, window, rules)
    shown = inside.select_related("metric", "recorded_by").order_by("-occurred", "-recorded_at", "-pk")[:MOST_ENTRIES]
    lines = sorted(
        _lines(program, rules, list(shown), closing), key=lambda line: (line.day, line.recorded_at), reverse=True
    )
    return tuple(lines), inside.count() - len(lines)


def _inside(entries: QuerySet[Entry], window: Window, rules: Rules) -> QuerySet[Entry]:
    """Narrow entries to a window by their text; near its ends, where the text may mislead, each is looked at."""
    near, sure = spelled_within(window), spelled_within(window, FARTHEST_DAYS)
    if not near:
        return entries
    doubtful = entries.filter(near).exclude(sure).values_list("pk", "occurred")
    found = [pk for pk, occurred in doubtful if _covers(window, local_day(occurred, rules.zone))]
    return entries.filter(sure | Q(pk__in=found))


def spelled_within(window: Window, inside: int = -FARTHEST_DAYS) -> Q:
    """Narrow entries to those whose text lies so many days inside a window; less than none is outside."""
    within = Q()
    if window.starts is not None:
        within &= Q(occurred__gte=_moved(window.starts, inside))
    if window.ends is not None:
        within &= Q(occurred__lt=_moved(window.ends, -inside))
    return within


def near(day: date) -> Q:
    """Narrow entries to those whose text may mean this day."""
    return Q(occurred__gte=_moved(day, -FARTHEST_DAYS), occurred__lt=_moved(day, FARTHEST_DAYS + 1))


def _moved(day: date, days: int) -> str:
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal())).isoformat()


def _covers(window: Window, day: date) -> bool:
    return window.first_day <= day.toordinal() < window.end_day


def _lines(program: Program, rules: Rules, entries: Sequence[Entry], closing: Closing | None = None) -> list[EntryLine]:
    people = {entry.person_id for entry in entries}
    reversals = Entry.objects.filter(program=program, reverses__in=[entry.key for entry in entries])
    taken_back = dict(reversals.order_by("-pk").values_list("reverses", "pk"))
    stays = list(TeamMembership.objects.filter(organisation=program.organisation_id, person__in=people))
    closings = list(Closing.objects.filter(program=program))
    labels = {metric.key: label_of(metric) for metric in rules.metrics}
    lines = []
    for entry in entries:
        day = local_day(entry.occurred, rules.zone)
        in_team = program.is_private or any(
            stay.starts_on <= day and (stay.ends_on is None or day < stay.ends_on) for stay in stays
        )
        is_late = any(one.starts_on <= day < one.ends_on and entry.pk > one.upto for one in closings)
        status, counts = (
            _status(entry, entry.key in taken_back, in_team or program.is_private, is_late, labels)
            if closing is None
            else _status_at(closing, entry, taken_back.get(entry.key), in_team, labels)
        )
        lines.append(
            EntryLine(
                key=entry.key,
                person=entry.person_id,
                metric=labels.get(entry.metric.key, entry.metric.key) if entry.metric else "",
                value=entry.value or 0,
                day=day,
                recorded_at=entry.recorded_at,
                recorded_by=str(entry.recorded_by or ""),
                status=status,
                counts=counts,
                may_take_back=entry.key not in taken_back,
            )
        )
    return lines


def _status_at(
    closing: Closing, entry: Entry, taken_back: int | None, in_team: bool, labels: dict[str, str]
) -> tuple[str, bool]:
    if entry.pk > closing.upto:
        return _("came after the closing"), False
    was_taken_back = taken_back is not None and taken_back <= closing.upto
    status, counts = _status(entry, was_taken_back, in_team, False, labels)
    return (_("counted; taken back after the closing"), True) if counts and taken_back else (status, counts)


def _status(
    entry: Entry, is_taken_back: bool, in_team: bool, is_late: bool, labels: dict[str, str]
) -> tuple[str, bool]:
    if is_taken_back:
        return _("taken back"), False
    if entry.metric is None or entry.metric.key not in labels:
        return _("no longer scored"), False
    if not in_team:
        return _("in no team on that day"), False
    return _("counts, after the closing") if is_late else _("counts"), True
