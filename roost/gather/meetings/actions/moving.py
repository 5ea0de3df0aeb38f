"""Move a meeting on: turns, steps, time, topics."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from roost.gather.meetings.actions.holding import (
    hold_meeting,
    insist_moderates,
    insist_present,
    keep,
    let_happen,
    note_presented,
)
from roost.gather.meetings.actions.verbs import BEGAN, tell
from roost.gather.meetings.engine.events import Choose, Come, Event, NextStep, TakeBack
from roost.gather.meetings.engine.meeting import is_meant
from roost.gather.meetings.engine.protocols import Kind
from roost.gather.meetings.engine.state import State
from roost.gather.meetings.engine.weighing import LEAST_WEIGHT, MOST_WEIGHT, Weighed, heaviest
from roost.gather.meetings.models import Arrival, Meeting, Weight
from roost.gather.meetings.reads.protocols import parsed
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, Forbidden, InputError
from roost.ground.people.models import Person


@transaction.atomic
def move_meeting(meeting: Meeting, event: Event, *, by: Person, move: int | None = None) -> bool:
    """Let something happen; False, and nothing changed, where the meeting moved on since the `move` that `by` saw.

    So two who press “go on” at once go on by one step. Raises Forbidden and Conflict as the engine does; coming in is
    an action of its own.
    """
    meeting, state = hold_meeting(meeting, by)
    if isinstance(event, Come):
        raise Forbidden(_("Promise confidentiality first, then take part."))
    if not is_meant(state, event, move):
        return False
    _happen(meeting, state, event, by)
    return True


@transaction.atomic
def choose_heaviest(meeting: Meeting, *, by: Person, move: int | None) -> bool:
    """Choose the topic that weighs most for those who are here, as `move_meeting` does; the weights are forgotten."""
    meeting, state = hold_meeting(meeting, by)
    if move != state.move:
        return False
    given = Weight.objects.filter(meeting=meeting, by__in=state.people)
    weights = [Weighed(*one) for one in given.values_list("bringer", "importance", "urgency")]
    before = Arrival.objects.filter(meeting__circle=meeting.circle_id, presented=True).order_by("arrived_at")
    presented = {person: at.timestamp() for person, at in before.values_list("person", "arrived_at")}
    chosen = heaviest(state.bringers, weights, presented=presented, order=_by_name(state.bringers))
    if chosen is None:
        raise Conflict(_("Nobody brings a topic yet."))
    _happen(meeting, state, Choose(chosen), by)
    return True


@transaction.atomic
def weigh_topics(meeting: Meeting, *, by: Person, weights: list[Weighed]) -> None:
    """Say how much topics matter and how soon; said again, the last counts. Only topics that are there are kept.

    Their own topic the others weigh; on one screen for all, whoever moderates enters what hands show of every one.
    Raises Conflict once a topic was chosen, InputError for numbers outside 1 to 5.
    """
    meeting, state = hold_meeting(meeting, by)
    (insist_moderates if meeting.one_screen else insist_present)(state, by)
    if _kind(meeting, state) is not Kind.CHOOSE or state.presenter is not None:
        raise Conflict(_("A topic was chosen already."))
    allowed = range(LEAST_WEIGHT, MOST_WEIGHT + 1)
    if any(one.importance not in allowed or one.urgency not in allowed for one in weights):
        raise InputError(_("A topic weighs from %(least)s to %(most)s.") % {"least": LEAST_WEIGHT, "most": MOST_WEIGHT})
    for one in weights:
        if one.bringer in state.bringers and (meeting.one_screen or one.bringer != by.pk):
            told = {"importance": one.importance, "urgency": one.urgency, "organisation_id": meeting.organisation_id}
            Weight.objects.update_or_create(meeting=meeting, bringer_id=one.bringer, by=by, defaults=told)
    # How many have weighed is shown to all.
    keep(meeting)


def _happen(meeting: Meeting, state: State, event: Event, by: Person) -> None:
    new = let_happen(meeting, state, event, by=by)
    if isinstance(event, NextStep) and state.step == 0:
        meeting.began_at = clock.now()
        meeting.save(update_fields=["began_at"])
        tell(BEGAN, meeting)
    if _kind(meeting, state) is Kind.CHOOSE:
        _keep_choice(meeting, state, new, event)
    elif new.step > state.step:
        note_presented(meeting, state)


def _keep_choice(meeting: Meeting, state: State, new: State, event: Event) -> None:
    """Forget what topics weighed once one is chosen, or none is."""
    weights = Weight.objects.filter(meeting=meeting)
    if new.presenter is not None or new.step != state.step:
        weights.delete()
    elif isinstance(event, TakeBack):
        weights.filter(bringer=event.person).delete()


def _kind(meeting: Meeting, state: State) -> Kind:
    return parsed(meeting.protocol).steps[state.step].kind


def _by_name(people: tuple[int, ...]) -> list[int]:
    return list(Person.objects.filter(pk__in=people).order_by("name", "pk").values_list("pk", flat=True))
