"""What is promised, on a circle's page, beside its meeting, and on Today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.gather.commitments.access import circle_for, commitments_in, visible_commitments
from roost.gather.commitments.engine.days import LONGEST, SOON
from roost.gather.commitments.models import Commitment
from roost.gather.commitments.reads.notes import place_of_outcomes, place_of_words, those_there, usual_day_of
from roost.gather.meetings.access import past_meetings_in
from roost.gather.meetings.ports import Conducted
from roost.ground.kit import clock
from roost.ground.people.models import Person
from roost.ground.ui.slots import Card


@dataclass(frozen=True)
class Line:
    """A commitment, whose it is, and whether its day is past."""

    commitment: Commitment
    name: str
    is_mine: bool
    is_past: bool


@dataclass(frozen=True)
class Board:
    """What a circle promised each other since it last met, and what is open from before; own ones first.

    `words` and `outcomes` are places of the vault; `today`, `usual` and `farthest` are days to choose from.
    """

    circle: SharedCircle
    lines: Sequence[Line]
    words: str
    outcomes: str
    today: date
    usual: date
    farthest: date

    @property
    def mine(self) -> Sequence[Line]:
        return [one for one in self.lines if one.is_mine]

    @property
    def others(self) -> Sequence[Line]:
        return [one for one in self.lines if not one.is_mine]


def board_of(viewer: Person, circle: SharedCircle) -> Board:
    """Give what a circle's people promised, to one of them. Eight queries at most."""
    met = past_meetings_in(circle.number).first()
    found = commitments_in(circle.number).filter(person__in=circle.people)
    last = met.ended_at if met is not None else None
    shown = [one for one in those_there(found) if one.settled_at is None or last is None or one.settled_at > last]
    today = clock.today(viewer.time_zone)
    lines = [
        Line(one, circle.people[one.person_id], one.person_id == viewer.pk, one.due < today)
        for one in sorted(shown, key=lambda one: (one.person_id != viewer.pk, one.due))
    ]
    return Board(
        circle,
        lines,
        words=place_of_words(circle.number),
        outcomes=place_of_outcomes(circle.number),
        today=today,
        usual=usual_day_of(viewer, circle.number),
        farthest=today + LONGEST,
    )


def circle_card(viewer: Person, subject: SharedCircle) -> Card:
    """Show on a circle's page what each promised, and let each say how theirs went."""
    return Card("commitments/in_circle.html", {"board": board_of(viewer, subject)})


def meeting_card(viewer: Person, subject: Conducted) -> Card:
    """Show the same beside a meeting's first round, and choose a day where commitments are written."""
    board = board_of(viewer, subject.circle)
    return Card("commitments/in_meeting.html", {"board": board, "step": subject.first_round})


def today_card(viewer: Person, subject: Person) -> Card | None:
    """Remind somebody, and nobody else, of what is due within two days or was; one query where there is nothing."""
    if viewer != subject:
        return None
    today = clock.today(subject.time_zone)
    mine = visible_commitments(subject).filter(person=subject, settled_at=None, due__lte=today + SOON)
    due: dict[int, list[Commitment]] = {}
    for one in those_there(mine):
        due.setdefault(one.circle_id, []).append(one)
    found = [
        {"circle": shared_circle(circle_for(subject, circle)), "first": theirs[0], "more": len(theirs) - 1}
        for circle, theirs in due.items()
    ]
    return Card("commitments/today.html", {"found": found, "today": today}) if found else None
