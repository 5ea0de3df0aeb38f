"""What somebody finds under Gather: the circles they sit in, with who and why, and the rounds that they convene."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Sum

from roost.gather.circles.access import visible_memberships, visible_rounds
from roost.gather.circles.models import Circle, Member, Round
from roost.ground.kit import clock
from roost.ground.people.models import Person
from roost.ground.people.reads import names_in
from roost.ground.ui.slots import Card

# How long Today shows a circle that is new to somebody.
NEW_FOR = timedelta(weeks=1)
MOST_ROUNDS = 50


@dataclass(frozen=True)
class MyCircle:
    """A circle that somebody sits in: who else does, how many whom Roost does not know, and why they sit there."""

    member: Member
    others: Sequence[str]
    unknown: int
    convener: str

    @property
    def why(self) -> list[str]:
        return [str(one) for one in self.member.why]


@dataclass(frozen=True)
class RoundLine:
    """A round that somebody convenes."""

    round: Round
    people: int


@dataclass(frozen=True)
class GatherPage:
    """The circles somebody sits in and the rounds they convene, the newest first."""

    circles: Sequence[MyCircle]
    rounds: Sequence[RoundLine]


def gather_page(person: Person) -> GatherPage:
    """Give what somebody finds under Gather. Four queries, and one for the names of each organisation."""
    rounds = list(visible_rounds(person).annotate(people=Count("seats"))[:MOST_ROUNDS])
    # A round that is closed has no list any more.
    sizes = Circle.objects.filter(round__in=[one.pk for one in rounds]).values_list("round").annotate(Sum("size"))
    seated = dict(sizes)
    lines = [RoundLine(one, one.people or seated.get(one.pk, 0)) for one in rounds]
    return GatherPage(my_circles(person), lines)


def my_circles(person: Person) -> list[MyCircle]:
    """Give the circles that somebody sits in, the newest first. Two queries, and one for each organisation's names."""
    mine = list(visible_memberships(person))
    together: dict[int, list[int]] = {one.circle_id: [] for one in mine}
    for circle, who in Member.objects.filter(circle__in=together).values_list("circle", "person"):
        together[circle].append(who)
    names: dict[int, str] = {}
    for organisation in {one.organisation_id for one in mine}:
        here = [one for one in mine if one.organisation_id == organisation]
        people = {who for one in here for who in together[one.circle_id]}
        conveners = {by for one in here if (by := one.circle.round.convener_id) is not None}
        names |= names_in(organisation, people | conveners)
    return [
        MyCircle(
            member=one,
            others=sorted(names.get(who, "") for who in together[one.circle_id] if who != person.pk),
            unknown=one.circle.size - len(together[one.circle_id]),
            convener=names.get(one.circle.round.convener_id or 0, ""),
        )
        for one in mine
    ]


def today_card(viewer: Person, subject: Person) -> Card | None:
    """Tell somebody for a week of a circle that is new to them; shown to themselves alone."""
    if viewer != subject:
        return None
    new = visible_memberships(subject).filter(circle__round__published_at__gt=clock.now() - NEW_FOR)
    found = my_circles(subject)[:3] if new.exists() else []
    shown = [one for one in found if (one.member.circle.round.published_at or clock.now()) > clock.now() - NEW_FOR]
    return Card("circles/today.html", {"circles": shown}) if shown else None
