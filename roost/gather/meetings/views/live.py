"""A meeting sent to every open page of it, made once for all."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from roost.gather.meetings.access import is_inside, meeting_for
from roost.gather.meetings.models import Meeting
from roost.gather.meetings.reads import group_of, groups_of, stage_of
from roost.ground.kit import clock
from roost.ground.kit.errors import NotFound
from roost.ground.kit.live import Frame, snapshot, stream
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.people.access import organisations_of, person_of_session
from roost.ground.vault.reads import mark_of, marks_of


@require_safe
def meeting_stream(request: HttpRequest, number: int) -> StreamingHttpResponse:
    """Send the stage of a meeting, and again whenever it changes."""
    found = _inside(request, number)
    may_stay = partial(_may_stay, request.session, found.pk)
    return stream(f"meeting:{found.pk}", Frames(found), who=request.user.pk, may_stay=may_stay, marks=meeting_marks)


@require_safe
def latest(request: HttpRequest, number: int) -> HttpResponse:
    """Give the stage of a meeting once, for pages whose stream is down."""
    return snapshot(request, Frames(_inside(request, number)))


def meeting_marks(topics: Collection[str]) -> dict[str, str]:
    """Say of meetings under way which of them changed, or were written in, since last time. Four queries for all."""
    with everywhere():
        running = Meeting.objects.filter(pk__in=[topic.partition(":")[2] for topic in topics], ended_at=None)
        found = list(running.values_list("pk", "version", "circle"))
        groups = groups_of([circle for _pk, _version, circle in found])
        marks = marks_of(groups.values())
    written = {circle: marks.get(group, "") for circle, group in groups.items()}
    return {f"meeting:{pk}": f"{version}.{written.get(circle, '')}" for pk, version, circle in found}


class Frames:
    """Make a meeting's frames: three small queries as long as nothing changed or was written in it."""

    def __init__(self, meeting: Meeting) -> None:
        self.number, self.organisation = meeting.pk, meeting.organisation_id
        self.group = group_of(meeting.circle_id)
        self.known, self.frame = "", Frame("", "")

    def __call__(self) -> Frame:
        with touching(self.organisation):
            running = Meeting.objects.filter(pk=self.number, ended_at=None)
            version = running.values_list("version", flat=True).first()
            if version is None:
                raise NotFound(_("This meeting is over."))
            mark = mark_of(self.group) if self.group is not None else ""
            known = f"{version}.{mark}"
            if known != self.known:
                self.frame = _frame(running.get(), known)
                self.known = known
        return self.frame


def _frame(meeting: Meeting, mark: str) -> Frame:
    stage = stage_of(meeting)
    html = render_to_string("meetings/stage.html", {"stage": stage})
    told = {"version": meeting.version, "html": html, "said": stage.said, "mark": mark}
    return Frame.of(told | stage.turns | stage.clock)


def _inside(request: HttpRequest, number: int) -> Meeting:
    found = meeting_for(request.user, number)
    if found.ended_at is not None or not is_inside(found, request.user):
        raise NotFound(_("Promise confidentiality first, then take part."))
    return found


def _may_stay(session: SessionBase, number: int) -> bool:
    """Say whether whoever looks on is signed in still, sits in the circle and has not gone."""
    person = person_of_session(session)
    if person is None:
        return False
    with touching(*organisations_of(person, clock.today(person.time_zone))):
        return is_inside(meeting_for(person, number), person)
