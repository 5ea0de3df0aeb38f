"""Which places of a circle and its meetings are open to whom, and what the pages say about them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roost.gather.circles.access import visible_circles
from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.gather.meetings.access import is_inside, open_meeting_in
from roost.gather.meetings.engine.protocols import Kind
from roost.gather.meetings.engine.state import from_document
from roost.gather.meetings.engine.writing import (
    OF_CIRCLE,
    OF_MEETING,
    circle_place,
    keeps_open,
    kept_places,
    step_place,
    steps_open,
)
from roost.gather.meetings.models import Arrival, Meeting, Readers
from roost.gather.meetings.ports import KEPT
from roost.gather.meetings.reads.protocols import parsed
from roost.ground.people.models import Person
from roost.ground.vault.ports import GroupPlace

WORDS = {
    Kind.ROUND: gettext_lazy("An update in writing, if you would rather. The others see it with your turn."),
    Kind.CHOOSE: gettext_lazy("A topic in one line. It stays with your circle until you delete it."),
    Kind.CLARIFY: gettext_lazy("A question, short and open, to which you do not know the answer."),
    Kind.SHARE: gettext_lazy("What you lived through yourself. The others see it with your turn."),
    Kind.PLAY_BACK: gettext_lazy("What whoever told takes along; they alone write here."),
    Kind.COMMIT: gettext_lazy("What you will do, and until when. It stays with your circle until you delete it."),
    Kind.CLOSE: gettext_lazy("One word. The others see it with your turn."),
}


@dataclass(frozen=True)
class Part:
    """A place on a page; `steps` are those of the meeting in which it is written, none where it is open at any time.

    `is_once` says that each writes one text there.
    """

    place: str
    title: str
    words: str
    steps: Sequence[int] = ()
    is_once: bool = False


def parts_of(meeting: Meeting) -> list[Part]:
    """Give the places of a meeting under way, the last step's first, so that the present one stands on top."""
    found: dict[str, Part] = {}
    for number, step in enumerate(parsed(meeting.protocol).steps):
        if step.kind in OF_MEETING:
            place = step_place(meeting.pk, number)
        elif step.kind in OF_CIRCLE:
            place = circle_place(meeting.circle_id, step.kind)
        else:
            continue
        before = found.get(place)
        found[place] = Part(place, step.title, str(WORDS[step.kind]), (*(before.steps if before else ()), number))
    return [*list(found.values())[::-1], *_beside(meeting.circle_id)]


def kept_parts(circle: int) -> list[Part]:
    """Give the places that a circle keeps, for its own page."""
    titles = {Kind.CHOOSE: _("Topics put aside"), Kind.COMMIT: _("What you said you would do")}
    words = {Kind.CHOOSE: WORDS[Kind.CHOOSE], Kind.COMMIT: _("Written in meetings; each of you deletes their own.")}
    own = [Part(circle_place(circle, kind), titles[kind], str(words[kind])) for kind in OF_CIRCLE]
    return [*_beside(circle), *own]


def _beside(circle: int) -> list[Part]:
    return [Part(name, str(one.title), str(one.words), is_once=True) for name, one in KEPT.beside(circle)]


def group_of(circle: int) -> UUID | None:
    """Give the group of the vault in which a circle writes; None before its first meeting."""
    return Readers.objects.filter(circle=circle).values_list("group", flat=True).first()


def groups_of(circles: Collection[int]) -> dict[int, UUID]:
    """Give the groups in which circles write, of those that have one. One query."""
    held = Readers.objects.filter(circle__in=circles).exclude(group=None)
    return {circle: group for circle, group in held.values_list("circle", "group") if group is not None}


def circles_that_write() -> list[SharedCircle]:
    """Give the circles that have a group, to the worker. One query, and two for each circle."""
    held = Readers.objects.exclude(group=None).select_related("circle__round")
    return [shared_circle(one.circle) for one in held]


def may_read_kept(circle: int, person: Person) -> bool:
    """Say whether somebody of a circle may read what it keeps: they promised confidentiality in a meeting of it.

    While it meets, they do so anew first.
    """
    running = open_meeting_in(circle)
    if running is not None:
        return is_inside(running, person)
    return Arrival.objects.filter(meeting__circle=circle, person=person).exclude(meeting__ended_at=None).exists()


def sits_in(group: UUID, person: int) -> bool:
    """Say whether somebody sits in the circle whose group this is; who left it does not. Fills `PADS`."""
    circles = visible_circles(Person(pk=person)).values("pk")
    return Readers.objects.filter(group=group, circle__in=circles).exists()


def places_open(group: UUID, person: int, places: Collection[str]) -> dict[str, bool]:
    """Give the places that somebody may read in now, and whether they may write there. Fills `PADS`."""
    held = Readers.objects.filter(group=group).first()
    if held is None or not sits_in(group, person):
        return {}
    who, circle = Person(pk=person), held.circle_id
    running = open_meeting_in(circle)
    has_promised = is_inside(running, who) if running is not None else may_read_kept(circle, who)
    if running is not None and has_promised:
        opened = _open_in(running, person)
    elif has_promised:
        topics, commitments = kept_places(circle)
        opened = {topics: True, commitments: False}
    else:
        opened = {}
    may_write = has_promised and not (running is not None and running.one_screen)
    opened |= KEPT.open_in(circle, beside=may_write)
    return {place: opened[place] for place in places if place in opened}


def _open_in(meeting: Meeting, person: int) -> dict[str, bool]:
    if meeting.one_screen:
        return {}
    protocol, state = parsed(meeting.protocol), from_document(meeting.state)
    steps = steps_open(protocol, state, reached=meeting.reached, meeting=meeting.pk, person=person)
    return steps | keeps_open(protocol, state, circle=meeting.circle_id)


def places_of_readers(viewer: int, groups: Collection[UUID]) -> dict[UUID, GroupPlace]:
    """Say which circles groups of the vault are, and the way back to their pages. Three queries for each circle."""
    mine = visible_circles(Person(pk=viewer)).values("pk")
    held = Readers.objects.filter(group__in=groups, circle__in=mine).select_related("circle__round")
    return {one.group: _place(one) for one in held if one.group is not None}


def _place(held: Readers) -> GroupPlace:
    name = shared_circle(held.circle).name
    return GroupPlace(
        title=_("Written by %(circle)s") % {"circle": name},
        way_back=reverse("meetings:circle", args=[held.circle_id]),
        way_back_label=name,
    )
