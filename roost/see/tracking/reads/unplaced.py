"""The entries that a board counts for no team, one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from roost.ground.kit import clock
from roost.ground.people.reads import names_in
from roost.ground.ui.frame import Link
from roost.see.tracking.engine import UnplacedDay, local_day
from roost.see.tracking.models import Entry, Program
from roost.see.tracking.reads.entries import near
from roost.see.tracking.reads.running import Reader
from roost.see.tracking.reads.windows import Shown, shown_window, window_links
from roost.see.tracking.reads.words import label_of

PER_PAGE = 100


@dataclass(frozen=True)
class UnplacedLine:
    """A score of a day on which the person was in no team; `url` leads to the person's line."""

    person: str
    metric: str
    value: int
    day: date
    url: str


@dataclass(frozen=True)
class UnplacedPage:
    """A page of the entries that belong to no team; `count` is that of all pages, as the board tells it."""

    program: Program
    shown: Shown
    windows: tuple[Link, ...]
    page: Page[int]
    lines: tuple[UnplacedLine, ...]
    count: int
    board_url: str


def unplaced_page(program: Program, *, window: str = "", page: str = "") -> UnplacedPage:
    """Give the entries of a window that belong to no team, the newest first. Six queries."""
    reader = Reader(program)
    shown = shown_window(window, reader.rules, clock.today(reader.rules.time_zone))
    count = reader.unplaced(shown.window)
    places = Paginator(range(count), PER_PAGE).get_page(page)
    return UnplacedPage(
        program=program,
        shown=shown,
        windows=window_links(reverse("tracking:unplaced", args=[program.pk]), shown, reader.rules, {}),
        page=places,
        lines=_lines(reader, shown, places[0], places[-1] + 1) if count else (),
        count=count,
        board_url=f"{reverse('tracking:board', args=[program.pk])}?window={shown.window.name}",
    )


def _lines(reader: Reader, shown: Shown, first: int, end: int) -> tuple[UnplacedLine, ...]:
    program, days = reader.program, reader.unplaced_days(shown.window, first, end)
    if not days:
        return ()  # they found a team in between
    before = days[0].before
    entries = _entries_of(reader, days)[first - before : end - before]
    names = names_in(program.organisation_id, {entry.person_id for entry, _day in entries if entry.person_id})
    labels = {metric.key: label_of(metric) for metric in reader.rules.metrics}
    return tuple(
        UnplacedLine(
            person=names.get(entry.person_id, ""),
            metric=labels.get(entry.metric.key, entry.metric.key),
            value=entry.value,
            day=day,
            url=f"{reverse('tracking:line', args=[program.pk, entry.person_id])}?window={shown.window.name}",
        )
        for entry, day in entries
        if entry.metric is not None and entry.value is not None and entry.person_id is not None
    )


def _entries_of(reader: Reader, days: Sequence[UnplacedDay]) -> list[tuple[Entry, date]]:
    """Give the entries of these days that are not taken back, in the order of the days, and their local days."""
    places = {(one.person, one.day): place for place, one in enumerate(days)}
    close = reduce(or_, (Q(person=one.person) & near(date.fromordinal(one.day)) for one in days))
    taken_back = Exists(Entry.objects.filter(program=OuterRef("program"), reverses=OuterRef("key")))
    scores = Entry.objects.filter(close, ~taken_back, program=reader.program, reverses=None).select_related("metric")
    found = [(entry, local_day(entry.occurred, reader.rules.zone)) for entry in scores.order_by("-recorded_at", "-pk")]
    kept = [(entry, day) for entry, day in found if (entry.person_id, day.toordinal()) in places]
    return sorted(kept, key=lambda one: places[one[0].person_id, one[1].toordinal()])
