"""What one person in a meeting finds on their own screen: what they may do now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roost.gather.circles.access import circle_for
from roost.gather.circles.reads import shared_circle
from roost.gather.meetings.engine.events import EXTENSIONS
from roost.gather.meetings.engine.guests import guests_in
from roost.gather.meetings.engine.meeting import next_step, seconds_to_go
from roost.gather.meetings.engine.planning import FEWEST, plan_meeting
from roost.gather.meetings.engine.protocols import Kind
from roost.gather.meetings.engine.rating import FLOOR_AMONG_THEMSELVES, LEAST_RATING, MOST_RATING
from roost.gather.meetings.engine.weighing import LEAST_WEIGHT, MOST_WEIGHT
from roost.gather.meetings.models import Rating, Weight
from roost.gather.meetings.reads.stage import Stage
from roost.ground.kit import clock
from roost.ground.people.models import Person

WEIGHTS = range(LEAST_WEIGHT, MOST_WEIGHT + 1)
RATINGS = range(LEAST_RATING, MOST_RATING + 1)


@dataclass(frozen=True)
class Topic:
    """Somebody's topic, with what the person who looks gave it; None for what they have not said."""

    bringer: int
    name: str
    importance: int | None
    urgency: int | None


@dataclass(frozen=True)
class Own:
    """What somebody may do in a meeting now.

    On one screen for all, whoever moderates ticks those who are `absent`, and counts in up to so many `guests`.
    """

    stage: Stage
    me: int
    topics: Sequence[Topic]
    rating: Rating | None
    absent: Sequence[tuple[int, str]]
    guests: int
    now: int

    extensions = EXTENSIONS
    weights = WEIGHTS
    ratings = RATINGS

    @property
    def move(self) -> int:
        return self.stage.state.move

    @property
    def moderates(self) -> bool:
        return self.stage.state.moderator == self.me

    @property
    def has_turn(self) -> bool:
        return self.stage.state.turn == self.me

    @property
    def presents(self) -> bool:
        return self.stage.state.presenter == self.me and bool(self.stage.step.presenter)

    @property
    def is_called(self) -> bool:
        """Say whether there is something for them to do now, so that it stands first on a phone."""
        chooses = self.stage.step.kind is Kind.CHOOSE and not self.stage.presenter
        return self.has_turn or self.moderates or self.rates or chooses

    @property
    def brings(self) -> bool:
        return self.me in self.stage.state.bringers

    @property
    def weighs(self) -> bool:
        """Say whether there is something to weigh here: others' topics, or all by whoever moderates one screen."""
        state = self.stage.state
        is_open = self.stage.step.kind is Kind.CHOOSE and state.presenter is None and bool(self.weighed)
        return is_open and (self.moderates or not self.stage.meeting.one_screen)

    @property
    def weighed(self) -> list[Topic]:
        """Give the topics that are weighed here: one's own the others weigh."""
        return [one for one in self.topics if self.stage.meeting.one_screen or one.bringer != self.me]

    @property
    def questions(self) -> tuple[str, ...]:
        """Give what whoever presents thinks about before: to who brings a topic, on one screen to all."""
        kind, state = self.stage.step.kind, self.stage.state
        is_asked = self.brings or (self.stage.meeting.one_screen and bool(state.bringers))
        if (kind is Kind.CHOOSE and is_asked) or (kind is Kind.PRESENT and state.presenter == self.me):
            return self.stage.protocol.questions
        return ()

    @property
    def rates(self) -> bool:
        """Say whether they are asked what it was worth: only where enough are here, or rated, for a mean to be told."""
        closes = self.stage.step.kind is Kind.CLOSE and not self.stage.meeting.one_screen
        return closes and (len(self.stage.state.people) >= FLOOR_AMONG_THEMSELVES or self.stage.given > 0)

    @property
    def is_enough(self) -> bool:
        """Say whether enough are here to begin."""
        return len(self.stage.state.people) >= FEWEST

    @property
    def is_last(self) -> bool:
        return self.stage.number == self.stage.many

    @property
    def is_timed(self) -> bool:
        return self.stage.state.deadline is not None or self.stage.state.left is not None

    @property
    def following(self) -> str:
        """Name the step that comes next."""
        steps = self.stage.protocol.steps
        return steps[next_step(self.stage.protocol, self.stage.state)].title if not self.is_last else ""

    @property
    def others(self) -> list[tuple[int, str]]:
        """Give everybody else who is here."""
        return [(one, self.stage.names.get(one, "")) for one in self.stage.state.people if one != self.me]

    @property
    def silent(self) -> list[tuple[int, str]]:
        """Give who is here and brings no topic; guests tell theirs to somebody who does."""
        bringers = self.stage.state.bringers
        return [
            (one, self.stage.names.get(one, "")) for one in self.stage.state.people if one not in bringers and one > 0
        ]

    @property
    def warning(self) -> str:
        """Say that the time is too short for who is here, before the meeting begins."""
        state = self.stage.state
        if state.step or not self.is_enough:
            return ""
        return str(plan_meeting(self.stage.protocol, people=len(state.people), minutes=state.minutes).warning)

    @property
    def pace(self) -> str:
        """Say how long the meeting takes as things stand, against what was chosen."""
        meeting = self.stage.meeting
        if meeting.began_at is None:
            return ""
        gone = self.now - int(meeting.began_at.timestamp())
        longer = (gone + seconds_to_go(self.stage.protocol, self.stage.state, self.now)) // 60 - meeting.minutes
        if longer <= 0:
            return _("You are within your %s minutes.") % meeting.minutes
        words = "As it goes, it takes %(more)s minute longer than planned."
        many = "As it goes, it takes %(more)s minutes longer than planned."
        return ngettext(words, many, longer) % {"more": longer}


def own_part(stage: Stage, person: Person) -> Own:
    """Give what somebody in a meeting may do now. Four queries at most."""
    state, meeting = stage.state, stage.meeting
    kind = stage.step.kind
    mine = Weight.objects.filter(meeting=meeting, by=person) if kind is Kind.CHOOSE else ()
    given = {one.bringer_id: one for one in mine}
    order = sorted(state.bringers, key=lambda one: (stage.names.get(one, "").lower(), one))
    topics = [
        Topic(one, stage.names.get(one, ""), weight.importance, weight.urgency)
        if (weight := given.get(one))
        else Topic(one, stage.names.get(one, ""), None, None)
        for one in order
    ]
    rating = Rating.objects.filter(meeting=meeting, person=person).first() if kind is Kind.CLOSE else None
    absent: list[tuple[int, str]] = []
    guests = 0
    if meeting.one_screen and state.moderator == person.pk:
        circle = shared_circle(circle_for(person, meeting.circle_id))
        absent = [(who, name) for who, name in circle.people.items() if who not in state.people]
        guests = max(circle.unknown - len(guests_in(state)), 0)
    now = int(clock.now().timestamp())
    return Own(stage, person.pk, topics, rating, absent, guests, now)
