"""Who wants a seat, how seats are drawn, who waits, and who was promised a seat before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from roost.gather.circles.engine.lot import Drawn, draw, fingerprint_of, group_name, lot_text
from roost.gather.circles.models import Enrolment, Invitation, Round, Seat, Waiting


@dataclass(frozen=True)
class Group:
    """A group in which everybody had the same chance: how many wanted a seat, and how many were drawn."""

    name: str
    willing: int
    drawn: int


@dataclass(frozen=True)
class AnswersPage:
    """What people said so far, as the convener finds it: names of who wants a seat, now or later, and counts."""

    round: Round
    enrolment: Enrolment
    willing: Sequence[str]
    later: Sequence[str]
    others: int
    without_login: Sequence[Invitation]
    is_over: bool
    promised: int
    fingerprint: str

    @property
    def asked(self) -> int:
        return len(self.willing) + len(self.later) + self.others

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Give what somebody can have answered, with words for it."""
        return [(str(value), str(words)) for value, words in Invitation.Answer.choices if value]

    @property
    def to_draw(self) -> int:
        """Give how many of those who want a seat will have to wait."""
        places = self.enrolment.places
        return max(len(self.willing) - max(places, self.promised), 0) if places is not None else 0


@dataclass(frozen=True)
class LotPage:
    """How seats were drawn, with what anybody needs to check it; `sure` took part in no lot."""

    round: Round
    enrolment: Enrolment
    fingerprint: str
    groups: Sequence[Group]
    sure: Sequence[str]
    drawn: Sequence[str]
    waiting: Sequence[Waiting]

    @property
    def chance(self) -> str:
        """Give everybody's chance in the lot, in per cent."""
        willing = sum(one.willing for one in self.groups)
        return f"{100 * sum(one.drawn for one in self.groups) / willing:.0f}" if willing else ""


def enrolment_of(round: Round) -> Enrolment | None:
    """Give how the people of a round were asked, None where they were not. One query."""
    return Enrolment.objects.filter(round=round).first()


def answers_page(round: Round, *, today: date) -> AnswersPage:
    """Give what people said so far. Four queries."""
    enrolment = Enrolment.objects.get(round=round)
    asked = list(Invitation.objects.filter(enrolment=enrolment).select_related("seat").order_by("seat__place"))
    willing = [one.seat for one in asked if one.answer == Invitation.Answer.YES]
    later = [one.seat for one in asked if one.answer == Invitation.Answer.LATER]
    return AnswersPage(
        round=round,
        enrolment=enrolment,
        willing=_by_name(willing),
        later=_by_name(later),
        others=len(asked) - len(willing) - len(later),
        without_login=[one for one in asked if one.person_id is None],
        is_over=enrolment.closes_on < today,
        promised=len(promised_among(round, willing)),
        fingerprint=fingerprint_of(enrolment.seed),
    )


def lot_page(round: Round) -> LotPage:
    """Give how seats were drawn. Three queries."""
    enrolment = Enrolment.objects.get(round=round)
    willing = _willing(enrolment)
    counts = Counter(group_of(one.seat, enrolment) for one in willing if one.lot)
    drawn = Counter(group_of(one.seat, enrolment) for one in willing if one.lot == Invitation.Lot.DRAWN)
    return LotPage(
        round=round,
        enrolment=enrolment,
        fingerprint=fingerprint_of(enrolment.seed),
        groups=[Group(name, counts[name], drawn[name]) for name in sorted(counts, key=str.lower)],
        sure=_by_name([one.seat for one in willing if not one.lot]),
        drawn=_by_name([one.seat for one in willing if one.lot == Invitation.Lot.DRAWN]),
        waiting=list(Waiting.objects.filter(round=round)),
    )


def lot_file(round: Round) -> str:
    """Write who took part in a lot, as `roost circles draw` gives it. Two queries."""
    enrolment = Enrolment.objects.get(round=round)
    lots = [one for one in _willing(enrolment) if one.lot]
    people = [(one.seat.code, group_of(one.seat, enrolment)) for one in lots]
    places = sum(one.lot == Invitation.Lot.DRAWN for one in lots)
    return lot_text(people, draw(people, places, enrolment.seed), enrolment.seed)


def draw_seats(seats: Sequence[Seat], enrolment: Enrolment, places: int) -> Drawn:
    """Draw seats by the enrolment's seed, evenly over its groups."""
    return draw([(seat.code, group_of(seat, enrolment)) for seat in seats], places, enrolment.seed)


def group_of(seat: Seat, enrolment: Enrolment) -> str:
    """Give the group in which somebody draws lots: what the list says of them in the chosen columns."""
    return group_name([str(seat.cells.get(name, "")) for name in enrolment.strata])


def promised_among(round: Round, seats: Sequence[Seat]) -> list[Seat]:
    """Give who was promised a seat by the same convener before. One query, or none where nobody is there."""
    waiting = Waiting.objects.filter(organisation_id=round.organisation_id, ended_at=None).exclude(round=round)
    people = set(
        waiting.filter(round__convener=round.convener_id, person__isnull=False).values_list("person", flat=True)
    )
    codes = set(waiting.filter(round=round.after_id, person=None).values_list("code", flat=True))
    return [seat for seat in seats if (seat.person_id in people if seat.person_id else seat.code in codes)]


def _willing(enrolment: Enrolment) -> list[Invitation]:
    asked = Invitation.objects.filter(enrolment=enrolment, answer=Invitation.Answer.YES)
    return list(asked.select_related("seat").order_by("seat__place"))


def _by_name(seats: Sequence[Seat]) -> list[str]:
    return sorted((seat.label for seat in seats), key=str.lower)
