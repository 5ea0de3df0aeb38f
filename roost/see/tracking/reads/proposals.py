"""What people propose, how far the vote is, and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.people.models import Person
from roost.see.tracking.access import may_stop
from roost.see.tracking.engine import Rules, parse_rules, votes_needed
from roost.see.tracking.models import Outcome, Program, Proposal, Remark, State, Vote
from roost.see.tracking.reads.taking_part import players_of, programs_of
from roost.see.tracking.reads.trying import Tried, tried_or_why
from roost.see.tracking.reads.words import words_for


@dataclass(frozen=True)
class Changed:
    """What of a metric, or of all of them, would be said no more, and what instead.

    It is all `new`, or all `gone`, or something of it changes.
    """

    label: str
    gone: tuple[str, ...]
    instead: tuple[str, ...]
    is_new: bool = False
    is_gone: bool = False


@dataclass(frozen=True)
class ProposalLine:
    """A proposal in a list: the sentences that it changes, and what became of it in words."""

    proposal: Proposal
    changes: tuple[Changed, ...]
    last_day: date
    said: str
    voted: int


@dataclass(frozen=True)
class ProposalsPage:
    """All that was proposed in a program, the newest first."""

    program: Program
    waiting: tuple[ProposalLine, ...]
    decided: tuple[ProposalLine, ...]
    may_propose: bool


@dataclass(frozen=True)
class ProposalPage:
    """A proposal: what it changes, what it would have meant, and what somebody may do about it.

    `voted` of `needed` votes are there. `mine` is the viewer's own vote, if any.
    """

    program: Program
    proposal: Proposal
    changes: tuple[Changed, ...]
    tried: Tried | None
    not_tried: str
    is_open: bool
    last_day: date
    said: str
    voted: int
    needed: int
    players: int
    mine: bool | None
    may_vote: bool
    may_withdraw: bool
    may_stop: bool
    changed_since: bool
    remarks: tuple[Remark, ...]


def proposals_page(program: Program) -> ProposalsPage:
    """Give what was proposed in a program. Four queries."""
    rules, today = _in_force(program)
    found = Proposal.objects.filter(program=program).select_related("by", "program").order_by("-pk")
    votes = Counter(Vote.objects.filter(proposal__program=program).values_list("proposal", flat=True))
    lines = [_line(one, rules, votes[one.pk], today) for one in found]
    return ProposalsPage(
        program=program,
        waiting=tuple(line for line in lines if not line.proposal.outcome),
        decided=tuple(line for line in lines if line.proposal.outcome),
        may_propose=program.state != State.RETIRED,
    )


def to_vote_on(person: Person, programs: Sequence[Program]) -> list[Proposal]:
    """Give the proposals on which somebody who takes part in these programs has not voted. Two queries."""
    waiting = Proposal.objects.filter(program__in=programs, outcome="").exclude(votes__person=person)
    found = waiting.select_related("program", "by").order_by("holds_from", "pk")
    return [one for one in found if one.holds_from > clock.today(person.time_zone)]


def proposal_page(proposal: Proposal, viewer: Person) -> ProposalPage:
    """Give a proposal as somebody sees it; what it would have meant as long as it is open. Thirty queries at most."""
    program = proposal.program
    rules, today = _in_force(program)
    proposed = rules.with_scoring_of(parse_rules(proposal.document))
    is_open = not proposal.outcome and today < proposal.holds_from
    plays = programs_of(viewer, Program.objects.filter(pk=program.pk), today).exists()
    meant, why_not = tried_or_why(program, proposed, viewer, today, proposer=proposal.by) if is_open else (None, "")
    players = len(players_of(program, today)) if is_open else proposal.players or 0
    before = rules if not proposal.outcome else _before(proposal)
    votes = dict(proposal.votes.values_list("person", "is_for"))
    return ProposalPage(
        program=program,
        proposal=proposal,
        changes=changes_in_words(before, proposed if not proposal.outcome else parse_rules(proposal.document)),
        tried=meant,
        not_tried=why_not,
        is_open=is_open,
        last_day=proposal.holds_from - timedelta(1),
        said=_said(proposal, today),
        voted=len(votes),
        needed=votes_needed(players),
        players=players,
        mine=votes.get(viewer.pk),
        may_vote=is_open and plays,
        may_withdraw=is_open and proposal.by_id == viewer.pk,
        may_stop=is_open and may_stop(viewer, program, today),
        changed_since=is_open and program.rules.filter(decided_at__gt=proposal.proposed_at).exists(),
        remarks=tuple(proposal.remarks.select_related("by").order_by("pk")),
    )


def changes_in_words(before: Rules, after: Rules) -> tuple[Changed, ...]:
    """Say what changes between rules: metric by metric, then what holds for all of them."""
    old, new = words_for(before, {}), words_for(after, {})
    olds, news = ({one.key: one for one in words.metrics} for words in (old, new))
    found = []
    for key in dict.fromkeys([*news, *olds]):
        if key not in olds:
            found.append(Changed(news[key].label, (), news[key].sentences, is_new=True))
        elif key not in news:
            found.append(Changed(olds[key].label, olds[key].sentences, (), is_gone=True))
        else:
            was, becomes = olds[key].sentences, news[key].sentences
            if olds[key].label != news[key].label:
                was = (_("It is called %(name)s.") % {"name": olds[key].label}, *was)
                becomes = (_("It is called %(name)s.") % {"name": news[key].label}, *becomes)
            found.append(_difference(olds[key].label, was, becomes))
    general = _difference(_("All metrics"), tuple(map(str, old.general)), tuple(map(str, new.general)))
    return tuple(one for one in (*found, general) if one.gone or one.instead)


def _difference(label: str, was: Sequence[str], becomes: Sequence[str]) -> Changed:
    return Changed(
        label, tuple(one for one in was if one not in becomes), tuple(one for one in becomes if one not in was)
    )


def _line(proposal: Proposal, rules: Rules, voted: int, today: date) -> ProposalLine:
    proposed = parse_rules(proposal.document)
    changes = () if proposal.outcome else changes_in_words(rules, rules.with_scoring_of(proposed))
    last_day = proposal.holds_from - timedelta(1)
    return ProposalLine(proposal, changes, last_day, _said(proposal, today), voted)


def _before(proposal: Proposal) -> Rules:
    """Give the rules that were in force when a proposal was decided."""
    rules = proposal.program.rules.filter(decided_at__lte=proposal.decided_at).exclude(proposal=proposal)
    return parse_rules(rules.latest("version").document)


def _said(proposal: Proposal, today: date) -> str:
    """Say what became of a proposal."""
    counts = {"yes": proposal.yes, "no": proposal.no, "players": proposal.players}
    match proposal.outcome:
        case Outcome.ACCEPTED:
            return _("Accepted: %(yes)s yes, %(no)s no, of %(players)s who take part.") % counts
        case Outcome.REJECTED:
            return _("Not accepted: %(yes)s yes, %(no)s no, of %(players)s who take part.") % counts
        case Outcome.TOO_FEW:
            return _("Too few voted: %(yes)s yes, %(no)s no, of %(players)s who take part.") % counts
        case Outcome.OVERTAKEN:
            return _("%(yes)s yes, %(no)s no, but another proposal had more votes.") % counts
        case Outcome.VETOED:
            return _("Stopped by %(founder)s: “%(words)s”") % {
                "founder": proposal.program.founder,
                "words": proposal.words,
            }
        case Outcome.WITHDRAWN:
            return _("Taken back before it was decided.")
        case _:
            return _("The votes are being counted.") if today >= proposal.holds_from else ""


def _in_force(program: Program) -> tuple[Rules, date]:
    rules = parse_rules(program.rules.latest("version").document)
    return rules, clock.today(rules.time_zone)
