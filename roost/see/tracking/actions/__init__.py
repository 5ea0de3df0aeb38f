"""Everything that changes in tracking: programs and their rules, scores, own measures, closed periods, screens."""

from roost.see.tracking.actions.adopting import (
    answer_offer,
    bring_back,
    make_official,
    offer_adoption,
    retire_program,
    veto_ends,
    withdraw_offer,
)
from roost.see.tracking.actions.closings import close_period, draft_bulletins, leave_draft, write_draft
from roost.see.tracking.actions.deliveries import enter_delivery, forget_deliveries, hand_in, withdraw_delivery
from roost.see.tracking.actions.delivering import Following, Submitted
from roost.see.tracking.actions.files import submit_file
from roost.see.tracking.actions.joining import join_program, leave_program
from roost.see.tracking.actions.measures import Counted, aim_for, begin_measure, change_measure, put_away, take_up
from roost.see.tracking.actions.programs import change_rules, launch_program, let_players_decide
from roost.see.tracking.actions.proposing import (
    decide_proposals,
    propose_rules,
    remark,
    stop_proposal,
    take_back_remark,
    vote,
    withdraw_proposal,
)
from roost.see.tracking.actions.rezoning import forget_rezonings, give_up_rezoning, leave_rezoning, rezone
from roost.see.tracking.actions.scores import Score, reverse_score, submit_score, submit_scores
from roost.see.tracking.actions.screens import close_screen, open_screen
from roost.see.tracking.actions.sharing import end_sharing, share_with
from roost.see.tracking.actions.verbs import (
    ACCEPTED,
    ADOPTED,
    BROUGHT_BACK,
    CLOSED,
    CORRECTED,
    JOINED,
    KEPT,
    LAUNCHED,
    LEFT,
    MADE_OFFICIAL,
    PROPOSED,
    RETIRED,
    RULED,
    SUBMITTED,
)

__all__ = [
    "ACCEPTED",
    "ADOPTED",
    "BROUGHT_BACK",
    "CLOSED",
    "CORRECTED",
    "JOINED",
    "KEPT",
    "LAUNCHED",
    "LEFT",
    "MADE_OFFICIAL",
    "PROPOSED",
    "RETIRED",
    "RULED",
    "SUBMITTED",
    "Counted",
    "Following",
    "Score",
    "Submitted",
    "aim_for",
    "answer_offer",
    "begin_measure",
    "bring_back",
    "change_measure",
    "change_rules",
    "close_period",
    "close_screen",
    "decide_proposals",
    "draft_bulletins",
    "end_sharing",
    "enter_delivery",
    "forget_deliveries",
    "forget_rezonings",
    "give_up_rezoning",
    "hand_in",
    "join_program",
    "launch_program",
    "leave_draft",
    "leave_program",
    "leave_rezoning",
    "let_players_decide",
    "make_official",
    "offer_adoption",
    "open_screen",
    "propose_rules",
    "put_away",
    "remark",
    "retire_program",
    "reverse_score",
    "rezone",
    "share_with",
    "stop_proposal",
    "submit_file",
    "submit_score",
    "submit_scores",
    "take_back_remark",
    "take_up",
    "veto_ends",
    "vote",
    "withdraw_delivery",
    "withdraw_offer",
    "withdraw_proposal",
    "write_draft",
]
