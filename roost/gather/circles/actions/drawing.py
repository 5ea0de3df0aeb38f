"""Let in who wants a seat, by lot where more do than fit, and let the others wait, or step back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from roost.gather.circles.actions.locking import hold_round, keep
from roost.gather.circles.actions.mailing import withdraw_mails
from roost.gather.circles.actions.verbs import SELECTED, WAITS, WITHDREW, tell
from roost.gather.circles.models import Enrolment, Invitation, Round, Seat, Waiting
from roost.gather.circles.reads.enrolling import draw_seats, group_of, is_over, promised_in
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, NotFound
from roost.ground.people.models import Person


@dataclass(frozen=True)
class _Outcome:
    """Who was promised a seat, who is in because all fit, who was drawn or not by group, and whose turn is when."""

    promised: Sequence[Seat] = ()
    all_fit: Sequence[Seat] = ()
    groups: Sequence[tuple[Sequence[Seat], Sequence[Seat]]] = ()
    waiting: Sequence[tuple[Seat, int]] = ()

    @property
    def drawn(self) -> list[Seat]:
        return [seat for drawn, _others in self.groups for seat in drawn]


@transaction.atomic
def close_answers(round: Round, *, by: Person, version: int) -> Round:
    """Let in who wants a seat; where more do than fit, who was promised one comes first and the others draw lots.

    Who is not drawn waits, and who asked for later does too. Raises Conflict where nobody is being asked, the round
    changed since `version`, fewer than two people want a seat, or the seats are counted and somebody may still answer:
    otherwise it could be closed on those who answer first.
    """
    round = hold_round(round, by)
    if round.state != Round.State.INVITING or round.version != version:
        raise Conflict(_("This round was changed meanwhile, so nothing was changed yet. Here it is as it is now."))
    enrolment = Enrolment.objects.select_related("round").get(round=round)
    asked = list(Invitation.objects.filter(enrolment=enrolment).select_related("seat").order_by("seat__place"))
    if not is_over(enrolment, asked):
        raise Conflict(
            _("Lots can be drawn once the last day has passed everywhere, or sooner if everybody wants a seat.")
        )
    willing = [one.seat for one in asked if one.answer == Invitation.Answer.YES]
    if len(willing) < 2:
        raise Conflict(_("A circle needs two people at least. Wait for more answers, or end the round."))
    outcome = _let_in(enrolment, willing)
    chosen = [seat.pk for seat in (*outcome.promised, *outcome.all_fit, *outcome.drawn)]
    Seat.objects.filter(pk__in=chosen).update(takes_part=True)
    _keep_lot(enrolment, asked, outcome)
    later = [one.seat for one in asked if one.answer == Invitation.Answer.LATER]
    _let_wait(enrolment, [*outcome.waiting, *((seat, None) for seat in later)])
    enrolment.closed_at, enrolment.drawn = clock.now(), bool(outcome.groups)
    enrolment.save(update_fields=["closed_at", "drawn"])
    round.state = Round.State.DRAFT
    keep(round, "state")
    withdraw_mails([one for one in asked if not one.answer])
    _tell_outcome(round, by, outcome)
    return round


@transaction.atomic
def leave_waiting(waiting: Waiting, *, by: Person) -> None:
    """Wait no longer, also where one was to join, as long as that is not published and one did not ask for it there.

    Twice changes nothing.
    """
    if waiting.person_id != by.pk:
        raise NotFound(_("There is no such waiting list."))
    wanted = Invitation.objects.filter(person=by, answer=Invitation.Answer.YES).exclude(enrolment__round=waiting.round)
    rounds = Round.objects.filter(organisation=waiting.organisation_id, convener=waiting.round.convener_id)
    # Who waits comes into circles that people sit in, and into the round that was promised; other lists are not meant.
    rounds = rounds.filter(Q(published_at__isnull=False) | Q(after=waiting.round))
    rounds = rounds.filter(seats__in=_seats_to_be(by)).exclude(pk__in=wanted.values("enrolment__round"))
    # The rounds before the waiting list, as publishing does, so that neither waits for the other for ever.
    held = [hold_round(one, None) for one in rounds.order_by("pk")]
    if Waiting.objects.filter(pk=waiting.pk, ended_at=None).update(ended_at=clock.now()):
        for round in held:
            _step_out(round, by)
        tell(WITHDREW, waiting.round, by, people=[by.pk])


@transaction.atomic
def step_back(invitation: Invitation, *, by: Person) -> None:
    """Want a seat no longer, before circles are published; twice changes nothing. Raises Conflict once they are."""
    round = hold_round(invitation.enrolment.round, None)
    if invitation.person_id != by.pk:
        raise NotFound(_("There is no such invitation."))
    if round.published_at is not None:
        raise Conflict(_("The circles are published. You can leave yours."))
    if _step_out(round, by):
        tell(WITHDREW, round, by, people=[by.pk])


def _step_out(round: Round, by: Person) -> bool:
    """Take somebody out of a plan that is not published yet; say whether they were in it."""
    if not _seats_to_be(by).filter(round=round).update(takes_part=False, number=None, locked=False):
        return False
    keep(round)
    return True


def _seats_to_be(person: Person) -> QuerySet[Seat]:
    """Give where somebody takes part in what is not published yet."""
    return Seat.objects.filter(person=person, takes_part=True, sits=None)


def _let_in(enrolment: Enrolment, willing: Sequence[Seat]) -> _Outcome:
    if enrolment.places is None or len(willing) <= enrolment.places:
        return _Outcome(all_fit=willing)
    certain = set(promised_in(enrolment.round).values_list("pk", flat=True))
    promised = [seat for seat in willing if seat.pk in certain]
    among = [seat for seat in willing if seat.pk not in certain]
    # A promise is kept, even where that takes more seats than there were to be.
    drawn = draw_seats(among, enrolment, max(enrolment.places - len(promised), 0))
    groups: dict[str, tuple[list[Seat], list[Seat]]] = {}
    for seat, is_in in zip(among, drawn.selected, strict=True):
        groups.setdefault(group_of(seat, enrolment.strata), ([], []))[0 if is_in else 1].append(seat)
    waiting = [(seat, turn) for seat, turn in zip(among, drawn.turns, strict=True) if turn is not None]
    return _Outcome(promised=promised, groups=list(groups.values()), waiting=waiting)


def _keep_lot(enrolment: Enrolment, asked: Sequence[Invitation], outcome: _Outcome) -> None:
    """Keep what the lot gave to whom and among whom, because the list's columns may be called otherwise later."""
    lots = {seat.pk: Invitation.Lot.DRAWN for seat in outcome.drawn}
    lots |= {seat.pk: Invitation.Lot.WAITS for seat, _turn in outcome.waiting}
    drew = [one for one in asked if one.seat_id in lots]
    for one in drew:
        one.lot, one.group = lots[one.seat_id], group_of(one.seat, enrolment.strata)
    Invitation.objects.bulk_update(drew, ["lot", "group"], batch_size=500)


def _let_wait(enrolment: Enrolment, people: Iterable[tuple[Seat, int | None]]) -> None:
    """Put people on the waiting list; for who waits already the promise stands, with its place, by the earlier day.

    Who has no login is known by a list alone: what they were promised before goes over to this one.
    """
    before = Waiting.objects.filter(
        organisation_id=enrolment.organisation_id, ended_at=None, round__convener=enrolment.round.convener_id
    )
    known = set(before.exclude(person=None).values_list("person", flat=True))
    listed = list(people)
    again = [seat.person_id for seat, _turn in listed if seat.person_id in known]
    before.filter(person__in=again, promised_on__gt=enrolment.promised_on).update(promised_on=enrolment.promised_on)
    new = [(seat, turn) for seat, turn in listed if seat.person_id not in known]
    moving = before.filter(person=None, pk__in=[seat.waiting_id for seat, _turn in new if seat.waiting_id])
    days = dict(moving.values_list("pk", "promised_on"))
    moving.update(ended_at=clock.now())
    waiting = [
        Waiting(
            organisation_id=enrolment.organisation_id,
            round=enrolment.round,
            person_id=seat.person_id,
            code=seat.code,
            label=seat.label,
            turn=turn,
            promised_on=min(enrolment.promised_on, days.get(seat.waiting_id or 0, enrolment.promised_on)),
            since=clock.now(),
        )
        for seat, turn in new
    ]
    Waiting.objects.bulk_create(waiting, batch_size=500)
    for (seat, _turn), one in zip(new, waiting, strict=True):
        seat.waiting = one
    Seat.objects.bulk_update([seat for seat, _turn in new], ["waiting"], batch_size=500)


def _tell_outcome(round: Round, by: Person, outcome: _Outcome) -> None:
    """Record who is in and who waits, by groups of a lot, in which everybody had the same chance."""
    if outcome.promised:
        tell(SELECTED, round, by, people=_known(outcome.promised), quantity=len(outcome.promised), among="promised")
    if outcome.all_fit:
        tell(SELECTED, round, by, people=_known(outcome.all_fit), quantity=len(outcome.all_fit))
    for group, (drawn, others) in enumerate(outcome.groups, start=1):
        if drawn:
            tell(SELECTED, round, by, people=_known(drawn), quantity=len(drawn), among=f"group:{group}")
        if others:
            tell(WAITS, round, by, people=_known(others), quantity=len(others), among=f"group:{group}")


def _known(seats: Iterable[Seat]) -> list[int]:
    return [seat.person_id for seat in seats if seat.person_id is not None]
