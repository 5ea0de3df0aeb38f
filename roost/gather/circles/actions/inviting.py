"""Ask everybody on a round's list whether they want a seat, and take their answers."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from roost.gather.circles.actions.locking import hold_open, hold_round, keep
from roost.gather.circles.actions.mailing import withdraw_mails
from roost.gather.circles.actions.recognising import recognise
from roost.gather.circles.actions.verbs import ACCEPTED, DECLINED, DEFERRED, ELIGIBLE, OFFERED, tell
from roost.gather.circles.engine.sizes import choose_sizes
from roost.gather.circles.models import Enrolment, Invitation, Round, Seat
from roost.gather.circles.reads.enrolling import FEWEST_IN_A_GROUP, group_of
from roost.gather.circles.reads.headers import NAMES
from roost.gather.circles.reads.plans import people_of, sizes_in
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.kit.schedule import enqueue
from roost.ground.people.models import Person

LONGEST_WORDS = 1_000
MOST_STRATA = 2
LONGEST_ASKING = timedelta(days=90)
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

    Raises InputError for days that make no sense, places that no circle fits into, or columns that there are not or
    that make groups too small to draw lots in; Conflict where people were asked already, or as `hold_open` does.
    """
    round = hold_open(round, by, version)
    if round.published_at is not None or Enrolment.objects.filter(round=round).exists():
        raise Conflict(_("The people of this round were asked already, or sit in circles."))
    seats = recognise(round, people_of(round))
    _refuse_offer(round, seats, offer, clock.today(by.time_zone))
    enrolment = _enrolment(round, offer)
    enrolment.seed, enrolment.asked_at = offer.seed or secrets.token_hex(16), clock.now()
    enrolment.save()
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
    tell(OFFERED, round, by, people=asked, quantity=len(asked))
    enqueue(MAILS, enrolment=enrolment.pk)
    return enrolment


def look_over(round: Round, *, by: Person, offer: Offer) -> Enrolment:
    """Give what people would be asked with, without asking them; raises InputError as `invite_people` does."""
    _refuse_offer(round, people_of(round), offer, clock.today(by.time_zone))
    return _enrolment(round, offer)


def _enrolment(round: Round, offer: Offer) -> Enrolment:
    return Enrolment(
        organisation_id=round.organisation_id,
        round=round,
        words=offer.words,
        closes_on=offer.closes_on,
        places=offer.places,
        strata=list(offer.strata),
        promised_on=offer.promised_on,
    )


@transaction.atomic
def answer_invitation(invitation: Invitation, *, by: Person, answer: str) -> Invitation:
    """Say whether one wants a seat, or change that; a reason is not asked for.

    Raises Conflict once the answers are closed, InputError for no answer that there is, NotFound for anybody else's.
    """
    round = hold_round(invitation.enrolment.round, None)
    if invitation.person_id != by.pk:
        raise NotFound(_("There is no such invitation."))
    if invitation.enrolment.closes_on < clock.today(by.time_zone):
        raise Conflict(_("The answers are closed, so nothing was changed."))
    withdraw_mails([invitation])
    return _answer(round, invitation, answer, by)


@transaction.atomic
def note_answers(round: Round, *, by: Person, noted: Mapping[int, tuple[str, str]]) -> int:
    """Write down what people without a login said, all or nothing; the convener alone does. Say how many changed.

    `noted` has for the key of an invitation what stood there before, and what they said. Raises Conflict where
    something else stands there by now or somebody answers for themselves, otherwise as `answer_invitation` does.
    """
    round = hold_round(round, by)
    found = Invitation.objects.filter(enrolment__round=round, pk__in=noted).order_by("pk")
    said = [(one, *noted[one.pk]) for one in found.select_related("enrolment", "seat")]
    changed = [(one, before, answer) for one, before, answer in said if answer not in (before, one.answer)]
    for one, before, answer in changed:
        if one.person_id is not None:
            raise Conflict(_("Who is known here answers themselves."))
        if one.answer != before:
            raise Conflict(_("What %s said was noted otherwise meanwhile, so nothing was kept.") % one.seat.label)
        _answer(round, one, answer, by)
    return len(changed)


def _answer(round: Round, invitation: Invitation, answer: str, by: Person) -> Invitation:
    """Keep an answer while the round is held, so that nobody answers while lots are drawn."""
    if answer not in ANSWERED:
        raise InputError(_("Say yes, no, or later."))
    if round.state != Round.State.INVITING:
        raise Conflict(_("The answers are closed, so nothing was changed."))
    invitation = Invitation.objects.select_related("enrolment", "seat").get(pk=invitation.pk)
    if invitation.answer != answer:
        invitation.answer, invitation.answered_at = answer, clock.now()
        invitation.noted_by = by if invitation.person_id is None else None
        invitation.save(update_fields=["answer", "answered_at", "noted_by"])
        known = [invitation.person_id] if invitation.person_id is not None else []
        tell(ANSWERED[Invitation.Answer(answer)], round, by, people=known)
    return invitation


def refuse_days(closes_on: date, promised_on: date, today: date) -> None:
    """Raise InputError where a last day for answers lies in the past, too far ahead, or after what is promised."""
    if closes_on < today:
        raise InputError(_("The last day for answers lies in the past. Choose today or a later day."))
    if closes_on > today + LONGEST_ASKING:
        raise InputError(_("Ask for three months at most."))
    if promised_on <= closes_on:
        raise InputError(_("The day by which who waits gets a seat comes after the last day for answers."))


def _refuse_offer(round: Round, seats: Sequence[Seat], offer: Offer, today: date) -> None:
    refuse_days(offer.closes_on, offer.promised_on, today)
    if offer.places is not None:
        if offer.places > len(seats):
            raise InputError(_("There are more seats than people on the list. Leave it empty, and nobody has to wait."))
        choose_sizes(offer.places, sizes_in(round))
    if len(offer.words) > LONGEST_WORDS:
        raise InputError(_("Keep your words within %s characters.") % LONGEST_WORDS)
    if len(offer.strata) > MOST_STRATA or not set(offer.strata) <= set(round.columns) - NAMES:
        raise InputError(_("Choose at most two columns of the list."))
    groups = Counter(group_of(seat, offer.strata) for seat in seats)
    if len(groups) > max(len(seats) // FEWEST_IN_A_GROUP, 2):
        words = _("These columns make %(groups)s groups of %(people)s people. Fewer groups make a fairer comparison.")
        raise InputError(words % {"groups": len(groups), "people": len(seats)})
