"""Who wants a seat, how seats are drawn, who waits, and who was promised a seat before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from roost.gather.circles.engine.lot import Drawn, draw, fingerprint_of, group_name, lot_text, number_of
from roost.gather.circles.models import Enrolment, Invitation, Round, Seat, Waiting
from roost.ground.kit import clock

# Where a day ends last.
LAST_OF_ALL = "Etc/GMT+12"
# Of fewer people a group, often nobody is drawn or nobody waits, and there is nothing to compare.
FEWEST_IN_A_GROUP = 4


@dataclass(frozen=True)
class Group:
    """A group in which everybody had the same chance: how many wanted a seat, and how many were drawn."""

    name: str
    willing: int
    drawn: int


@dataclass(frozen=True)
class AnswersPage:
    """What people said so far, as the convener finds it: names of who wants a seat, now or later, and counts.

    `may_close` says whether lots may be drawn by now, or need not be.
    """

    round: Round
    enrolment: Enrolment
    willing: Sequence[str]
    later: Sequence[str]
    others: int
    without_login: Sequence[Invitation]
    may_close: bool
    promised: int
    fingerprint: str

    @property
    def asked(self) -> int:
        return len(self.willing) + len(self.later) + self.others

    @property
    def first_later(self) -> date:
        """Give the first day to which the last one could be moved."""
        today = clock.today(LAST_OF_ALL)
        return max(self.enrolment.closes_on + timedelta(days=1), today)

    @property
    def last_possible(self) -> date:
        """Give the last day to which it could be moved: before the promise to who has to wait."""
        return self.enrolment.promised_on - timedelta(days=1)

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


@dataclass(frozen=True)
class MyLot:
    """How a lot came out for one person: their number, and that of the last who was drawn in their group."""

    invitation: Invitation
    fingerprint: str
    number: str
    group: Group
    last: str

    @property
    def is_drawn(self) -> bool:
        return self.invitation.lot == Invitation.Lot.DRAWN


def enrolment_of(round: Round) -> Enrolment | None:
    """Give how the people of a round were asked, None where they were not. One query."""
    return Enrolment.objects.filter(round=round).first()


def is_over(enrolment: Enrolment, asked: Sequence[Invitation]) -> bool:
    """Say whether answers can be closed: the last day is over, everybody wants a seat, or seats are not counted.

    Before the last day is over a no of somebody whom Roost asks counts as no answer: or the one who could close would
    know who said it.
    """
    past = clock.today(LAST_OF_ALL) > enrolment.closes_on
    return enrolment.places is None or past or all(_is_said(one) for one in asked)


def answers_page(round: Round) -> AnswersPage:
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
        may_close=is_over(enrolment, asked),
        promised=promised_in(round).filter(pk__in=[seat.pk for seat in willing]).count(),
        fingerprint=fingerprint_of(enrolment.seed),
    )


def lot_page(round: Round) -> LotPage:
    """Give how seats were drawn. Three queries."""
    enrolment = Enrolment.objects.get(round=round)
    willing = _willing(enrolment)
    return LotPage(
        round=round,
        enrolment=enrolment,
        fingerprint=fingerprint_of(enrolment.seed),
        groups=_groups(willing),
        sure=_by_name([one.seat for one in willing if not one.lot]),
        drawn=_by_name([one.seat for one in willing if one.lot == Invitation.Lot.DRAWN]),
        waiting=list(Waiting.objects.filter(round=round)),
    )


def my_lot(invitation: Invitation) -> MyLot | None:
    """Give how a lot came out for one person, None for who took part in none. One query."""
    if not invitation.lot:
        return None
    enrolment = invitation.enrolment
    willing = [one for one in _willing(enrolment) if one.group == invitation.group]
    (group,) = _groups(willing)
    drawn = [number_of(one.seat.code, enrolment.seed) for one in willing if one.lot == Invitation.Lot.DRAWN]
    return MyLot(
        invitation=invitation,
        fingerprint=fingerprint_of(enrolment.seed),
        number=number_of(invitation.seat.code, enrolment.seed),
        group=group,
        last=max(drawn, default=""),
    )


def lot_file(round: Round) -> str:
    """Write who took part in a lot and what came of it, as `roost circles draw` gives it. Three queries."""
    enrolment = Enrolment.objects.get(round=round)
    turns = dict(Waiting.objects.filter(round=round).exclude(turn=None).values_list("code", "turn"))
    people = [one for one in _willing(enrolment) if one.lot]
    return lot_text([(one.seat.code, one.group, turns.get(one.seat.code)) for one in people], enrolment.seed)


def draw_seats(seats: Sequence[Seat], enrolment: Enrolment, places: int) -> Drawn:
    """Draw seats by the enrolment's seed, evenly over its groups."""
    return draw([(seat.code, group_of(seat, enrolment.strata)) for seat in seats], places, enrolment.seed)


def group_of(seat: Seat, strata: Sequence[str]) -> str:
    """Give the group in which somebody draws lots: what the list says of them in the chosen columns."""
    return group_name([str(seat.cells.get(name, "")) for name in strata])


def promised_in(round: Round) -> QuerySet[Seat]:
    """Give whose seats of a round its convener promised before."""
    return _promised(Seat.objects.filter(round=round))


def promised_by_round(rounds: Collection[int]) -> dict[int, int]:
    """Say how many seats of each round its convener promised before, of rounds where any was. One query."""
    counted = _promised(Seat.objects.filter(round__in=rounds)).order_by().values_list("round")
    return dict(counted.annotate(count=Count("pk")))


def _promised(seats: QuerySet[Seat]) -> QuerySet[Seat]:
    waiting = Waiting.objects.filter(organisation=OuterRef("organisation"), ended_at=None)
    waiting = waiting.exclude(round=OuterRef("round"))
    people = waiting.filter(round__convener=OuterRef("round__convener"), person=OuterRef("person"))
    return seats.filter(Q(Exists(people)) | Q(Exists(waiting.filter(pk=OuterRef("waiting")))))


def _is_said(one: Invitation) -> bool:
    return bool(one.answer) if one.person_id is None else one.answer in {Invitation.Answer.YES, Invitation.Answer.LATER}


def _groups(willing: Sequence[Invitation]) -> list[Group]:
    counts = Counter(one.group for one in willing if one.lot)
    drawn = Counter(one.group for one in willing if one.lot == Invitation.Lot.DRAWN)
    return [Group(name, counts[name], drawn[name]) for name in sorted(counts, key=str.lower)]


def _willing(enrolment: Enrolment) -> list[Invitation]:
    asked = Invitation.objects.filter(enrolment=enrolment, answer=Invitation.Answer.YES)
    return list(asked.select_related("seat").order_by("seat__place"))


def _by_name(seats: Sequence[Seat]) -> list[str]:
    return sorted((seat.label for seat in seats), key=str.lower)
