"""Open a meeting, come in, and call it off again."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from roost.gather.circles.access import circle_for
from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.gather.meetings.actions.holding import hold_meeting, insist_moderates, insist_present, let_happen
from roost.gather.meetings.actions.reading import begin_anew, keep_readers
from roost.gather.meetings.engine.events import Come, TakeOver
from roost.gather.meetings.engine.guests import guests_in, next_guest
from roost.gather.meetings.engine.planning import LENGTHS
from roost.gather.meetings.engine.state import State, to_document
from roost.gather.meetings.models import Arrival, Meeting
from roost.gather.meetings.ports import ONLY, ROTA
from roost.gather.meetings.reads.protocols import text_of
from roost.ground.kit import clock, live
from roost.ground.kit.errors import Conflict, Forbidden, InputError
from roost.ground.people.models import Person


@transaction.atomic
def open_meeting(circle: SharedCircle, *, by: Person, protocol: str, minutes: int, one_screen: bool = False) -> Meeting:
    """Open a meeting of a circle that `by` sits in; where one is under way already, give that.

    Raises NotFound for anybody else and for an unknown protocol, InputError for another length than those on offer,
    Conflict for another protocol than the one by which the circle may meet (`ports.ONLY`).
    """
    circle_for(by, circle.number)
    if minutes not in LENGTHS:
        raise InputError(_("Choose one of these lengths, in minutes: %s.") % ", ".join(map(str, LENGTHS)))
    if ONLY.of(circle.number) not in (None, protocol):
        raise Conflict(_("Your circle pauses until you have talked, so it can only meet for that talk now."))
    told = {
        "organisation_id": circle.organisation,
        "protocol": text_of(protocol, circle.number),
        "minutes": minutes,
        "one_screen": one_screen,
        "state": to_document(State(moderator=by.pk, minutes=minutes)),
        "opened_by": by,
        "opened_at": clock.now(),
    }
    # Of two who open one at once, the second finds what the first opened.
    meeting, is_new = Meeting.objects.get_or_create(circle_id=circle.number, ended_at=None, defaults=told)
    if is_new:
        begin_anew(circle)
        keep_readers(circle, by=by)
        live.tell()
    return meeting


@transaction.atomic
def come_in(meeting: Meeting, *, by: Person) -> None:
    """Affirm confidentiality for oneself and take part; twice changes nothing, and who had gone is back."""
    meeting, state = hold_meeting(meeting, by)
    is_first = _note_arrival(meeting, by.pk, aloud=False)
    let_happen(meeting, state, Come(by.pk), by=by)
    if is_first and state.step == 0 and state.moderator == meeting.opened_by_id != by.pk:
        _follow_rota(meeting, by)


@transaction.atomic
def note_present(meeting: Meeting, *, by: Person, person: int) -> None:
    """Tick, on the one screen for all, somebody of the circle who affirmed aloud.

    Raises Forbidden for anybody but the moderator of such a meeting, InputError for who is not of the circle.
    """
    meeting, state = _hold_for_all(meeting, by)
    if person not in shared_circle(circle_for(by, meeting.circle_id)).people:
        raise InputError(_("They do not sit in this circle."))
    _note_arrival(meeting, person, aloud=True)
    let_happen(meeting, state, Come(person), by=by)


@transaction.atomic
def count_guest_in(meeting: Meeting, *, by: Person) -> None:
    """Count in, on the one screen for all, somebody of the circle who is not in Roost, so that they have turns.

    Raises Forbidden as `note_present` does, Conflict where all of them are here.
    """
    meeting, state = _hold_for_all(meeting, by)
    if len(guests_in(state)) >= shared_circle(circle_for(by, meeting.circle_id)).unknown:
        raise Conflict(_("All of your circle who are not in Roost are here."))
    let_happen(meeting, state, Come(next_guest(state)), by=by)


@transaction.atomic
def call_off(meeting: Meeting, *, by: Person) -> None:
    """Call a meeting off before it begins, so that nothing of it remains; raises Conflict once it has begun."""
    meeting, state = hold_meeting(meeting, by)
    insist_moderates(state, by)
    if state.step:
        raise Conflict(_("The meeting has begun, so it can only be ended."))
    meeting.delete()
    live.tell()


def _hold_for_all(meeting: Meeting, by: Person) -> tuple[Meeting, State]:
    meeting, state = hold_meeting(meeting, by)
    insist_present(state, by)
    if not meeting.one_screen or state.moderator != by.pk:
        raise Forbidden(_("Each comes in on their own screen."))
    return meeting, state


def _follow_rota(meeting: Meeting, by: Person) -> None:
    """Let who moderates by the rota do so once they come in before it began; whoever took over by hand stays."""
    if ROTA.moderator(meeting.circle_id, meeting.opened_at) == by.pk:
        meeting, state = hold_meeting(meeting, by)
        let_happen(meeting, state, TakeOver(by.pk), by=by)


def _note_arrival(meeting: Meeting, person: int, *, aloud: bool) -> bool:
    now = clock.now()
    told = {"organisation_id": meeting.organisation_id, "arrived_at": now, "affirmed_at": None if aloud else now}
    return Arrival.objects.get_or_create(meeting=meeting, person_id=person, defaults=told)[1]
