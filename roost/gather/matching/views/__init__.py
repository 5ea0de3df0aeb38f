"""Pages of matching."""

from roost.gather.matching.views.apart import apart, end_apart
from roost.gather.matching.views.checking import check
from roost.gather.matching.views.peers import answer, peers, renew, stop, wish
from roost.gather.matching.views.talking import conversations, met, rest, stay, stop_talking

__all__ = [
    "answer",
    "apart",
    "check",
    "conversations",
    "end_apart",
    "met",
    "peers",
    "renew",
    "rest",
    "stay",
    "stop",
    "stop_talking",
    "wish",
]
