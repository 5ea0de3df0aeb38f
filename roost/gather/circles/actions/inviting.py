"""Ask everybody on a round's list whether they want a seat, take their answers, and draw where more do than fit."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from roost.gather.circles.actions.locking import hold_open, hold_round, keep
from roost.gather.circles.actions.verbs import (
    ACCEPTED,
    DECLINED,
    DEFERRED,
    ELIGIBLE,
    OFFERED,
    SELECTED,
    WAITS,
    tell,
)
from roost.gather.circles.engine.sizes import choose_sizes
from roost.gather.circles.models import Enrolment, Invitation, Round, Seat, Waiting
from roost.gather.circles.reads.enrolling import draw_seats, group_of, promised_among
from roost.gather.circles.reads.plans import people_of, sizes_in
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.kit.schedule import enqueue
from roost.ground.people.models import Person
from roost.ground.people.reads import today_here

LONGEST_WORDS = 1_000
MOST_STRATA = 2
MAILS = "roost.gather.circles.tasks.send_invitations"
ANSWERED = {
    Invitation.Answer.YES: ACCEPTED,
    Invitation.Answer.NO: DECLINED,
    Invitation.Answer.LATER: DEFERRED,
}


@dataclass(frozen=True)
class Offer:
    """Hold what people are asked with: some words, until when, how many seats there are, and what holds for the rest.

    `places` is None where everybody who wants to is seated; `strata` names columns of the list. A `seed` is given where
    a lot has to come out the same again, as in a demo; otherwise it is drawn by chance.
    """

    closes_on: date
    promised_on: date
    places: int | None = None
    strata: Sequence[str] = ()
    words: str = ""
    seed: str = ""


@transaction.atomic
def invite_people(round: Round, *, by: Person, version: int, offer: Offer) -> Enrolment:
    """Ask everybody on a round's list whether they want a seat, before there are circles.

    Raises InputError for days in the past, places that no circle fits into, or columns that there are not; Conflict
    where people were asked already, or as `hold_open` does.
    """
    round = hold_open(round, by, version)
    if round.published_at is not None or Enrolment.objects.filter(round=round).exists():
        raise Conflict(_("The people of this round were asked already, or sit in circles."))
    _refuse_offer(round, offer)
    now = clock.now()
    enrolment = Enrolment.objects.create(
        organisation_id=round.organisation_id,
        round=round,
        words=offer.words,
        closes_on=offer.closes_on,
        places=offer.places,
        strata=list(offer.strata),
        promised_on=offer.promised_on,
        seed=offer.seed or secrets.token_hex(16),
        asked_at=now,
    )
    seats = people_of(round)
    Invitation.objects.bulk_create(
        [
            Invitation(organisation_id=round.organisation_id, enrolment=enrolment, seat=seat, person_id=seat.person_id)
            for seat in seats
        ],
        batch_size=500,
    )
    Seat.objects.filter(round=round).update(takes_part=False, number=None, locked=False, why=[])
    round.state = Round.State.INVITING
    keep(round, "state")
    asked = [seat.person_id for seat in seats if seat.person_id is not None]
    tell(ELIGIBLE, round, by, people=asked, quantity=len(seats), key=f"circles.eligible:{round.pk}")
    tell(OFFERED, round, by, people=asked, quantity=len(seats))
    enqueue(MAILS, enrolment=enrolment.pk)
    return enrolment


@transaction.atomic
def answer_invitation(invitation: Invitation, *, by: Person, answer: str) -> Invitation:
    """Say whether one wants a seat, or change that; a reason is not asked for.

    Raises Conflict once the answers are closed, InputError for no answer that there is.
    """
    return _answer(invitation, answer, by=by, noted=False)


@transaction.atomic
def note_answer(invitation: Invitation, *, by: Person, answer: str) -> Invitation:
    """Write down what somebody without a login said; the convener alone does. Raises as `answer_invitation` does."""
    if invitation.person_id is not None:
        raise Conflict(_("Who has a login answers themselves."))
    return _answer(invitation, answer, by=by, noted=True)


@transaction.atomic
def close_answers(round: Round, *, by: Person, version: int) -> Round:
    """Let in who wants a seat; where more do than fit, who was promised one comes first and the others draw lots.

    Who is not drawn waits, and who asked for later does too. Raises Conflict where nobody is being asked, the round
    changed since `version`, or fewer than two people want a seat.
    """
    round = hold_round(round, by)
    if round.state != Round.State.INVITING or round.version != version:
        raise Conflict(_("This round was changed meanwhile, so nothing was changed yet. Here it is as it is now."))
    enrolment = Enrolment.objects.select_related("round").get(round=round)
    asked = list(Invitation.objects.filter(enrolment=enrolment).select_related("seat").order_by("seat__place"))
    willing = [one.seat for one in asked if one.answer == Invitation.Answer.YES]
    if len(willing) < 2:
        raise Conflict(_("A circle needs two people at least. Wait for more answers, or end the round."))
    outcome = _let_in(enrolment, willing)
    Seat.objects.filter(pk__in=[seat.pk for seat in (*outcome.sure, *outcome.drawn)]).update(takes_part=True)
    for lot, seats in (
        (Invitation.Lot.DRAWN, outcome.drawn),
        (Invitation.Lot.WAITS, [one for one, _turn in outcome.waiting]),
    ):
        Invitation.objects.filter(seat__in=[seat.pk for seat in seats]).update(lot=lot)
    later = [one.seat for one in asked if one.answer == Invitation.Answer.LATER]
    _let_wait(enrolment, [*outcome.waiting, *((seat, None) for seat in later)])
    enrolment.closed_at, enrolment.drawn = clock.now(), bool(outcome.groups)
    enrolment.save(update_fields=["closed_at", "drawn"])
    round.state = Round.State.DRAFT
    keep(round, "state")
    _tell_outcome(round, by, outcome)
    return round


@transaction.atomic
def leave_waiting(waiting: Waiting, *, by: Person) -> Waiting:
    """Wait no longer; twice changes nothing."""
    waiting = Waiting.objects.select_for_update().get(pk=waiting.pk)
    if waiting.person_id != by.pk:
        raise NotFound(_("There is no such waiting list."))
    if waiting.ended_at is None:
        waiting.ended_at = clock.now()
        waiting.save(update_fields=["ended_at"])
        tell(DECLINED, waiting.round, by, people=[by.pk])
    return waiting


@dataclass(frozen=True)
class _Outcome:
    """Who needs no lot to be in, who was drawn or not by group, and who waits with their turn."""

    sure: Sequence[Seat]
    groups: Sequence[tuple[Sequence[Seat], Sequence[Seat]]] = ()
    waiting: Sequence[tuple[Seat, int]] = ()

    @property
    def drawn(self) -> list[Seat]:
        return [seat for drawn, _others in self.groups for seat in drawn]


def _let_in(enrolment: Enrolment, willing: Sequence[Seat]) -> _Outcome:
    if enrolment.places is None or len(willing) <= enrolment.places:
        return _Outcome(willing)
    promised = promised_among(enrolment.round, willing)
    among = [seat for seat in willing if seat not in promised]
    # A promise is kept, even where that takes more seats than there were to be.
    drawn = draw_seats(among, enrolment, max(enrolment.places - len(promised), 0))
    groups: dict[str, tuple[list[Seat], list[Seat]]] = {}
    for seat, is_in in zip(among, drawn.selected, strict=True):
        groups.setdefault(group_of(seat, enrolment), ([], []))[0 if is_in else 1].append(seat)
    waiting = [(seat, turn) for seat, turn in zip(among, drawn.turns, strict=True) if turn is not None]
    return _Outcome(promised, list(groups.values()), waiting)


def _let_wait(enrolment: Enrolment, people: Iterable[tuple[Seat, int | None]]) -> None:
    waiting = [
        Waiting(
            organisation_id=enrolment.organisation_id,
            round=enrolment.round,
            person_id=seat.person_id,
            code=seat.code,
            label=seat.label,
            turn=turn,
            promised_on=enrolment.promised_on,
            since=clock.now(),
        )
        for seat, turn in people
    ]
    Waiting.objects.bulk_create(waiting, batch_size=500)


def _tell_outcome(round: Round, by: Person, outcome: _Outcome) -> None:
    """Record who is in and who waits, by groups of a lot, in which everybody had the same chance."""
    if outcome.sure:
        tell(SELECTED, round, by, people=_known(outcome.sure), quantity=len(outcome.sure))
    for group, (drawn, others) in enumerate(outcome.groups, start=1):
        if drawn:
            tell(SELECTED, round, by, people=_known(drawn), quantity=len(drawn), group=group)
        if others:
            tell(WAITS, round, by, people=_known(others), quantity=len(others), group=group)


def _known(seats: Iterable[Seat]) -> list[int]:
    return [seat.person_id for seat in seats if seat.person_id is not None]


def _answer(invitation: Invitation, answer: str, *, by: Person, noted: bool) -> Invitation:
    if answer not in ANSWERED:
        raise InputError(_("Say yes, no, or later."))
    # The round is held, so that nobody answers while lots are drawn.
    round = Round.objects.select_for_update().get(pk=invitation.enrolment.round_id)
    invitation = Invitation.objects.select_related("enrolment", "seat").get(pk=invitation.pk)
    is_over = invitation.enrolment.closed_at is not None or round.state != Round.State.INVITING
    if is_over or (not noted and invitation.enrolment.closes_on < clock.today(by.time_zone)):
        raise Conflict(_("The answers are closed, so nothing was changed."))
    if invitation.answer != answer:
        invitation.answer, invitation.answered_at = answer, clock.now()
        invitation.noted_by = by if noted else None
        invitation.save(update_fields=["answer", "answered_at", "noted_by"])
        tell(ANSWERED[Invitation.Answer(answer)], round, by, people=_known([invitation.seat]))
    return invitation


def _refuse_offer(round: Round, offer: Offer) -> None:
    today = today_here()
    if offer.closes_on < today:
        raise InputError(_("The last day for answers lies in the past. Choose today or a later day."))
    if offer.promised_on <= offer.closes_on:
        raise InputError(_("The day by which who waits gets a seat comes after the last day for answers."))
    if offer.places is not None:
        choose_sizes(offer.places, sizes_in(round))
    if len(offer.words) > LONGEST_WORDS:
        raise InputError(_("Keep your words within %s characters.") % LONGEST_WORDS)
    if len(offer.strata) > MOST_STRATA or not set(offer.strata) <= set(round.columns):
        raise InputError(_("Choose at most two columns of the list."))
