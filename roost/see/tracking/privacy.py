"""What tracking holds about people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roost.ground.kit.privacy import Erasure, Holding, hold
from roost.see.tracking.models import (
    Aim,
    Cell,
    Closing,
    Delivery,
    Enrolment,
    Entry,
    Offer,
    Program,
    Proposal,
    Remark,
    Rezoning,
    Rule,
    Screen,
    Sharing,
    Step,
    Vote,
)

BOARDS = _("To count what a program counts, for the teams' boards and the person's own line.")
RUNNING = _("To say who decided what.")

hold(
    Holding(
        Entry,
        _("Your scores"),
        BOARDS,
        {"person": Erasure.KEEP, "recorded_by": Erasure.KEEP},
        mentions=frozenset({"recorded_by"}),
    )
)
hold(Holding(Cell, _("Daily sums of your scores"), BOARDS, {"person": Erasure.KEEP}))
hold(Holding(Enrolment, _("In which programs you take part, and since when"), BOARDS, {"person": Erasure.KEEP}))
OWN = _("To compare your weeks with your own, for you.")
hold(Holding(Aim, _("What you want a week to come to"), OWN, {"person": Erasure.DELETE}))
hold(
    Holding(
        Sharing,
        _("Who may see your own weeks, and whose you may see"),
        _("To show them to those whom you chose."),
        {"person": Erasure.DELETE, "reader": Erasure.DELETE},
        mentions=frozenset({"reader"}),
    )
)
hold(Holding(Program, _("Programs you started, and what you count for yourself"), RUNNING, {"founder": Erasure.KEEP}))
hold(Holding(Step, _("Programs you adopted, made official, retired or brought back"), RUNNING, {"by": Erasure.KEEP}))
hold(
    Holding(
        Offer,
        _("Programs you would adopt"),
        _("To ask the founder; forgotten once there is an answer."),
        {"sponsor": Erasure.DELETE},
    )
)
hold(Holding(Rule, _("Rules you decided"), RUNNING, {"decided_by": Erasure.KEEP}))
hold(
    Holding(
        Rezoning,
        _("Rules of another time zone you decided"),
        _("To show how far they are until they come into force; forgotten after a month."),
        {"asked_by": Erasure.KEEP},
    )
)
hold(Holding(Closing, _("Periods you closed"), RUNNING, {"closed_by": Erasure.KEEP}))
hold(
    Holding(
        Delivery,
        _("Files of scores you handed in or took back"),
        _("To show how far a file is and what became of it; forgotten after a month."),
        {"asked_by": Erasure.KEEP},
        secret=frozenset({"problems"}),
    )
)
hold(
    Holding(Screen, _("Screens you opened"), RUNNING, {"opened_by": Erasure.KEEP}, secret=frozenset({"token"})),
)
hold(Holding(Proposal, _("Changes of rules you proposed"), RUNNING, {"by": Erasure.KEEP}))
hold(
    Holding(
        Vote,
        _("How you vote on a change of rules"),
        _("To count the votes; forgotten as soon as it is decided."),
        {"person": Erasure.DELETE},
    )
)
hold(Holding(Remark, _("What you said to proposed rules"), RUNNING, {"by": Erasure.DELETE}))
