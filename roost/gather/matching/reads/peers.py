"""What somebody finds about a peer: whom they look for, what waits for an answer, and whom they found."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from roost.gather.matching.access import visible_sides, wish_of
from roost.gather.matching.engine.peers import Relation
from roost.gather.matching.models import Answer, Side, Stage, Wish
from roost.gather.matching.ports import CIRCLES
from roost.gather.matching.reads.topics import name_of
from roost.gather.matching.reads.writing import addresses_in, mail_to
from roost.ground.kit import clock
from roost.ground.people.models import Organisation, Person
from roost.ground.people.reads import names_in, team_on, today_here
from roost.ground.ui.slots import Card

NEW_FOR = timedelta(weeks=1)
MOST_PAIRS_SHOWN = 20

NEW_TO_BOTH = gettext_lazy("Somebody to whom this is new as well")
SOMEBODY: dict[str, str | Promise] = {
    Stage.NEW.value: gettext_lazy("Somebody to whom this is new"),
    Stage.MIDDLE.value: gettext_lazy("Somebody who is in the middle of it"),
    Stage.THROUGH.value: gettext_lazy("Somebody who has been through it"),
}


@dataclass(frozen=True)
class Question:
    """Somebody who is proposed to a person, without a name; `words` are what that somebody let them read."""

    side: Side
    topic: str
    reason: str
    words: str

    @property
    def is_answered(self) -> bool:
        return self.side.answer == Answer.YES

    @property
    def until(self) -> datetime:
        return self.side.proposal.until


@dataclass(frozen=True)
class Found:
    """Somebody whom a person found; `address` is that of their circle, as long as the person sits in it.

    `mail` is a link that begins a mail to them; empty for who is here no longer, or has no address.
    """

    name: str
    topic: str
    since: datetime
    address: str
    mail: str


@dataclass(frozen=True)
class Sought:
    """The peer that a person looks for, in words."""

    wish: Wish
    topic: str
    is_over: bool


@dataclass(frozen=True)
class PeersPage:
    """What somebody finds under "Find me a peer", looking in an organisation, by its id."""

    organisation: int
    sought: Sought | None
    question: Question | None
    found: Sequence[Found]


def peers_page(person: Person, organisation: Organisation) -> PeersPage:
    """Give what somebody finds under "Find me a peer", pairs of other organisations included.

    Four queries, one more for a question, one for circles, and two for each organisation with pairs.
    """
    wish = wish_of(person, organisation)
    sought = Sought(wish, name_of(wish.topic), wish.until <= clock.now()) if wish else None
    sides = list(visible_sides(person)[:MOST_PAIRS_SHOWN])
    here = [one for one in sides if one.organisation_id == organisation.pk]
    others = _others_of(sides)
    circles = {one.proposal.circle for one in sides if one.proposal.circle is not None}
    return PeersPage(
        organisation=organisation.pk,
        sought=sought,
        question=next((_question(one, others, person) for one in here if one.proposal.paired_at is None), None),
        found=_found(sides, others, CIRCLES.sits_in(person, circles)),
    )


def today_card(viewer: Person, subject: Person) -> Card | None:
    """Tell somebody of a question that waits, and for a week of a pair that is new; shown to themselves alone."""
    if viewer != subject:
        return None
    since = clock.now() - NEW_FOR
    sides = [
        one
        for one in visible_sides(subject)[:MOST_PAIRS_SHOWN]
        if (one.proposal.paired_at or clock.now()) > since and one.answer != Answer.YES
    ]
    if not sides:
        return None
    others = _others_of(sides)
    waiting = next((_question(one, others, subject) for one in sides if one.proposal.paired_at is None), None)
    found = _found(sides, others, ())
    return Card("matching/today.html", {"question": waiting, "found": found})


def gather_card(viewer: Person, subject: Person) -> Card | None:
    """Give the way to peers, on Gather; shown to themselves alone."""
    return Card("matching/gather.html") if viewer == subject else None


def _others_of(sides: Sequence[Side]) -> dict[int, Side]:
    """Give the other side of each proposal, where it still is. One query."""
    others = Side.objects.filter(proposal__in=[one.proposal_id for one in sides]).select_related("person")
    mine = {one.pk for one in sides}
    return {one.proposal_id: one for one in others if one.pk not in mine}


def _question(side: Side, others: dict[int, Side], person: Person) -> Question:
    other = others.get(side.proposal_id)
    return Question(side, name_of(side.proposal.topic), _reason(side, other, person), other.words if other else "")


def _reason(side: Side, other: Side | None, person: Person) -> str:
    """Say to a person in a sentence why the two are proposed to each other. One query."""
    hours = side.proposal.hours
    shared = ngettext("one of your working hours a day", "%(hours)s of your working hours a day", hours) % {
        "hours": hours
    }
    told = {"somebody": _somebody(side, other), "shared": shared}
    # By the reader's own team alone: whether somebody without a name has one is not told.
    if team_on(person, side.organisation_id, today_here()) is None:
        return _("%(somebody)s; they share %(shared)s.") % told
    return _("%(somebody)s; they work outside your team and share %(shared)s.") % told


def _somebody(side: Side, other: Side | None) -> str | Promise:
    """Say where the other stands with the topic."""
    relation = side.proposal.relation
    if relation == Relation.SAME:
        return NEW_TO_BOTH if side.stage == Stage.NEW else SOMEBODY[side.stage]
    if relation == Relation.ACROSS:
        across = Stage.MIDDLE.value if side.stage == Stage.THROUGH else Stage.THROUGH.value
        return SOMEBODY[other.stage if other and other.stage else across]
    return SOMEBODY[Stage.NEW.value if side.stage == Stage.MIDDLE else Stage.MIDDLE.value]


def _found(sides: Sequence[Side], others: dict[int, Side], circles: Collection[int]) -> list[Found]:
    """Give whom somebody found; `circles` are those in which they sit now."""
    pairs = [one for one in sides if one.proposal.paired_at is not None and one.proposal_id in others]
    names, addresses = dict[int, str](), dict[int, str]()
    for organisation in {one.organisation_id for one in pairs}:
        here = [others[one.proposal_id].person_id for one in pairs if one.organisation_id == organisation]
        names |= names_in(organisation, here)
        addresses |= addresses_in(organisation, here)
    return [
        Found(
            names[others[one.proposal_id].person_id],
            name_of(one.proposal.topic),
            one.proposal.paired_at or one.proposal.made_at,
            CIRCLES.address(one.proposal.circle) if one.proposal.circle in circles else "",
            mail_to(addresses[other] for other in [others[one.proposal_id].person_id] if other in addresses),
        )
        for one in pairs
    ]
