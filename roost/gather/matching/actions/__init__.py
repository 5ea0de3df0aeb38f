"""What changes whom people meet."""

from roost.gather.matching.actions.answering import answer_proposal
from roost.gather.matching.actions.drawing import draw_conversations, draw_week, tell_due
from roost.gather.matching.actions.keeping_apart import forget_lines, keep_apart, let_together
from roost.gather.matching.actions.proposing import end_overdue, propose_peers
from roost.gather.matching.actions.taking_part import forget_rhythms, rest_until, stop_taking_part, take_part
from roost.gather.matching.actions.talking import begin_agreed, forget_what_was_said, say_met, stay_in_touch
from roost.gather.matching.actions.verbs import JOINED, MET, PAIRED, WISHED
from roost.gather.matching.actions.wishing import Sought, forget_wishes, renew_wish, seek_peer, stop_seeking
from roost.gather.matching.models import Met

__all__ = [
    "JOINED",
    "MET",
    "PAIRED",
    "WISHED",
    "Met",
    "Sought",
    "answer_proposal",
    "begin_agreed",
    "draw_conversations",
    "draw_week",
    "end_overdue",
    "forget_lines",
    "forget_rhythms",
    "forget_what_was_said",
    "forget_wishes",
    "keep_apart",
    "let_together",
    "propose_peers",
    "renew_wish",
    "rest_until",
    "say_met",
    "seek_peer",
    "stay_in_touch",
    "stop_seeking",
    "stop_taking_part",
    "take_part",
    "tell_due",
]
