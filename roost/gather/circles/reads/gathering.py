"""What somebody finds under Gather: what they are asked, their circles, where they wait, and rounds they convene."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from roost.gather.circles.access import (
    open_proposals,
    undecided_by,
    visible_invitations,
    visible_memberships,
    visible_proposals,
    visible_rounds,
    visible_seats_to_be,
    visible_waiting,
    waiting_with,
)
from roost.gather.circles.engine.lot import fingerprint_of
from roost.gather.circles.models import Agreement, Circle, Enrolment, Invitation, Member, Proposal, Round, Waiting
from roost.gather.circles.ports import WAYS, Way
from roost.gather.circles.reads.enrolling import promised_by_round
from roost.gather.circles.reads.naming import called_after
from roost.ground.kit import clock
from roost.ground.people.models import Person
from roost.ground.people.reads import names_in
from roost.ground.ui.slots import Card

# How long Today shows a circle that is new to somebody.
NEW_FOR = timedelta(weeks=1)
# How long before a promise is due Today reminds of it who gave it.
DUE_WITHIN = timedelta(weeks=3)
MOST_ROUNDS = 50


@dataclass(frozen=True)
class Proposed:
    """Somebody proposed for a circle, as one of its people finds it; `answer` is what that one said, if they did."""

    proposal: Proposal
    name: str
    by: str
    is_mine: bool
    answer: bool | None


@dataclass(frozen=True)
class Wanted:
    """A circle that would like somebody in it, as they find it, with who sits there."""

    proposal: Proposal
    people: Sequence[str]


@dataclass(frozen=True)
class MyCircle:
    """A circle that somebody sits in: who else does, how many whom Roost does not know, and why they sit there.

    `convener` is empty for circles that people began by themselves, `convener_sits` whether they are one of its people;
    `way` leads on to what its people do.
    """

    member: Member
    name: str
    others: Sequence[str]
    convener: str
    convener_sits: bool
    proposals: Sequence[Proposed] = ()
    way: Way | None = None

    @property
    def title(self) -> str:
        return self.eyebrow or self.name

    @property
    def eyebrow(self) -> str:
        """Give what stands above its name: the round it was formed in, nothing where people began it."""
        return _above(self.member.circle)

    @property
    def unknown(self) -> int:
        return self.member.circle.unknown

    @property
    def why(self) -> list[str]:
        return [str(one) for one in self.member.why]


@dataclass(frozen=True)
class SharedCircle:
    """A circle as all who sit in it find it: who they are, by id, and how many others Roost does not know."""

    number: int
    organisation: int
    name: str
    eyebrow: str
    people: Mapping[int, str]
    unknown: int

    @property
    def size(self) -> int:
        return len(self.people) + self.unknown


@dataclass(frozen=True)
class Asked:
    """What somebody is asked: whether they want a seat in circles, by whom, until when."""

    invitation: Invitation
    convener: str
    promised: int

    @property
    def title(self) -> str:
        """Give the question, or what was said to it."""
        said = {
            Invitation.Answer.YES: _("You want a seat in a circle"),
            Invitation.Answer.LATER: _("You want a seat in a later round"),
            Invitation.Answer.NO: _("You said: not this time"),
        }
        return said.get(Invitation.Answer(self.invitation.answer), _("Do you want a seat in a circle?"))

    @property
    def by_oneself(self) -> bool:
        """Say whether the one asked is the one who asks."""
        return self.invitation.person_id == self.enrolment.round.convener_id

    @property
    def enrolment(self) -> Enrolment:
        return self.invitation.enrolment

    @property
    def fingerprint(self) -> str:
        """Give what proves later that the lot's seed was fixed before anybody answered."""
        return fingerprint_of(self.enrolment.seed)


@dataclass(frozen=True)
class MyTurn:
    """Somebody's own place on a waiting list; `convener` is empty where who promised the seat is here no longer.

    `invitation` is how they were asked, as long as the list is there.
    """

    waiting: Waiting
    convener: str
    invitation: int | None


@dataclass(frozen=True)
class RoundLine:
    """A round that somebody convenes, how many want a seat where people are being asked, and how many left by now."""

    round: Round
    people: int
    willing: int
    left: int


@dataclass(frozen=True)
class PromiseLine:
    """Who waits for a seat that somebody promised in one round."""

    round: Round
    waiting: Sequence[Waiting]

    @property
    def day(self) -> date:
        """Give the earliest day by which a seat was promised."""
        return min(one.promised_on for one in self.waiting)


@dataclass(frozen=True)
class GatherPage:
    """What somebody finds under Gather, what they are asked first, then the newest first."""

    asked: Sequence[Asked]
    chosen: Sequence[Invitation]
    wanted: Sequence[Wanted]
    circles: Sequence[MyCircle]
    waiting: Sequence[MyTurn]
    rounds: Sequence[RoundLine]
    promises: Sequence[PromiseLine]

    @property
    def is_empty(self) -> bool:
        """Say whether nothing of circles concerns them so far."""
        return not any((self.asked, self.chosen, self.wanted, self.circles, self.waiting, self.rounds))


def gather_page(person: Person) -> GatherPage:
    """Give what somebody finds under Gather. Some fifteen queries, and four for the names of each organisation."""
    return GatherPage(
        asked=asked_of(person),
        chosen=list(visible_seats_to_be(person)),
        wanted=wanted_by_circles(person),
        circles=_with_ways(person, my_circles(person)),
        waiting=turns_of(person),
        rounds=_rounds(person),
        promises=promises_of(person),
    )


def _with_ways(person: Person, circles: Sequence[MyCircle]) -> list[MyCircle]:
    ways = WAYS.of(person, [one.member.circle_id for one in circles])
    return [replace(one, way=ways.get(one.member.circle_id)) for one in circles]


def asked_of(person: Person) -> list[Asked]:
    """Give what somebody is asked. One query; two more where they are asked, and one for each further organisation."""
    invitations = list(visible_invitations(person))
    rounds = {one.enrolment.round_id for one in invitations}
    promised = promised_by_round(rounds) if rounds else {}
    names: dict[int, str] = {}
    for organisation in {one.organisation_id for one in invitations}:
        here = [one for one in invitations if one.organisation_id == organisation]
        names |= names_in(organisation, {by for one in here if (by := one.enrolment.round.convener_id) is not None})
    return [
        Asked(one, names.get(one.enrolment.round.convener_id or 0, ""), promised.get(one.enrolment.round_id, 0))
        for one in invitations
    ]


def my_circles(person: Person) -> list[MyCircle]:
    """Give the circles that somebody sits in, the newest first. Four queries, and one for each organisation's names."""
    mine = list(visible_memberships(person))
    together: dict[int, list[int]] = {one.circle_id: [] for one in mine}
    for circle, who in Member.objects.filter(circle__in=together).values_list("circle", "person"):
        together[circle].append(who)
    proposals = _proposals_in([one.circle_id for one in mine if one.circle.round_id is None])
    said = dict(Agreement.objects.filter(proposal__in=proposals, person=person).values_list("proposal", "agrees"))
    names: dict[int, str] = {}
    for organisation in {one.organisation_id for one in mine}:
        here = [one for one in mine if one.organisation_id == organisation]
        people = {who for one in here for who in together[one.circle_id]}
        people |= {who for one in proposals for who in (one.person_id, one.by_id)}
        names |= names_in(organisation, people | {_convener_of(one) for one in here})
    return [
        MyCircle(
            member=one,
            name=_called(one.circle, (names.get(who, "") for who in together[one.circle_id])),
            others=sorted(names.get(who, "") for who in together[one.circle_id] if who != person.pk),
            convener=names.get(_convener_of(one), ""),
            convener_sits=_convener_of(one) in together[one.circle_id],
            proposals=[
                Proposed(
                    proposal,
                    names.get(proposal.person_id, ""),
                    names.get(proposal.by_id, ""),
                    proposal.by_id == person.pk,
                    said.get(proposal.pk),
                )
                for proposal in proposals
                if proposal.circle_id == one.circle_id
            ],
        )
        for one in mine
    ]


def shared_circle(circle: Circle) -> SharedCircle:
    """Give a circle that somebody holds, with who sits in it in the order of names. Two queries."""
    return shared_circles([circle])[circle.pk]


def shared_circles(circles: Collection[Circle]) -> dict[int, SharedCircle]:
    """Give circles by their ids, as `shared_circle` does. One query, and one for the names of each organisation."""
    sitting: dict[int, set[int]] = {one.pk: set() for one in circles}
    for circle, who in Member.objects.filter(circle__in=sitting).values_list("circle", "person"):
        sitting[circle].add(who)
    names = {
        organisation: names_in(
            organisation, set().union(*(sitting[one.pk] for one in circles if one.organisation_id == organisation))
        )
        for organisation in {one.organisation_id for one in circles}
    }
    return {one.pk: _shared(one, sitting[one.pk], names[one.organisation_id]) for one in circles}


def _shared(circle: Circle, sitting: Collection[int], names: Mapping[int, str]) -> SharedCircle:
    named = [(who, names[who]) for who in sitting if who in names]
    people = dict(sorted(named, key=lambda one: (one[1].lower(), one[0])))
    name = _called(circle, people.values())
    return SharedCircle(circle.pk, circle.organisation_id, name, _above(circle), people, circle.unknown)


def _called(circle: Circle, people: Iterable[str]) -> str:
    """Give what its people call a circle, or else its number, or who sits in it."""
    return circle.own_name or circle.name or called_after(people)


def _above(circle: Circle) -> str:
    """Give the round a circle was formed in, and its number there where its people call it otherwise."""
    if circle.round is None:
        return ""
    return f"{circle.round.title} · {circle.name}" if circle.own_name else circle.round.title


def wanted_by_circles(person: Person) -> list[Wanted]:
    """Give the circles that would like somebody in them. Two queries, and one for each organisation's names."""
    proposals = list(visible_proposals(person))
    sitting: dict[int, set[int]] = {one.circle_id: set() for one in proposals}
    for circle, who in Member.objects.filter(circle__in=sitting).values_list("circle", "person"):
        sitting[circle].add(who)
    names: dict[int, str] = {}
    for organisation in {one.organisation_id for one in proposals}:
        here = [sitting[one.circle_id] for one in proposals if one.organisation_id == organisation]
        names |= names_in(organisation, set().union(*here))
    return [Wanted(one, sorted(names[who] for who in sitting[one.circle_id] if who in names)) for one in proposals]


def _proposals_in(circles: Sequence[int]) -> list[Proposal]:
    return list(open_proposals().filter(circle__in=circles).order_by("pk")) if circles else []


def my_circle(member: Member) -> MyCircle:
    """Give a circle as one of its members finds it. As many queries as for all of theirs."""
    return next(one for one in my_circles(member.person) if one.member.pk == member.pk)


def turns_of(person: Person) -> list[MyTurn]:
    """Give where somebody waits. Two queries, and one for each organisation's names."""
    waiting = list(visible_waiting(person))
    asked = dict(
        Invitation.objects.filter(person=person, enrolment__round__in=[one.round_id for one in waiting])
        .exclude(lot="")
        .values_list("enrolment__round", "pk")
    )
    names: dict[int, str] = {}
    for organisation in {one.organisation_id for one in waiting}:
        names |= names_in(organisation, {one.round.convener_id or 0 for one in waiting})
    return [MyTurn(one, names.get(one.round.convener_id or 0, ""), asked.get(one.round_id)) for one in waiting]


def promises_of(convener: Person) -> list[PromiseLine]:
    """Give who waits for seats that somebody promised, by round. One query."""
    found: dict[int, list[Waiting]] = {}
    for one in waiting_with(convener):
        found.setdefault(one.round_id, []).append(one)
    return [PromiseLine(waiting[0].round, waiting) for waiting in found.values()]


def today_card(viewer: Person, subject: Person) -> Card | None:
    """Tell somebody alone what they and their circles are asked, of a new circle, and of a promise that is due."""
    if viewer != subject:
        return None
    asked = [one for one in asked_of(subject) if not one.invitation.answer]
    wanted = wanted_by_circles(subject)
    since = clock.now() - NEW_FOR
    new = visible_memberships(subject).filter(since__gt=since)
    circles = [one for one in my_circles(subject) if one.member.since > since][:3] if new.exists() else []
    day = clock.today(subject.time_zone) + DUE_WITHIN
    due = [one for one in promises_of(subject) if one.day <= day]
    proposed = list(undecided_by(subject)[:1])
    found = {"asked": asked, "wanted": wanted, "proposed": proposed, "circles": circles, "due": due}
    return Card("circles/today.html", found) if any(found.values()) else None


def _convener_of(member: Member) -> int:
    return (member.circle.round.convener_id if member.circle.round else None) or 0


def _rounds(person: Person) -> list[RoundLine]:
    gone = Count("seats", filter=Q(seats__left_at__isnull=False))
    rounds = list(visible_rounds(person).annotate(people=Count("seats"), left=gone)[:MOST_ROUNDS])
    numbers = [one.pk for one in rounds]
    # A round that is closed has no list any more.
    circles = Circle.objects.filter(round__in=numbers).values_list("round")
    unknown = dict(circles.annotate(Sum("unknown")))
    known = dict(Member.objects.filter(circle__round__in=numbers).values_list("circle__round").annotate(Count("pk")))
    asked = Enrolment.objects.filter(round__in=numbers, closed_at=None).values_list("round")
    wants = Q(invitations__answer=Invitation.Answer.YES)
    willing = dict(asked.annotate(willing=Count("invitations", filter=wants)))
    return [
        RoundLine(one, one.people or unknown.get(one.pk, 0) + known.get(one.pk, 0), willing.get(one.pk, 0), one.left)
        for one in rounds
    ]
