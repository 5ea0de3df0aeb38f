"""Let people see their circles, change who sits in them, and take that back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roost.gather.circles.actions.locking import hold_open, hold_round, keep, refuse_outdated
from roost.gather.circles.actions.recognising import recognise
from roost.gather.circles.actions.verbs import ELIGIBLE, LEFT, PUBLISHED, SEATED, STARTED, TAKEN_BACK, tell
from roost.gather.circles.models import Circle, Enrolment, Member, Round, Seat, Waiting
from roost.gather.circles.ports import HELD
from roost.gather.circles.reads.plans import called, people_of
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.people.models import Person
from roost.ground.people.reads import today_here


@transaction.atomic
def publish_round(round: Round, *, by: Person, version: int, starts_on: date | None = None) -> Round:
    """Show each person with a login their circle, who else is in it, and why they sit there.

    Circles that were published before keep their people and their name as far as the plan does. `starts_on` is the day
    they begin, today where it is not given; circles that go on keep theirs. Raises Conflict where there is no plan yet,
    or as `hold_open` does, InputError for a day that is over.
    """
    round = hold_open(round, by, version)
    today = clock.today(by.time_zone)
    if starts_on is not None and starts_on < today:
        raise InputError(_("The circles cannot begin in the past. Choose today or a later day."))
    if round.state != Round.State.FORMED:
        raise Conflict(_("There are no circles yet. Form them first."))
    strangers = set(Seat.objects.filter(round=round, person=None).values_list("pk", flat=True))
    seats = [seat for seat in recognise(round, people_of(round)) if seat.takes_part]
    is_first = round.published_at is None and not Enrolment.objects.filter(round=round).exists()
    circles = _keep_circles(round, seats)
    joined, left = _keep_members(round, seats, circles)
    for seat in seats:
        seat.sits = seat.number
    Seat.objects.bulk_update(seats, ["sits"], batch_size=500)
    Seat.objects.filter(round=round, takes_part=False).update(sits=None, number=None, locked=False)
    Seat.objects.filter(round=round).update(left_at=None)
    _keep_promises(round, seats)
    round.state, round.published_at, round.before_move = Round.State.PUBLISHED, round.published_at or clock.now(), {}
    round.starts_on = round.starts_on or starts_on or today
    keep(round, "state", "published_at", "before_move", "starts_on")
    tell(PUBLISHED, round, by, quantity=len(circles))
    if is_first:
        tell(ELIGIBLE, round, by, people=joined, quantity=len(seats), key=f"circles.eligible:{round.pk}")
    elif known := [seat.person_id for seat in seats if seat.pk in strangers and seat.person_id is not None]:
        # They were counted when the list was, and have a name only now.
        tell(ELIGIBLE, round, by, people=known, quantity=0)
    if joined:
        tell(SEATED, round, by, people=joined, quantity=len(joined))
    if left:
        tell(LEFT, round, by, people=left, quantity=len(left))
    if joined and round.started_at is not None:
        tell(STARTED, round, by, people=joined, quantity=len(joined))
    return round


@transaction.atomic
def take_back_round(round: Round, *, by: Person, version: int | None = None) -> Round:
    """Let nobody see the circles any more; the plan is the convener's again. Twice changes nothing.

    Raises Conflict where the round is closed, changed since `version` if one is given, or a circle of it has met.
    """
    round = hold_round(round, by)
    if round.state == Round.State.CLOSED:
        raise Conflict(_("This round is closed. Its list is gone, so its circles stay."))
    if round.published_at is not None:
        refuse_outdated(round, version)
        _refuse_met(round)
        sat = list(Member.objects.filter(circle__round=round).values_list("person", flat=True))
        Circle.objects.filter(round=round).delete()
        seats = Seat.objects.filter(round=round)
        # Whoever left by themselves does not wait again.
        still = Q(person__in=sat) | Q(pk__in=seats.filter(person=None).exclude(sits=None).values("waiting"))
        Waiting.objects.filter(still, seated_in=round).update(ended_at=None, seated_in=None)
        seats.update(sits=None, left_at=None)
        unseated = seats.filter(takes_part=True, number=None).exists()
        round.state = Round.State.DRAFT if unseated else Round.State.FORMED
        round.published_at = round.starts_on = round.started_at = None
        keep(round, "state", "published_at", "starts_on", "started_at")
        tell(TAKEN_BACK, round, by)
        if sat:
            tell(LEFT, round, by, people=sat, quantity=len(sat))
    return round


def _refuse_met(round: Round) -> None:
    # Held, so that none begins to meet meanwhile.
    circles = Circle.objects.select_for_update().filter(round=round).order_by("pk")
    met = len(HELD.among([one.pk for one in circles]))
    if met:
        words = ngettext(
            "%s circle has met already, so they are not taken back. Let people join or leave instead, "
            "or close the round.",
            "%s circles have met already, so they are not taken back. Let people join or leave instead, "
            "or close the round.",
            met,
        )
        raise Conflict(words % met)


def start_circles() -> None:
    """Record who sits in circles that begin today, once for each round."""
    with everywhere():
        begun = list(
            Round.objects.filter(published_at__isnull=False, started_at=None, starts_on__lte=today_here()).values_list(
                "pk", "organisation"
            )
        )
    for number, organisation in begun:
        with touching(organisation):
            _start(number)


@transaction.atomic
def _start(number: int) -> None:
    round = Round.objects.select_for_update().get(pk=number)
    if round.started_at is None and round.published_at is not None:
        sitting = Member.objects.filter(circle__round=round).values_list("person", flat=True)
        round.started_at = clock.now()
        round.save(update_fields=["started_at"])
        tell(STARTED, round, None, people=list(sitting), quantity=len(sitting))


def _keep_circles(round: Round, seats: Sequence[Seat]) -> dict[int, Circle]:
    """Give a circle for each number of the plan, the same as before where there was one."""
    here = {one.number: one for one in Circle.objects.filter(round=round)}
    numbers = {seat.number or 0 for seat in seats}
    unknown = Counter(seat.number or 0 for seat in seats if seat.person_id is None)
    new = [
        Circle(
            organisation_id=round.organisation_id,
            round=round,
            number=number,
            name=called(number),
            unknown=unknown[number],
            begun_at=clock.now(),
        )
        for number in sorted(numbers - here.keys())
    ]
    for number, circle in here.items():
        circle.unknown = unknown[number]
    Circle.objects.bulk_update(here.values(), ["unknown"], batch_size=500)
    Circle.objects.bulk_create(new)
    return here | {one.number: one for one in new}


def _keep_members(round: Round, seats: Sequence[Seat], circles: dict[int, Circle]) -> tuple[list[int], list[int]]:
    """Let everybody with a login sit where the plan has them; give who is new and who is gone."""
    before = {one.person_id: one for one in Member.objects.filter(circle__round=round)}
    now = {seat.person_id: seat for seat in seats if seat.person_id is not None}
    new, moved = [], []
    for person, seat in now.items():
        circle = circles[seat.number or 0]
        member = before.get(person)
        if member is None:
            new.append(
                Member(
                    organisation_id=round.organisation_id,
                    circle=circle,
                    person_id=person,
                    why=seat.why,
                    since=clock.now(),
                )
            )
            continue
        member.since = member.since if member.circle_id == circle.pk else clock.now()
        member.circle, member.why = circle, seat.why
        moved.append(member)
    gone = [person for person in before if person not in now]
    Member.objects.filter(circle__round=round, person__in=gone).delete()
    Member.objects.bulk_update(moved, ["circle", "why", "since"], batch_size=500)
    Member.objects.bulk_create(new, batch_size=500)
    Circle.objects.filter(round=round).exclude(pk__in={circles[seat.number or 0].pk for seat in seats}).delete()
    return [one.person_id for one in new], gone


def _keep_promises(round: Round, seats: Sequence[Seat]) -> None:
    """Take off the convener's waiting lists who has a seat now."""
    waiting = Waiting.objects.filter(organisation_id=round.organisation_id, ended_at=None)
    people = waiting.filter(round__convener=round.convener_id, person__in={seat.person_id for seat in seats} - {None})
    for kept in (people, waiting.filter(pk__in={seat.waiting_id for seat in seats} - {None})):
        kept.update(ended_at=clock.now(), seated_in=round.pk)
