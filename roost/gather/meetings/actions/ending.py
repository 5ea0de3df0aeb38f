"""Say what a meeting was worth, and end it: numbers remain, and who came."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from roost.gather.circles.reads import shared_circle
from roost.gather.meetings.actions.holding import (
    hold_meeting,
    insist_moderates,
    insist_present,
    keep,
    note_presented,
)
from roost.gather.meetings.actions.reading import forget_texts
from roost.gather.meetings.actions.verbs import MET, tell
from roost.gather.meetings.engine.guests import guests_in
from roost.gather.meetings.engine.protocols import Kind
from roost.gather.meetings.engine.rating import LEAST_RATING, MOST_RATING, mean_told
from roost.gather.meetings.engine.state import State, from_document
from roost.gather.meetings.models import Arrival, Meeting, Rating, Weight
from roost.gather.meetings.reads.protocols import parsed
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.people.models import Person

BOUNDS = {"least": LEAST_RATING, "most": MOST_RATING}
LONGEST = timedelta(hours=12)


@transaction.atomic
def rate_meeting(meeting: Meeting, *, by: Person, value: int, room: int) -> None:
    """Say what the meeting was worth and how much room there was for one, 1 to 10; said again, the last counts.

    Raises Conflict before the last step, and on one screen for all, where everybody would see it.
    """
    meeting, state = hold_meeting(meeting, by)
    insist_present(state, by)
    if parsed(meeting.protocol).steps[state.step].kind is not Kind.CLOSE or meeting.one_screen:
        raise Conflict(_("Ratings are given at the end, each on their own screen."))
    if not all(LEAST_RATING <= one <= MOST_RATING for one in (value, room)):
        raise InputError(_("Choose a number from %(least)s to %(most)s.") % BOUNDS)
    told = {"value": value, "room": room, "organisation_id": meeting.organisation_id}
    Rating.objects.update_or_create(meeting=meeting, person=by, defaults=told)
    # How many have rated is shown to all.
    keep(meeting)


@transaction.atomic
def end_meeting(meeting: Meeting, *, by: Person, move: int) -> bool:
    """End a meeting that has begun, wherever it stands; False where it moved on since the `move` that `by` saw.

    Raises Forbidden for anybody but the moderator.
    """
    meeting, state = hold_meeting(meeting, by)
    insist_moderates(state, by)
    if not state.step:
        raise Conflict(_("The meeting has not begun, so it can only be called off."))
    if move != state.move:
        return False
    _conclude(meeting, state, met_at=clock.now())
    return True


def end_forgotten_meetings() -> None:
    """End what nobody ended within twelve hours of its beginning; what never began is called off after as many."""
    with everywhere():
        running = Meeting.objects.filter(ended_at=None).annotate(since=Coalesce("began_at", "opened_at"))
        old = running.filter(since__lte=clock.now() - LONGEST)
        forgotten = list(old.values_list("pk", "organisation"))
    for number, organisation in forgotten:
        with touching(organisation), transaction.atomic():
            meeting = Meeting.objects.select_for_update().filter(pk=number, ended_at=None).first()
            if meeting is not None and meeting.began_at is None:
                meeting.delete()
            elif meeting is not None:
                # As far as anybody knows they were together for as long as they meant to.
                over = (meeting.began_at or meeting.opened_at) + timedelta(minutes=meeting.minutes)
                _conclude(meeting, from_document(meeting.state), met_at=over, lapsed=True)


def _conclude(meeting: Meeting, state: State, *, met_at: datetime, lapsed: bool = False) -> None:
    """Keep numbers, and forget where the meeting stood, what was written in it, what topics weighed, who rated what."""
    note_presented(meeting, state)
    given = Rating.objects.filter(meeting=meeting)
    values = list(given.values_list("value", "room"))
    meeting.ratings = len(values)
    meeting.mean, meeting.room = (mean_told([one[which] for one in values]) for which in (0, 1))
    given.delete()
    Weight.objects.filter(meeting=meeting).delete()
    meeting.came = Arrival.objects.filter(meeting=meeting).count() + len(guests_in(state))
    circle = shared_circle(meeting.circle)
    # Who is not in Roost is counted in on one screen alone.
    meeting.sat = circle.size if meeting.one_screen else len(circle.people)
    meeting.state, meeting.ended_at, meeting.lapsed = {}, clock.now(), lapsed
    keep(meeting, "state", "ended_at", "lapsed", "came", "sat", "ratings", "mean", "room")
    forget_texts(meeting)
    tell(MET, meeting, quantity=meeting.came, at=met_at)
