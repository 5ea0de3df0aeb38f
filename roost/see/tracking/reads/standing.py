"""How a program stands in its organisation: the steps it took, and what somebody may do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from roost.ground.people.models import Person
from roost.see.tracking.access import is_administrator, may_adopt, may_answer_for, may_retire
from roost.see.tracking.models import Offer, Program, State, Step


@dataclass(frozen=True)
class Happened:
    """Something that happened to a program: what, by whom, when, and what they said."""

    what: str
    who: Person
    when: datetime
    words: str = ""


@dataclass(frozen=True)
class Steps:
    """What somebody may do next with a program."""

    offer: Offer | None
    may_offer: bool
    may_withdraw: bool
    may_answer: bool
    may_make_official: bool
    may_retire: bool
    may_bring_back: bool


def sentence_of(program: Program, history: Sequence[Happened]) -> str:
    """Say how a program stands, and who signed for that."""
    last = history[-1]
    told = {"founder": program.founder, "who": last.who, "when": date_format(localtime(last.when), "j F Y")}
    return {
        State.OPEN: _("Open: %(founder)s started it, and whoever likes takes part."),
        State.ADOPTED: _("Adopted: %(who)s signed for it on %(when)s. %(founder)s started it and runs it."),
        State.OFFICIAL: _("Official: the organisation counts on it. %(founder)s started it."),
        State.RETIRED: _("Retired by %(who)s on %(when)s. Its boards stay as they are."),
    }[State(program.state)] % told


def history_of(program: Program) -> tuple[Happened, ...]:
    """Give what happened to a program, the first first. One query."""
    found = [Happened(_("Started"), program.founder, program.launched_at)]
    known: State | None = None
    for step in Step.objects.filter(program=program).select_related("by").order_by("pk"):
        back = known == State.RETIRED
        found.append(
            Happened(_("Brought back") if back else step.get_state_display(), step.by, step.made_at, step.words)
        )
        known = State(step.state)
    return tuple(found)


def steps_of(program: Program, viewer: Person) -> Steps:
    """Give what somebody may do next with a program. Six queries at most."""
    offer = Offer.objects.filter(program=program).select_related("sponsor").first()
    is_open, retired = program.state == State.OPEN, program.state == State.RETIRED
    may_end = may_retire(viewer, program)
    mine = offer is not None and offer.sponsor_id == viewer.pk
    return Steps(
        offer=offer,
        may_offer=is_open and offer is None and may_adopt(viewer, program),
        may_withdraw=mine,
        may_answer=offer is not None and may_answer_for(viewer, program),
        may_make_official=program.state == State.ADOPTED and is_administrator(viewer, program),
        may_retire=may_end and not retired,
        may_bring_back=may_end and retired,
    )


def decides_until(program: Program, today: date) -> date | None:
    """Give the last day on which the founder alone decides about the rules; None where that is over."""
    until = program.founder_decides_until
    return until - timedelta(1) if until and today < until and program.state != State.RETIRED else None
