"""Let people see their circles, and take that back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from roost.gather.circles.actions.locking import hold_open, hold_round, keep
from roost.gather.circles.actions.verbs import PUBLISHED, SEATED, TAKEN_BACK, tell
from roost.gather.circles.models import Circle, Member, Round
from roost.gather.circles.reads.plans import called, seats_in
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict
from roost.ground.people.models import Person


@transaction.atomic
def publish_round(round: Round, *, by: Person, version: int) -> Round:
    """Show each person with a login their circle, who else is in it, and why they sit there.

    Raises Conflict where there is no plan yet, or as `hold_open` does.
    """
    round = hold_open(round, by, version)
    if round.state != Round.State.FORMED:
        raise Conflict(_("There are no circles yet. Form them first."))
    seats = seats_in(round)
    numbers = sorted({seat.number or 0 for seat in seats})
    circles = {
        number: Circle(
            organisation_id=round.organisation_id,
            round=round,
            number=number,
            name=called(number),
            size=sum(seat.number == number for seat in seats),
        )
        for number in numbers
    }
    Circle.objects.bulk_create(circles.values())
    members = [
        Member(
            organisation_id=round.organisation_id,
            circle=circles[seat.number or 0],
            person_id=seat.person_id,
            why=seat.why,
        )
        for seat in seats
        if seat.person_id is not None
    ]
    Member.objects.bulk_create(members, batch_size=500)
    round.state, round.published_at, round.before_move = Round.State.PUBLISHED, clock.now(), {}
    keep(round, "state", "published_at", "before_move")
    tell(PUBLISHED, round, by, quantity=len(circles))
    tell(SEATED, round, by, people=[one.person_id for one in members], quantity=len(members))
    return round


@transaction.atomic
def take_back_round(round: Round, *, by: Person) -> Round:
    """Let nobody see the circles any more; the plan is the convener's again. Twice changes nothing."""
    round = hold_round(round, by)
    if round.state == Round.State.CLOSED:
        raise Conflict(_("This round is closed. Its list is gone, so its circles stay."))
    if round.state == Round.State.PUBLISHED:
        Circle.objects.filter(round=round).delete()
        round.state, round.published_at = Round.State.FORMED, None
        keep(round, "state", "published_at")
        tell(TAKEN_BACK, round, by)
    return round
