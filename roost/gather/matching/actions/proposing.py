"""Propose people to each other, and let what nobody took up end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from roost.gather.matching.actions.locking import in_turn
from roost.gather.matching.actions.telling import tell_of_proposal
from roost.gather.matching.engine.pairing import Pair, pair_of
from roost.gather.matching.engine.peers import Match, Relation, Seeker, Seeks, Stage, propose
from roost.gather.matching.models import Answer, Proposal, Side, Wish
from roost.gather.matching.reads.belonging import kept_apart, teams_on
from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.people.models import Companionship, Organisation, ReportingLine, running
from roost.ground.people.reads import members_on, today_here

ANSWERED_WITHIN = timedelta(days=10)
ONE_A_DAY = timedelta(hours=20)
"""Who was just proposed somebody waits so long for the next, so that nobody leafs through people."""
MOST_PAIRS = 3
PAIRS_COUNT_FOR = timedelta(weeks=26)


def propose_peers() -> int:
    """Propose people to each other, one organisation after the other; say how many pairs."""
    with everywhere():
        seeking = Wish.objects.filter(until__gt=clock.now()).values("organisation")
        organisations = list(Organisation.objects.filter(pk__in=seeking).order_by("pk"))
    made = 0
    for organisation in organisations:
        with touching(organisation.pk), transaction.atomic():
            made += len(propose_among(in_turn(organisation.pk)))
    return made


def propose_among(organisation: Organisation, *, topic: str | None = None) -> list[Proposal]:
    """Propose people of an organisation, held by the caller, to each other: those of one topic, or all of them."""
    wishes = _free_wishes(organisation, topic)
    if len(wishes) < 2:
        return []
    today = today_here()
    # A query, because a statement takes no more than some thousand ids.
    looking = Wish.objects.filter(organisation=organisation).values("person")
    lines = ReportingLine.objects.filter(running(today), organisation=organisation)
    matches = propose(
        _seekers(wishes, teams_on(organisation, looking, today)),
        never=_never(organisation, looking),
        managers=dict(lines.values_list("person", "manager")),
        monday=today - timedelta(days=today.weekday()),
        seed=today.toordinal(),
    )
    return [_put(match, organisation, wishes) for match in matches]


def end_overdue() -> int:
    """Close proposals whose day is past, with all that was written and answered; say how many.

    That the two were proposed to each other stays, so that it does not happen again.
    """
    with everywhere(), transaction.atomic():
        over = Proposal.objects.filter(paired_at=None, until__lte=clock.now())
        shown = Q(is_open=True) | ~Q(words="") | ~Q(answer=Answer.NONE)
        return _close(Side.objects.filter(shown, proposal__in=over))


def _close(sides: QuerySet[Side]) -> int:
    return sides.update(is_open=False, words="", answer=Answer.NONE)


def _free_wishes(organisation: Organisation, topic: str | None) -> Mapping[int, Wish]:
    """Give the wishes of those who can be proposed somebody now, by person. Two queries, and one that writes."""
    now = clock.now()
    here = members_on(organisation, today_here()).filter(is_active=True)
    theirs = Side.objects.filter(organisation=organisation)
    waiting = theirs.filter(is_open=True, proposal__until__gt=now)
    lately = theirs.filter(proposal__made_at__gt=now - ONE_A_DAY)
    found = Wish.objects.filter(organisation=organisation, until__gt=now, person__in=here)
    found = found.exclude(person__in=waiting.values("person")).exclude(person__in=lately.values("person"))
    if topic is not None:
        found = found.filter(topic=topic)
    pairs: dict[int, int] = defaultdict(int)
    for person in theirs.filter(proposal__paired_at__gt=now - PAIRS_COUNT_FOR).values_list("person", flat=True):
        pairs[person] += 1
    # Whose day passed since the worker last looked is still open by the table, which holds one at a time.
    _close(theirs.filter(is_open=True, proposal__until__lte=now))
    return {one.person_id: one for one in found.select_related("person") if pairs[one.person_id] < MOST_PAIRS}


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
        *kept_apart(organisation, among),
        *(pair_of(*both) for both in walking.values_list("person", "companion")),
        *(pair_of(*both) for both in before.values() if len(both) == 2),
    }


def _put(match: Match, organisation: Organisation, wishes: Mapping[int, Wish]) -> Proposal:
    now = clock.now()
    proposal = Proposal.objects.create(
        organisation=organisation,
        topic=match.topic,
        relation=Relation(match.relation).value,
        hours=match.hours,
        made_at=now,
        until=now + ANSWERED_WITHIN,
    )
    for person in match.pair:
        wish = wishes[person]
        side = Side.objects.create(
            organisation=organisation, proposal=proposal, person_id=person, stage=wish.stage, words=wish.words
        )
        if wish.by_mail:
            side.proposal = proposal
            tell_of_proposal(side, wish.person)
    return proposal
