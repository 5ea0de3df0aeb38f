"""What calendars tells the rest of the house: that one was added or read elsewhere, and nothing of what is in it."""

from __future__ import annotations

from roost.ground.activity.ports import Purpose, Verb

ADDED = Verb("calendars.added", Purpose.DEVELOPMENT, "Somebody added a calendar of their own.", names_people=False)
PUBLISHED = Verb(
    "calendars.published",
    Purpose.DEVELOPMENT,
    "Somebody let their own programs read what Roost plans with them.",
    names_people=False,
)
