"""How it stands with a circle, as one of its people finds it: their own answer, and nobody else's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from roost.gather.circles.reads import SharedCircle, seated_since, shared_circle
from roost.gather.decisions.access import circle_for, decided_in, ending_of, last_decided_in, open_question_in
from roost.gather.decisions.engine.asking import Why
from roost.gather.decisions.engine.deciding import RESTS_FOR, Option, Outcome
from roost.gather.decisions.models import Answer, Ending, Question
from roost.gather.meetings.access import past_meetings_in
from roost.gather.meetings.reads import group_of, may_read_kept
from roost.ground.kit import clock
from roost.ground.kit.errors import Words as _
from roost.ground.people.models import Person

SAYS = {
    Option.ON: (_("We go on"), _("As we are. Next we plan when we meet.")),
    Option.ANEW: (
        _("We form anew, with other people"),
        _("This circle comes to a good end, and whoever wants to gets a seat in another one."),
    ),
    Option.CLOSE: (_("We close"), _("It was good for its time. This circle comes to a good end.")),
}
ALONE = _("This circle comes to a good end, and each of you looks for other people.")
"""What forming anew means where nobody convened the circle, and so nobody seats its people anew."""
REASONS = {
    Why.MISSED: _("Roost has not seen you meet on the last two dates that you planned. Perhaps you met without it."),
    Why.OVER: _("The last date of your term is past, and no other is planned."),
    Why.QUIET: _("Roost has not seen you meet for a long while. Perhaps you met without it."),
    Why.ASKED: _("One of you would like to know. Nobody is told who."),
    Why.TALKED: _("You paused, and one of you says that you have talked. If you go on, the pause is over."),
    Why.STOPPED: _("Your circle was to end, and one of you stopped it. Nobody is told who. What you decide now stays."),
}


@dataclass(frozen=True)
class Choice:
    """An answer on offer, in words, and whether it is the viewer's own so far."""

    option: Option
    title: str
    words: str
    is_mine: bool


@dataclass(frozen=True)
class Standing:
    """What a circle is asked, None where nothing is; when it ends; what it decided last, since the viewer sits there.

    `choices` say which answer is the viewer's own; how many answered is said to nobody. `closes_unanswered` says what
    it means if nobody does, `rests_until` until when nobody asks again. `keeps` says, where it ends, whether there can
    be something that the viewer wrote, to take along.
    """

    circle: SharedCircle
    question: Question | None
    choices: Sequence[Choice]
    ending: Ending | None
    last: Question | None
    rests_until: datetime | None
    is_convened: bool
    closes_unanswered: bool
    keeps: bool

    @property
    def has_answered(self) -> bool:
        return any(one.is_mine for one in self.choices)

    @property
    def is_second(self) -> bool:
        """Say whether it is asked between two answers, because none had more than half."""
        return len(self.choices) == len(Option) - 1

    @property
    def reason(self) -> str:
        """Say why it is asked."""
        return str(REASONS[Why(self.question.why)]) if self.question else ""

    @property
    def goes_on(self) -> bool:
        return self.last is not None and self.last.outcome == Outcome.ON

    @property
    def ended_pause(self) -> bool:
        """Say whether a pause was over with what it decided last."""
        return self.goes_on and self.last is not None and self.last.why == Why.TALKED

    @property
    def is_undecided(self) -> bool:
        """Say whether no answer had more than half the last time."""
        return self.last is not None and self.last.outcome == Outcome.TALK


def rests_until(last: Question | None) -> datetime | None:
    """Give until when a circle is not asked again that decided to go on; None where it can be asked."""
    if last is None or last.decided_at is None or last.outcome != Outcome.ON:
        return None
    until = last.decided_at + RESTS_FOR
    return until if clock.now() < until else None


def went_on_since(circle: int, since: datetime) -> bool:
    """Say whether a circle decided to go on when it was asked after a moment. One query."""
    return decided_in(circle).filter(opened_at__gte=since, outcome=Outcome.ON).exists()


def closes_unanswered(question: Question) -> bool:
    """Say whether a circle ends of which nobody answers. One query at most.

    Not after a second question, nor if Roost never saw it meet, unless it was to end and that was stopped.
    """
    is_second = len(question.offered) < len(Option)
    return not is_second and (question.is_last or past_meetings_in(question.circle_id).exists())


def standing_of(person: Person, number: int) -> Standing:
    """Give how it stands with a circle to who sits in it; raises NotFound for anybody else. Eleven queries at most."""
    held = circle_for(person, number)
    circle, question, last = shared_circle(held), open_question_in(number), last_decided_in(number)
    is_convened, ending = held.round is not None and held.round.convener_id is not None, ending_of(number)
    return Standing(
        circle=circle,
        question=question,
        choices=_choices(question, person, is_convened=is_convened) if question else [],
        ending=ending,
        last=last if last is not None and _was_there(person, last) else None,
        rests_until=rests_until(last),
        is_convened=is_convened,
        closes_unanswered=closes_unanswered(question) if question else past_meetings_in(number).exists(),
        keeps=ending is not None and group_of(number) is not None and may_read_kept(number, person),
    )


def _was_there(person: Person, decided: Question) -> bool:
    since = seated_since(decided.circle_id)[person.pk]
    return decided.decided_at is not None and decided.decided_at >= since


def _choices(question: Question, person: Person, *, is_convened: bool) -> list[Choice]:
    mine = Answer.objects.filter(question=question, person=person).values_list("option", flat=True).first()
    says = SAYS if is_convened else SAYS | {Option.ANEW: (SAYS[Option.ANEW][0], ALONE)}
    return [Choice(one, *says[one], is_mine=one == mine) for one in map(Option, question.offered)]
