"""What people of a circle do in a meeting."""

from roost.gather.meetings.actions.ending import end_forgotten_meetings, end_meeting, rate_meeting
from roost.gather.meetings.actions.moving import choose_heaviest, move_meeting, weigh_topics
from roost.gather.meetings.actions.opening import call_off, come_in, count_guest_in, note_present, open_meeting
from roost.gather.meetings.actions.protocols import delete_protocol, keep_protocol
from roost.gather.meetings.actions.reading import keep_all_readers, keep_readers, let_texts_go
from roost.gather.meetings.actions.verbs import BEGAN, MET

__all__ = [
    "BEGAN",
    "MET",
    "call_off",
    "choose_heaviest",
    "come_in",
    "count_guest_in",
    "delete_protocol",
    "end_forgotten_meetings",
    "end_meeting",
    "keep_all_readers",
    "keep_protocol",
    "keep_readers",
    "let_texts_go",
    "move_meeting",
    "note_present",
    "open_meeting",
    "rate_meeting",
    "weigh_topics",
]
