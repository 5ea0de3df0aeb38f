"""What people and the worker do with calendars."""

from roost.ground.calendars.actions.adding import add_feed, add_file, delete_calendar, read_again
from roost.ground.calendars.actions.addresses import feed_hosts
from roost.ground.calendars.actions.reading import forget_past_meetings, give_up_lost, read_due_feeds, read_waiting
from roost.ground.calendars.actions.verbs import ADDED

__all__ = [
    "ADDED",
    "add_feed",
    "add_file",
    "delete_calendar",
    "feed_hosts",
    "forget_past_meetings",
    "give_up_lost",
    "read_again",
    "read_due_feeds",
    "read_waiting",
]
