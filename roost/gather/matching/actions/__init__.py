"""What changes whom people meet."""

from roost.gather.matching.actions.answering import answer_proposal
from roost.gather.matching.actions.keeping_apart import keep_apart, let_together
from roost.gather.matching.actions.proposing import end_overdue, propose_peers
from roost.gather.matching.actions.verbs import PAIRED, WISHED
from roost.gather.matching.actions.wishing import Sought, forget_wishes, renew_wish, seek_peer, stop_seeking

__all__ = [
    "PAIRED",
    "WISHED",
    "Sought",
    "answer_proposal",
    "end_overdue",
    "forget_wishes",
    "keep_apart",
    "let_together",
    "propose_peers",
    "renew_wish",
    "seek_peer",
    "stop_seeking",
]
