"""What people and the worker do with calendars."""

from roost.ground.calendars.actions.adding import add_feed, add_file, delete_calendar, read_again
from roost.ground.calendars.actions.addresses import feed_hosts
from roost.ground.calendars.actions.publishing import end_publishing, publish_planned, show_titles
from roost.ground.calendars.actions.reading import forget_past_meetings, give_up_lost, read_due_feeds, read_waiting
from roost.ground.calendars.actions.verbs import ADDED, PUBLISHED

__all__ = [
    "ADDED",
    "PUBLISHED",
    "add_feed",
    "add_file",
    "delete_calendar",
    "end_publishing",
    "feed_hosts",
    "forget_past_meetings",
    "give_up_lost",
    "publish_planned",
    "read_again",
    "read_due_feeds",
    "read_waiting",
    "show_titles",
]
