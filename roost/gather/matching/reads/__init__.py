"""What somebody finds about peers."""

from roost.gather.matching.reads.apart import MOST_SHOWN, Called, apart_lines, people_called
from roost.gather.matching.reads.checking import SelfCheck, self_check
from roost.gather.matching.reads.conversations import ConversationsPage, conversation_card, conversations_page
from roost.gather.matching.reads.peers import PeersPage, gather_card, peers_page, today_card
from roost.gather.matching.reads.topics import name_of, topics

__all__ = [
    "MOST_SHOWN",
    "Called",
    "ConversationsPage",
    "PeersPage",
    "SelfCheck",
    "apart_lines",
    "conversation_card",
    "conversations_page",
    "gather_card",
    "name_of",
    "peers_page",
    "people_called",
    "self_check",
    "today_card",
    "topics",
]
