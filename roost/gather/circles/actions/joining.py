"""Let people leave circles and others join, with as little change for everybody else as may be."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import Count, Exists, F, Max, OuterRef
from django.utils.translation import gettext as _

from roost.gather.circles.actions.locking import hold_round, keep, refuse_outdated
from roost.gather.circles.actions.verbs import ELIGIBLE, LEFT, PARTED, WITHDREW, tell, tell_of_circle
from roost.gather.circles.models import Circle, Forming, Member, Proposal, Round, Seat, Waiting
from roost.gather.circles.reads.joining import too_small, unwilling_in
from roost.gather.circles.reads.lists import Listed
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.people.models import Affiliation, Person, running
from roost.ground.people.reads import today_here


@transaction.atomic
def leave_circle(member: Member, *, by: Person) -> None:
    """Sit in a circle no longer, without a reason; twice changes nothing."""
    if member.person_id != by.pk:
        raise NotFound(_("There is no such circle."))
    _let_go(member, by)


@transaction.atomic
def part_with(circle: Circle, person: int) -> None:
    """Let somebody sit in a circle no longer, as all others of it decided; twice changes nothing."""
    for member in Member.objects.filter(circle=circle, person=person):
        _let_go(member, None)


@transaction.atomic
def end_circle(circle: Circle) -> None:
    """End a circle whose people decided so: each leaves it, and it goes with what belongs to it; twice changes nothing.

    Seats in it of who is not in Roost are free as well.
    """
    round = hold_round(circle.round, None) if circle.round is not None else None
    for member in Member.objects.filter(circle=circle).order_by("pk"):
        _let_go(member, None)
    if Circle.objects.filter(pk=circle.pk).delete()[0] and round is not None:
        seats = Seat.objects.filter(round=round, sits=circle.number)
        seats.update(takes_part=False, sits=None, number=None, locked=False, left_at=clock.now())
        keep(hold_round(round, None))


def let_leavers_go() -> None:
    """Take out of their circles, and off waiting lists, who belongs to the organisation no more.

    Circles that people began by themselves end where fewer than two are left, as after an erasure.
    """
    with everywhere():
        stay = Affiliation.objects.filter(
            running(today_here()), person=OuterRef("person"), organisation=OuterRef("organisation")
        )
        gone = list(Member.objects.exclude(Exists(stay)).values_list("pk", "organisation"))
        waiting = list(Waiting.objects.filter(ended_at=None).exclude(person=None).exclude(Exists(stay)))
    for number, organisation in gone:
        with touching(organisation), transaction.atomic():
            for member in Member.objects.filter(pk=number):
                _let_go(member, None)
    for one in waiting:
        with touching(one.organisation_id), transaction.atomic():
            Waiting.objects.filter(pk=one.pk).update(ended_at=clock.now())
            tell(WITHDREW, one.round, None, people=[one.person_id] if one.person_id is not None else [])
    _end_lonely_circles()


def _end_lonely_circles() -> None:
    with everywhere():
        lonely = Circle.objects.filter(round=None).annotate(people=Count("members")).filter(people__lt=2)
        found = list(lonely.values_list("pk", "organisation"))
    for number, organisation in found:
        with touching(organisation), transaction.atomic():
            circle = Circle.objects.select_for_update().filter(pk=number).first()
            # Somebody may have come meanwhile.
            if circle is not None and Member.objects.filter(circle=circle).count() < 2:
                circle.delete()


def _let_go(member: Member, by: Person | None) -> None:
    """Let somebody's seat be free; a circle that people began by themselves ends with the last but one of them."""
    circle = Circle.objects.select_related("round").filter(pk=member.circle_id).first()
    if circle is None:
        return
    # The round before its circles, as publishing does, so that neither waits for the other for ever.
    round = hold_round(circle.round, None) if circle.round is not None else None
    Circle.objects.select_for_update().filter(pk=circle.pk).first()
    if not Member.objects.filter(pk=member.pk).delete()[0]:
        return
    if round is None:
        Proposal.objects.filter(circle=circle, by=member.person_id, ended_at=None).update(ended_at=clock.now())
        number = circle.pk
        if Member.objects.filter(circle=circle).count() < 2:
            circle.delete()
            # The fact still says which circle it was.
            circle.pk = number
        # Told last: whoever tells waits for whoever holds the circle, never the other way round.
        tell_of_circle(PARTED, circle, by)
        return
    seats = Seat.objects.filter(round=round, person=member.person_id)
    seats.update(takes_part=False, sits=None, number=None, locked=False, left_at=clock.now())
    if not circle.unknown and not Member.objects.filter(circle=circle).exists():
        circle.delete()
    keep(round)
    tell(LEFT, round, by, people=[member.person_id])


@transaction.atomic
def change_people(
    round: Round,
    *,
    by: Person,
    version: int,
    leaving: Collection[Seat],
    back: Collection[Seat],
    joining: Sequence[Listed],
) -> Round:
    """Open circles that people sit in for a change of who does: nobody is moved before it is published.

    `back` are people of the list who do not take part so far, `joining` others. Raises Conflict where the circles are
    not published or the round changed since `version`, InputError where nothing would change, nobody be left, or
    somebody be brought in who was asked and did not ask for a seat.
    """
    round = hold_round(round, by)
    if round.state != Round.State.PUBLISHED and not round.is_changed:
        raise Conflict(_("Only circles that people sit in can be joined or left. Publish them first."))
    if Forming.objects.filter(round=round, finished_at=None).exists():
        raise Conflict(_("Circles are being formed right now. Wait until that is done, or stop it."))
    refuse_outdated(round, version)
    seats = Seat.objects.filter(round=round)
    if not (leaving or back or joining or too_small(round)):
        raise InputError(_("Say who leaves or who joins."))
    unwilling = unwilling_in(round)
    for seat in back:
        if seat.pk in unwilling:
            raise InputError(_("%s was asked and did not ask for a seat.") % seat.label)
    seats.filter(pk__in=[seat.pk for seat in leaving]).update(takes_part=False, number=None, locked=False)
    seats.filter(pk__in=[seat.pk for seat in back]).update(takes_part=True)
    _add(round, joining)
    known = [one.person for one in joining if one.person is not None]
    if known:
        tell(ELIGIBLE, round, by, people=known, quantity=len(joining))
    if seats.filter(takes_part=True).count() < 2:
        raise InputError(_("Nobody would be left. End the round instead."))
    # Until circles are formed, a plan would show people without a circle.
    round.state, round.before_move = Round.State.DRAFT, {}
    keep(round, "state", "before_move")
    return round


@transaction.atomic
def drop_changes(round: Round, *, by: Person | None, version: int | None = None) -> Round:
    """Leave circles that people sit in as they are; changes not published yet are forgotten.

    Raises Conflict where the round changed since `version`, if one is given.
    """
    round = hold_round(round, by)
    if not round.is_changed:
        return round
    refuse_outdated(round, version)
    Forming.objects.filter(round=round).delete()
    seats = Seat.objects.filter(round=round)
    seats.filter(sits=None).update(takes_part=False, number=None, locked=False)
    seats.exclude(sits=None).update(takes_part=True, number=F("sits"))
    round.state, round.before_move = Round.State.PUBLISHED, {}
    keep(round, "state", "before_move")
    return round


def _add(round: Round, joining: Sequence[Listed]) -> None:
    after = (Seat.objects.filter(round=round).aggregate(last=Max("place"))["last"] or 0) + 1
    Seat.objects.bulk_create(
        Seat(
            organisation_id=round.organisation_id,
            round=round,
            place=place,
            code=one.code,
            label=one.label,
            person_id=one.person,
            waiting_id=one.waiting,
            cells=dict(one.cells),
        )
        for place, one in enumerate(joining, start=after)
    )
