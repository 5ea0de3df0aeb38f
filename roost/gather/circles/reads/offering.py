"""What goes out when people are asked: to whom, in which words, by mail and on their page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roost.gather.circles.models import Enrolment, Invitation
from roost.gather.circles.reads.enrolling import promised_by_round
from roost.gather.circles.reads.gathering import Asked
from roost.gather.circles.reads.plans import people_of
from roost.gather.circles.reads.recognising import recognise_anew
from roost.ground.people.models import Person
from roost.ground.people.reads import names_in


@dataclass(frozen=True)
class OfferPage:
    """An offer before it goes out: who is asked, of those who has no address, and who must be told otherwise."""

    enrolment: Enrolment
    asked: Sequence[str]
    unmailed: Sequence[str]
    others: Sequence[str]
    subject: str
    letter: str
    one: Asked


def subject_of_letter() -> str:
    """Give what the mail that asks people is called."""
    return _("You are asked whether you want a seat in a circle")


def letter(title: str, words: str, closes_on: date, address: str) -> str:
    """Write the mail that asks people, with where to answer."""
    lines = [
        title,
        "",
        *([words, ""] if words else []),
        _("Say until %(day)s whether you want a seat; a reason is not asked for:")
        % {"day": date_format(closes_on, "j F Y")},
        address,
        "",
    ]
    return "\n".join(lines)


def offer_page(enrolment: Enrolment, *, address: str) -> OfferPage:
    """Show an offer that is not kept yet as people would get it. Six queries."""
    round = enrolment.round
    seats = people_of(round)
    person_of = {seat.pk: seat.person_id for seat in seats} | recognise_anew(round, seats)
    known = {person for person in person_of.values() if person is not None}
    reachable = set(Person.objects.filter(pk__in=known).exclude(email=None).values_list("pk", flat=True))
    convener = round.convener_id or 0
    asked = Asked(
        Invitation(enrolment=enrolment),
        names_in(round.organisation_id, {convener}).get(convener, ""),
        promised_by_round({round.pk}).get(round.pk, 0),
    )
    by_name = sorted(seats, key=lambda seat: seat.label.lower())
    return OfferPage(
        enrolment=enrolment,
        asked=[seat.label for seat in by_name if person_of[seat.pk] is not None],
        unmailed=[seat.label for seat in by_name if person_of[seat.pk] in known - reachable],
        others=[seat.label for seat in by_name if person_of[seat.pk] is None],
        subject=subject_of_letter(),
        letter=letter(round.title, enrolment.words, enrolment.closes_on, address),
        one=asked,
    )
