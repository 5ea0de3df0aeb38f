"""What everybody in a meeting sees, made once for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roost.gather.meetings.engine.planning import in_minutes
from roost.gather.meetings.engine.protocols import Kind, Protocol, Step
from roost.gather.meetings.engine.state import State, from_document
from roost.gather.meetings.models import Meeting, Rating, Weight
from roost.gather.meetings.ports import ROTA
from roost.gather.meetings.reads.protocols import parsed
from roost.ground.kit import clock
from roost.ground.people.reads import names_in

MOST_NEXT = 3


@dataclass(frozen=True)
class Stage:
    """Where a meeting stands, in names; `given` counts who has weighed or rated, where that is asked."""

    meeting: Meeting
    protocol: Protocol
    state: State
    names: Mapping[int, str]
    given: int

    @property
    def step(self) -> Step:
        return self.protocol.steps[self.state.step]

    @property
    def kind(self) -> str:
        return self.step.kind.value

    @property
    def number(self) -> int:
        """Give which step it is, counted from 1."""
        return self.state.step + 1

    @property
    def many(self) -> int:
        return len(self.protocol.steps)

    @property
    def speaker(self) -> str:
        return self.names.get(self.state.turn, "") if self.state.turn is not None else ""

    @property
    def presenter(self) -> str:
        return self.names.get(self.state.presenter, "") if self.state.presenter is not None else ""

    @property
    def moderator(self) -> str:
        return self.names.get(self.state.moderator, "") if self.state.moderator is not None else ""

    @property
    def people(self) -> list[str]:
        return [self.names.get(one, "") for one in self.state.people]

    @property
    def roles(self) -> list[tuple[str, str]]:
        """Name who does what by the circle's rota, before the meeting begins. Queries as the rota's room states."""
        rota = ROTA.roles(self.meeting.circle_id, self.meeting.opened_at)
        names = names_in(self.meeting.organisation_id, {person for person, _role in rota})
        return [(names[person], role) for person, role in rota if person in names]

    @property
    def topics(self) -> list[str]:
        """Name who brings a topic, in the order of names, so that nobody stands first for having been quick."""
        return sorted((self.names.get(one, "") for one in self.state.bringers), key=str.lower)

    @property
    def weighers(self) -> int:
        """Count who can weigh a topic: where there is one alone, all but its bringer."""
        return len(self.state.people) - (len(self.state.bringers) == 1)

    @property
    def then(self) -> str:
        """Say who speaks next, of many the first few."""
        waiting = [self.names.get(one, "") for one in self.state.waiting]
        if not waiting:
            return ""
        more = len(waiting) - MOST_NEXT
        words = _("Then %(names)s") % {"names": ", ".join(waiting[:MOST_NEXT])}
        return words + (ngettext(" and %s more", " and %s more", more) % more if more > 0 else "")

    @property
    def heading(self) -> str:
        """Say in a few words who speaks, or what is to be done: what is read from across the room."""
        if self.speaker:
            return self.speaker
        if self.step.kind.is_in_turn or self.step.kind in (Kind.PRESENT, Kind.PLAY_BACK):
            return _("Everybody had a turn") if self.step.kind.is_in_turn else _("It is told")
        if self.step.kind is Kind.CHOOSE and self.presenter:
            return _("%(name)s’s topic") % {"name": self.presenter}
        return self.step.title

    @property
    def said(self) -> str:
        """Say to who cannot see the screen what has changed."""
        if self.speaker:
            return _("%(step)s: it is %(name)s’s turn.") % {"step": self.step.title, "name": self.speaker}
        return f"{self.step.title}: {self.heading}." if self.heading != self.step.title else f"{self.step.title}."

    @property
    def clock(self) -> dict[str, Any]:
        """Give what a clock needs: when time is over, or what is left while it is paused (seconds)."""
        return {"deadline": self.state.deadline, "left": self.state.left}

    @property
    def turns(self) -> dict[str, Any]:
        """Give which step it is and who has yet to speak in it, by id: what they wrote is shown with their turn."""
        return {"step": self.state.step, "waiting": list(self.state.waiting)}

    @property
    def time(self) -> str:
        """Write how much time there was when this was made, for pages without a running clock."""
        at = int(clock.now().timestamp())
        over = self.state.seconds_over(at)
        if over:
            return _("over by %(time)s") % {"time": in_minutes(over)}
        left = self.state.seconds_left(at)
        return in_minutes(left) if left is not None else ""


def stage_of(meeting: Meeting) -> Stage:
    """Give what everybody in a meeting under way sees. One query, and one where something is being counted."""
    state, protocol = from_document(meeting.state), parsed(meeting.protocol)
    kind = protocol.steps[state.step].kind
    given = 0
    if kind is Kind.CHOOSE and state.presenter is None:
        given = Weight.objects.filter(meeting=meeting, by__in=state.people).values("by").distinct().count()
    elif kind is Kind.CLOSE and not meeting.one_screen:
        given = Rating.objects.filter(meeting=meeting).count()
    # Roost does not know their names.
    guests = {one: _("Guest %s") % -one for one in _named(state) if one < 0}
    names = names_in(meeting.organisation_id, set(_named(state)) - guests.keys())
    return Stage(meeting, protocol, state, {**names, **guests}, given)


def _named(state: State) -> Sequence[int]:
    some = (*state.people, *state.bringers, state.turn, state.presenter, state.moderator)
    return [one for one in some if one is not None]
