"""What people of a circle find: their circle's page, a meeting under way, and their own part in it."""

from roost.gather.meetings.reads.circles import (
    CirclePage,
    PastMeeting,
    circle_page,
    circle_ways,
    circles_met,
    people_to_plan_for,
    today_card,
)
from roost.gather.meetings.reads.own import Own, own_part
from roost.gather.meetings.reads.protocols import (
    USUAL,
    ProtocolChoice,
    last_used,
    own_key,
    parsed,
    protocol_choices,
    protocol_texts,
    text_of,
)
from roost.gather.meetings.reads.stage import Stage, stage_of
from roost.gather.meetings.reads.writing import (
    circles_that_write,
    group_of,
    groups_of,
    kept_parts,
    may_read_kept,
    parts_of,
    places_of_readers,
    places_open,
    sits_in,
)

__all__ = [
    "USUAL",
    "CirclePage",
    "Own",
    "PastMeeting",
    "ProtocolChoice",
    "Stage",
    "circle_page",
    "circle_ways",
    "circles_met",
    "circles_that_write",
    "group_of",
    "groups_of",
    "kept_parts",
    "last_used",
    "may_read_kept",
    "own_key",
    "own_part",
    "parsed",
    "parts_of",
    "people_to_plan_for",
    "places_of_readers",
    "places_open",
    "protocol_choices",
    "protocol_texts",
    "sits_in",
    "stage_of",
    "text_of",
    "today_card",
]
