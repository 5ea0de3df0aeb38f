"""Propose other rules, vote on them, say something to them, and put those in force that players accept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.activity.actions import Told, record
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, Forbidden, InputError
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.people.models import Person
from roost.see.tracking.access import may_stop
from roost.see.tracking.actions.rezoning import is_rezoning
from roost.see.tracking.actions.ruling import put_in_force, text_of
from roost.see.tracking.actions.verbs import ACCEPTED, PROPOSED
from roost.see.tracking.engine import Ballot, Rules, holds_from, parse_rules, verdicts
from roost.see.tracking.models import Outcome, Program, Proposal, Remark, State, Vote
from roost.see.tracking.reads.taking_part import players_of, programs_of

# In some zones it is tomorrow already.
AHEAD = timedelta(1)


@transaction.atomic
def propose_rules(
    program: Program, *, by: Person, reason: str, rules: Rules, behaviours: Mapping[str, str] | None = None
) -> Proposal:
    """Propose that points are made as by other rules; doing the same again gives the proposal that is there.

    Raises InputError where that is how they are made already, Conflict for a program that is over or for who has
    another proposal open.
    """
    held = Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    if held.is_private or held.state == State.RETIRED:
        raise Conflict(_("There is nothing to be voted on in this program."))
    current = parse_rules(held.rules.latest("version").document)
    if current.scores_as(rules):
        raise InputError(_("This is how points are made already. Change something, and propose that."))
    proposed = current.with_scoring_of(rules)
    document, reason = text_of(proposed), reason.strip()
    open_one = Proposal.objects.filter(program=held, by=by, outcome="").first()
    if open_one is not None:
        if (open_one.document, open_one.reason) == (document, reason):
            return open_one
        raise Conflict(_("You have a proposal open in this program. Take it back first, or wait until it is decided."))
    proposal = Proposal.objects.create(
        organisation_id=held.organisation_id,
        program=held,
        by=by,
        reason=reason,
        document=document,
        behaviours=dict(behaviours or {}),
        proposed_at=clock.now(),
        holds_from=holds_from(clock.today(current.time_zone)),
    )
    record(Told(PROPOSED, held.organisation_id, actor=by.pk, subject=f"program:{held.pk}", quantity=proposal.pk))
    return proposal


@transaction.atomic
def vote(proposal: Proposal, *, by: Person, is_for: bool | None) -> None:
    """Vote for a proposal, against it, or with None not at all any more.

    Raises Forbidden for who does not take part, Conflict where it is decided or the day has come.
    """
    held = _open(proposal)
    if not programs_of(by, Program.objects.filter(pk=held.program_id), _today(held.program)).exists():
        raise Forbidden(_("Those vote who take part in the program."))
    if is_for is None:
        Vote.objects.filter(proposal=held, person=by).delete()
        return
    given = {"is_for": is_for}
    Vote.objects.update_or_create(
        proposal=held, person=by, defaults=given, create_defaults=given | {"organisation_id": held.organisation_id}
    )


@transaction.atomic
def withdraw_proposal(proposal: Proposal, *, by: Person) -> None:
    """Take back what one proposed; raises Forbidden for anybody else, Conflict where it is decided."""
    held = _open(proposal)
    if held.by_id != by.pk:
        raise Forbidden(_("Who proposed it takes it back."))
    _end(held, Outcome.WITHDRAWN)


@transaction.atomic
def stop_proposal(proposal: Proposal, *, by: Person, words: str) -> None:
    """Stop a proposal as the founder may in the time that was promised, with the reason.

    Raises Forbidden for anybody else and at any other time, Conflict where it is decided.
    """
    held = _open(proposal)
    if not may_stop(by, held.program, _today(held.program)):
        raise Forbidden(_("Only the founder stops a proposal, until the end of the month after a program is adopted."))
    _end(held, Outcome.VETOED, words=words.strip())


@transaction.atomic
def remark(proposal: Proposal, *, by: Person, words: str) -> Remark:
    """Say something to a proposal that is open; raises Conflict where it is decided."""
    held = _open(proposal)
    return Remark.objects.create(
        organisation_id=held.organisation_id, proposal=held, by=by, words=words.strip(), said_at=clock.now()
    )


def take_back_remark(proposal: Proposal, *, by: Person, number: int) -> bool:
    """Take back what one said; say whether it was there."""
    return bool(Remark.objects.filter(proposal=proposal, by=by, pk=number).delete()[0])


def decide_proposals() -> int:
    """Count the votes of all proposals whose day has come, put in force what is accepted, and say how many there were.

    Of a program whose days are being added up again, they are decided when that is done.
    """
    with everywhere():
        due = Proposal.objects.filter(outcome="", holds_from__lte=clock.now().date() + AHEAD)
        programs = list(due.order_by("program").values_list("program", "organisation").distinct())
    decided = 0
    for program, organisation in programs:
        with touching(organisation):
            decided += _decide(program)
    return decided


@transaction.atomic
def _decide(number: int) -> int:
    program = Program.objects.select_for_update(no_key=True).get(pk=number)
    if is_rezoning(program):
        return 0
    due = Proposal.objects.filter(program=program, outcome="", holds_from__lte=_today(program)).order_by("pk")
    by_day: dict[date, list[Proposal]] = {}
    for one in due.select_related("by"):
        by_day.setdefault(one.holds_from, []).append(one)
    for day in sorted(by_day):
        _decide_together(program, by_day[day])
    return sum(map(len, by_day.values()))


def _decide_together(program: Program, proposals: list[Proposal]) -> None:
    players = players_of(program, proposals[0].holds_from - timedelta(1))
    said = [
        (one, [is_for for person, is_for in one.votes.values_list("person", "is_for") if person in players])
        for one in proposals
    ]
    found = verdicts([Ballot(one.pk, sum(votes), len(votes) - sum(votes)) for one, votes in said], len(players))
    for one, votes in said:
        if program.state == State.RETIRED:
            _end(one, Outcome.WITHDRAWN)
            continue
        outcome = Outcome(found[one.pk])
        if outcome is Outcome.ACCEPTED:
            _put_in_force(program, one)
        _end(one, outcome, yes=sum(votes), no=len(votes) - sum(votes), players=len(players))


def _put_in_force(program: Program, proposal: Proposal) -> None:
    current = program.rules.latest("version")
    put_in_force(
        program,
        parse_rules(current.document).with_scoring_of(parse_rules(proposal.document)),
        by=proposal.by,
        version=current.version + 1,
        behaviours=proposal.behaviours,
        verb=ACCEPTED,
        holds_from=proposal.holds_from,
        proposal=proposal,
    )


def _end(proposal: Proposal, outcome: Outcome, **told: int | str) -> None:
    proposal.outcome, proposal.decided_at = outcome, clock.now()
    for name, value in told.items():
        setattr(proposal, name, value)
    proposal.save()
    proposal.votes.all().delete()


def _open(proposal: Proposal) -> Proposal:
    """Hold a proposal that people vote on still; raise Conflict for another."""
    held = Proposal.objects.select_for_update(no_key=True, of=("self",)).select_related("program", "program__founder")
    found = held.get(pk=proposal.pk)
    if found.outcome or found.holds_from <= _today(found.program):
        raise Conflict(_("The vote on this is over."))
    return found


def _today(program: Program) -> date:
    return clock.today(parse_rules(program.rules.latest("version").document).time_zone)
