"""Propose people to each other, and let what nobody took up end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from random import SystemRandom
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from roost.gather.matching.actions.locking import in_turn
from roost.gather.matching.actions.rounds import for_each
from roost.gather.matching.actions.telling import tell_of_proposals
from roost.gather.matching.engine.pairing import Pair, pair_of
from roost.gather.matching.engine.peers import Match, Relation, Seeker, Seeks, Stage, propose, propose_to
from roost.gather.matching.models import Answer, Proposal, Side, Wish
from roost.gather.matching.reads.belonging import kept_apart, teams_on
from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import Companionship, Organisation, ReportingLine, running
from roost.ground.people.reads import members_on, today_here

ANSWERED_WITHIN = timedelta(days=10)
ONE_A_DAY = timedelta(hours=20)
"""Who was just proposed somebody waits so long for the next, so that nobody leafs through people."""
MOST_AT_ONCE = 2
"""Nor does anybody get a new one while so many others still wait for the end of theirs, whoever answered what."""
MOST_PAIRS = 3
PAIRS_COUNT_FOR = timedelta(weeks=26)
_chance = SystemRandom()
T = TypeVar("T")


def propose_peers() -> int:
    """Propose people to each other, one organisation after the other; say how many pairs."""
    with everywhere():
        seeking = Wish.objects.filter(until__gt=clock.now()).values("organisation")
        organisations = list(Organisation.objects.filter(pk__in=seeking).order_by("pk"))
    return for_each(organisations, _propose_in)


def propose_for(wish: Wish) -> list[Side]:
    """Propose to who looks for a peer whoever fits best, if anybody does; the organisation is held by the caller."""
    organisation = wish.organisation
    looking = Wish.objects.filter(organisation=organisation, topic=wish.topic)
    wishes = _free_wishes(organisation, looking)
    if wish.person_id not in wishes or len(wishes) < 2:
        return []
    known = _known(organisation, wishes, looking.values("person"))
    return _put(propose_to(wish.person_id, **known), organisation, wishes)


def _propose_in(organisation: Organisation) -> int:
    with transaction.atomic():
        sides = _propose_among(in_turn(organisation.pk))
    # Mail to many takes its time, and nobody should wait for it.
    tell_of_proposals(sides)
    return len(sides) // 2


def _propose_among(organisation: Organisation) -> list[Side]:
    """Propose people of an organisation, held by the caller, to each other."""
    looking = Wish.objects.filter(organisation=organisation)
    wishes = _free_wishes(organisation, looking)
    if len(wishes) < 2:
        return []
    return _put(propose(**_known(organisation, wishes, looking.values("person"))), organisation, wishes)


def end_overdue() -> int:
    """Close proposals whose day is past, with all that was written, answered and told of a wish; say how many.

    That the two were proposed to each other stays, so that it does not happen again.
    """
    with everywhere(), transaction.atomic():
        over = Proposal.objects.filter(paired_at=None, until__lte=clock.now())
        told = Q(is_open=True) | ~Q(words="") | ~Q(answer=Answer.NONE) | ~Q(stage="")
        closed = _close(Side.objects.filter(told, proposal__in=over))
        over.exclude(topic="").update(topic="", relation="", hours=0)
        return closed


def _close(sides: QuerySet[Side]) -> int:
    return sides.update(is_open=False, words="", answer=Answer.NONE, stage="")


def _free_wishes(organisation: Organisation, among: QuerySet[Wish]) -> Mapping[int, Wish]:
    """Give the wishes of those who can be proposed somebody now, by person. Two queries, and one that writes."""
    now = clock.now()
    here = members_on(organisation, today_here()).filter(is_active=True)
    theirs = Side.objects.filter(organisation=organisation)
    running_on = theirs.filter(proposal__paired_at=None, proposal__until__gt=now)
    waiting = running_on.filter(is_open=True)
    lately = theirs.filter(proposal__made_at__gt=now - ONE_A_DAY)
    many = running_on.order_by().values("person").annotate(count=Count("pk")).filter(count__gte=MOST_AT_ONCE)
    found = among.filter(until__gt=now, person__in=here)
    for busy in (waiting, lately, many):
        found = found.exclude(person__in=busy.values("person"))
    pairs: dict[int, int] = defaultdict(int)
    for person in theirs.filter(proposal__paired_at__gt=now - PAIRS_COUNT_FOR).values_list("person", flat=True):
        pairs[person] += 1
    # Whose day passed since the worker last looked is still open by the table, which holds one at a time.
    _close(theirs.filter(is_open=True, proposal__until__lte=now))
    return {one.person_id: one for one in found.select_related("person") if pairs[one.person_id] < MOST_PAIRS}


def _known(organisation: Organisation, wishes: Mapping[int, Wish], looking: QuerySet[Any]) -> dict[str, Any]:
    """Give what the engine has to know; `looking` is a query, because a statement takes no more than some thousand."""
    today = today_here()
    lines = ReportingLine.objects.filter(running(today), organisation=organisation)
    return {
        "seekers": _seekers(wishes, teams_on(organisation, looking, today)),
        "never": _never(organisation, looking),
        "managers": dict(lines.values_list("person", "manager")),
        "monday": today - timedelta(days=today.weekday()),
        "seed": today.toordinal(),
    }


def _seekers(wishes: Mapping[int, Wish], teams: Mapping[int, tuple[int, str]]) -> list[Seeker]:
    return [
        Seeker(
            person=person,
            topic=wish.topic,
            stage=Stage(wish.stage),
            seeks=Seeks(wish.seeks),
            zone=wish.person.time_zone,
            team=teams.get(person, (None, ""))[0],
            division=teams.get(person, (None, ""))[1],
            weeks_waiting=(clock.now() - wish.said_at).days // 7,
        )
        for person, wish in wishes.items()
    ]


def _never(organisation: Organisation, among: QuerySet[Any]) -> set[Pair]:
    """Give the pairs that may not be: kept apart, companions already, proposed before. Three queries."""
    walking = Companionship.objects.filter(organisation=organisation, ended_at=None, person__in=among)
    before: dict[int, list[int]] = defaultdict(list)
    sides = Side.objects.filter(organisation=organisation, person__in=among)
    for proposal, person in sides.values_list("proposal", "person"):
        before[proposal].append(person)
    return {
        *kept_apart(among),
        *(pair_of(*both) for both in walking.values_list("person", "companion")),
        *(pair_of(*both) for both in before.values() if len(both) == 2),
    }


def _put(matches: Iterable[Match], organisation: Organisation, wishes: Mapping[int, Wish]) -> list[Side]:
    """Put down who is proposed to whom, and give the sides. Two statements for each five hundred."""
    now = clock.now()
    # The number of a side stands in an address: by their order nobody should tell who it is.
    mixed = _shuffled(matches)
    made = Proposal.objects.bulk_create(
        [
            Proposal(
                organisation=organisation,
                topic=match.topic,
                relation=Relation(match.relation).value,
                hours=match.hours,
                made_at=now,
                until=now + ANSWERED_WITHIN,
            )
            for match in mixed
        ],
        batch_size=500,
    )
    both = [(proposal, wishes[one]) for proposal, match in zip(made, mixed, strict=True) for one in match.pair]
    sides = [
        Side(organisation=organisation, proposal=proposal, person=wish.person, stage=wish.stage, words=wish.words)
        for proposal, wish in _shuffled(both)
    ]
    return Side.objects.bulk_create(sides, batch_size=500)


def _shuffled(things: Iterable[T]) -> list[T]:
    found = list(things)
    _chance.shuffle(found)
    return found
