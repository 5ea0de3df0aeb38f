"""The only way to hold a round of circles: as who convenes it. A circle, a question, a turn: as whose it is."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from roost.gather.circles.models import Agreement, Circle, Invitation, Member, Proposal, Round, Seat, Waiting, Withdrawn
from roost.ground.kit import clock
from roost.ground.kit.errors import NotFound
from roost.ground.people.models import Person

# How long somebody stays proposed for a circle.
LASTS = timedelta(weeks=4)


def visible_rounds(person: Person) -> QuerySet[Round]:
    """Give the rounds that somebody convenes, the newest first; nobody else has a page for them."""
    return Round.objects.filter(convener=person).order_by("-created_at", "-pk")


def round_for(person: Person, number: int) -> Round:
    """Give a round to who convenes it; raises NotFound for everybody else."""
    found = visible_rounds(person).filter(pk=number).select_related("organisation", "after").first()
    if found is None:
        raise NotFound(_("There is no such round of circles."))
    return found


def seat_of(round: Round, number: int | None) -> Seat:
    """Give a seat of a round that somebody holds already; raises NotFound for any other."""
    found = Seat.objects.filter(round=round, pk=number).first() if number is not None else None
    if found is None:
        raise NotFound(_("There is nobody of this kind in this round."))
    found.round = round
    return found


def visible_memberships(person: Person) -> QuerySet[Member]:
    """Give the circles that somebody sits in, the newest first; each says to them alone why."""
    mine = Member.objects.filter(person=person).select_related("circle__round")
    return mine.order_by("-circle__begun_at", "-pk")


def membership_for(person: Person, number: int) -> Member:
    """Give somebody's own seat in a circle, by the circle's number; raises NotFound where they sit in none of it."""
    found = visible_memberships(person).filter(circle=number).first()
    if found is None:
        raise NotFound(_("There is no such circle."))
    return found


def own_circle_for(person: Person, number: int) -> Member:
    """Give somebody's own seat in a circle that its people began by themselves; raises NotFound for any other."""
    found = membership_for(person, number)
    if found.circle.round_id is not None:
        raise NotFound(_("Who brought this circle together says who joins it."))
    return found


def visible_circles(person: Person) -> QuerySet[Circle]:
    """Give the circles that somebody sits in; who brought them together and sits in none finds none of them."""
    return Circle.objects.filter(pk__in=Member.objects.filter(person=person).values("circle"))


def every_circle() -> QuerySet[Circle]:
    """Give every circle, to what the worker does for circles in which nobody asked for anything."""
    return Circle.objects.select_related("round").order_by("pk")


def circle_for(person: Person, number: int) -> Circle:
    """Give a circle to who sits in it; raises NotFound for everybody else, its convener too."""
    found = visible_circles(person).filter(pk=number).select_related("round").first()
    if found is None:
        raise NotFound(_("There is no such circle."))
    return found


def visible_invitations(person: Person) -> QuerySet[Invitation]:
    """Give what somebody is asked and may still answer, the most urgent first."""
    open_ones = Invitation.objects.filter(person=person, enrolment__closed_at=None)
    open_ones = open_ones.filter(enrolment__closes_on__gte=clock.today(person.time_zone))
    return open_ones.select_related("enrolment__round", "seat").order_by("enrolment__closes_on", "pk")


def visible_seats_to_be(person: Person) -> QuerySet[Invitation]:
    """Give where somebody wanted a seat and will have one, or may, before circles are published."""
    mine = Invitation.objects.filter(person=person, answer=Invitation.Answer.YES, seat__takes_part=True)
    closed = mine.filter(enrolment__round__published_at=None).exclude(enrolment__closed_at=None)
    return closed.select_related("enrolment__round", "seat").order_by("pk")


def invitation_for(person: Person, number: int) -> Invitation:
    """Give what somebody was asked, also once the answers are closed; raises NotFound for any other."""
    asked = Invitation.objects.filter(person=person, pk=number)
    found = asked.select_related("enrolment__round", "seat").first()
    if found is None:
        raise NotFound(_("There is no such invitation."))
    return found


def was_asked(person: Person, number: int) -> bool:
    """Say whether somebody was asked what is deleted by now."""
    return Withdrawn.objects.filter(person=person, number=number).exists()


def asked_in(round: Round) -> QuerySet[Invitation]:
    """Give everybody of a round who was asked, to its convener, who holds the round already."""
    asked = Invitation.objects.filter(enrolment__round=round)
    return asked.select_related("enrolment", "seat", "person").order_by("seat__place")


def visible_waiting(person: Person) -> QuerySet[Waiting]:
    """Give the waiting lists on which somebody is, the earliest promise first."""
    return Waiting.objects.filter(person=person, ended_at=None).select_related("round__enrolment")


def waiting_for(person: Person, number: int) -> Waiting:
    """Give somebody's own place on a waiting list; raises NotFound for any other."""
    found = Waiting.objects.filter(person=person, pk=number).select_related("round").first()
    if found is None:
        raise NotFound(_("There is no such waiting list."))
    return found


def waiting_with(convener: Person) -> QuerySet[Waiting]:
    """Give everybody who waits for a seat that somebody promised, the earliest promise first."""
    return Waiting.objects.filter(round__convener=convener, ended_at=None).select_related("round")


def open_proposals() -> QuerySet[Proposal]:
    """Give what is proposed and neither decided nor lapsed."""
    return Proposal.objects.filter(ended_at=None, proposed_at__gt=clock.now() - LASTS)


def undecided_by(person: Person) -> QuerySet[Proposal]:
    """Give what is proposed in somebody's circles and they have said nothing to."""
    said = Agreement.objects.filter(proposal=OuterRef("pk"), person=person)
    mine = open_proposals().filter(circle__in=Member.objects.filter(person=person).values("circle"))
    return mine.exclude(by=person).exclude(Exists(said)).order_by("pk")


def visible_proposals(person: Person) -> QuerySet[Proposal]:
    """Give the circles that would like somebody in them: all of their people agree. A no is not asked about again."""
    still = Member.objects.filter(circle=OuterRef("circle"), person=OuterRef("by"))
    mine = _asked_of(person, open_proposals())
    return mine.filter(Exists(still)).select_related("circle", "by").order_by("pk")


def was_proposed(person: Person, number: int) -> bool:
    """Say whether a proposal was taken back that somebody was asked about: to come, or as who sits there to agree."""
    came = Member.objects.filter(circle=OuterRef("circle"), person=OuterRef("person"))
    over = Proposal.objects.filter(pk=number).exclude(ended_at=None).exclude(Exists(came))
    sitting = over.filter(circle__in=Member.objects.filter(person=person).values("circle")).exclude(by=person)
    return _asked_of(person, over).exists() or sitting.exists()


def _asked_of(person: Person, proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Give the proposals that somebody was asked about: all who sit there agreed, and they have not said no."""
    undecided = Member.objects.filter(circle=OuterRef("circle")).exclude(person=OuterRef("by"))
    agreed = Agreement.objects.filter(proposal=OuterRef(OuterRef("pk")), agrees=True, person=OuterRef("person"))
    return proposals.filter(person=person, declined=False).exclude(Exists(undecided.exclude(Exists(agreed))))


def proposal_for(person: Person, number: int) -> Proposal:
    """Give a proposal to who is proposed, once all agree, and to who sits in the circle; raises NotFound."""
    found = visible_proposals(person).filter(pk=number).first()
    sitting = Member.objects.filter(person=person).values("circle")
    found = found or open_proposals().filter(pk=number, circle__in=sitting).select_related("circle").first()
    if found is None:
        raise NotFound(_("There is no such proposal."))
    return found
