"""Change a plan by hand: lock seats, exchange people, move somebody, and take the last move back."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from roost.gather.circles.access import seat_of
from roost.gather.circles.actions.locking import hold_open, keep
from roost.gather.circles.actions.verbs import FORMED, tell
from roost.gather.circles.models import Round, Seat
from roost.gather.circles.reads.asking import ask_for
from roost.gather.circles.reads.measuring import explain_changed, measure_plan
from roost.gather.circles.reads.plans import circles_of, seats_in
from roost.ground.kit.errors import Conflict, InputError, in_language
from roost.ground.people.models import Person


@transaction.atomic
def lock_seat(seat: Seat, *, by: Person, locked: bool, version: int) -> Round:
    """Keep somebody where they sit when circles are formed again, or no longer; raises Conflict as `hold_open`."""
    round = hold_open(seat.round, by, version)
    seat = seat_of(round, seat.pk)
    if seat.number is None:
        raise Conflict(_("There is no plan yet in which somebody could be locked."))
    if seat.locked != locked:
        seat.locked = locked
        seat.save(update_fields=["locked"])
        keep(round)
        tell(FORMED, round, by)
    return round


@transaction.atomic
def move_seat(seat: Seat, *, by: Person, version: int, other: Seat | None = None, there: int | None = None) -> Round:
    """Exchange two people, or move one to the circle of that number; whatever it breaks was said before.

    Raises InputError for a circle that there is not or that sizes do not allow, Conflict as `hold_open` does.
    """
    round = hold_open(seat.round, by, version)
    seats = seats_in(round)
    by_key = {one.pk: one for one in seats}
    mine = by_key[seat_of(round, seat.pk).pk]
    if mine.number is None:
        raise Conflict(_("There is no plan yet in which somebody could be moved."))
    theirs = by_key[seat_of(round, other.pk).pk] if other is not None else None
    goal = theirs.number if theirs is not None else there
    if goal == mine.number or goal not in {one.number for one in seats}:
        raise InputError(_("Choose somebody in another circle, or another circle."))
    round.before_move = {str(one.pk): one.number for one in (mine, theirs) if one is not None}
    if theirs is not None:
        theirs.number = mine.number
    mine.number = goal
    if theirs is None:
        _refuse_sizes(round, seats, [int(round.before_move[str(mine.pk)]), int(goal or 0)])
    _seat(round, seats, by, {one.pk for one in (mine, theirs) if one is not None})
    return round


@transaction.atomic
def undo_move(round: Round, *, by: Person, version: int) -> Round:
    """Take the last move back; raises Conflict where there is none, or as `hold_open` does."""
    round = hold_open(round, by, version)
    seats = seats_in(round)
    if not round.before_move:
        raise Conflict(_("There is no move to take back."))
    for seat in seats:
        seat.number = round.before_move.get(str(seat.pk), seat.number)
    moved = {int(pk) for pk in round.before_move}
    round.before_move = {}
    _seat(round, seats, by, moved)
    return round


def _refuse_sizes(round: Round, seats: Sequence[Seat], circles: Sequence[int]) -> None:
    for number in circles:
        people = sum(seat.number == number for seat in seats)
        if not round.least <= people <= round.most:
            words = _("Circle %(number)s would have %(people)s people. Exchange two people instead.")
            raise InputError(words % {"number": number, "people": people})


def _seat(round: Round, seats: list[Seat], by: Person, moved: set[int]) -> None:
    """Keep a plan that was changed by hand, and explain every seat anew."""
    ask, circles = ask_for(round, seats), circles_of(seats)
    explained = explain_changed(ask, circles, measure_plan(ask, circles).broken)
    changed = []
    for seat, one in zip(seats, explained, strict=True):
        why = [in_language(words, gettext) for words in one.why]
        if seat.why != why or seat.pk in moved:
            seat.why = why
            changed.append(seat)
    Seat.objects.bulk_update(changed, ["number", "why"], batch_size=500)
    keep(round, "before_move")
    tell(FORMED, round, by)
