"""Let changes of a meeting wait for each other, and keep them as its next version."""

from __future__ import annotations

from django.utils.translation import gettext as _

from roost.gather.meetings.access import meeting_for
from roost.gather.meetings.engine.events import Event, insist_may
from roost.gather.meetings.engine.meeting import next_state
from roost.gather.meetings.engine.state import State, from_document, to_document
from roost.gather.meetings.models import Arrival, Meeting
from roost.gather.meetings.reads.protocols import parsed
from roost.ground.kit import clock, live
from roost.ground.kit.errors import Conflict, Forbidden, NotFound
from roost.ground.people.models import Person


def hold_meeting(meeting: Meeting, by: Person) -> tuple[Meeting, State]:
    """Give a meeting under way as it is now, held until the transaction ends, and where it stands.

    Raises NotFound for who does not sit in the circle, Conflict once it ended.
    """
    meeting_for(by, meeting.pk)
    found = Meeting.objects.select_for_update().filter(pk=meeting.pk).first()
    if found is None:
        # It was called off while this waited.
        raise NotFound(_("There is no such meeting."))
    if found.ended_at is not None:
        raise Conflict(_("This meeting is over."))
    return found, from_document(found.state)


def insist_present(state: State, person: Person) -> None:
    """Raise Forbidden for who has not affirmed, or has gone."""
    if person.pk not in state.people:
        raise Forbidden(_("Promise confidentiality first, then take part."))


def insist_moderates(state: State, person: Person) -> None:
    """Raise Forbidden for anybody but who moderates."""
    insist_present(state, person)
    if state.moderator != person.pk:
        raise Forbidden(_("Whoever moderates does this. You can take over."))


def let_happen(meeting: Meeting, state: State, event: Event, *, by: Person) -> State:
    """Ask whether somebody may do this, do it, and keep where the meeting stands then."""
    insist_may(state, event, by=by.pk, one_screen=meeting.one_screen)
    new = next_state(parsed(meeting.protocol), state, event, at=int(clock.now().timestamp()))
    if new != state:
        meeting.state = to_document(new)
        meeting.reached = max(meeting.reached, new.step)
        keep(meeting, "state", "reached")
    return new


def note_presented(meeting: Meeting, state: State) -> None:
    """Remember whose topic was talked about; from the step after it nobody goes back to before it was chosen."""
    if state.presenter is not None and parsed(meeting.protocol).steps[state.step].kind.is_of_topic:
        Arrival.objects.filter(meeting=meeting, person=state.presenter).update(presented=True)


def keep(meeting: Meeting, *fields: str) -> None:
    """Save changed fields as the next version, of which every open page hears."""
    meeting.version += 1
    meeting.save(update_fields=[*fields, "version"])
    live.tell()
