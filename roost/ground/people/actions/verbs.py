"""What this room records: who came, moved and went, and who may do what."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings

from roost.ground.activity.ports import Purpose, Verb
from roost.ground.people.reads import today_here

FOUNDED = Verb("people.founded", Purpose.WORK, "An organisation began to use this installation.")
JOINED = Verb("people.joined", Purpose.WORK, "Somebody began to belong to the organisation, or came back.")
MOVED = Verb("people.moved", Purpose.WORK, "Somebody went to another team, or out of one.")
REPORTED = Verb("people.reported", Purpose.WORK, "Somebody got another manager, or none.")
CHANGED = Verb(
    "people.changed", Purpose.WORK, "What is known of somebody was written anew: name, address, title, dates."
)
LEFT = Verb("people.left", Purpose.WORK, "Somebody's belonging ended, or got an end.")
ROLE_GRANTED = Verb("people.role_granted", Purpose.WORK, "Somebody was given a role in the organisation.")
ROLE_REVOKED = Verb("people.role_revoked", Purpose.WORK, "A role was taken from somebody.")
INVITED = Verb("people.invited", Purpose.WORK, "A one-time link was made for somebody to sign in.")
WELCOMED = Verb("people.welcomed", Purpose.WORK, "Somebody chose a password through a one-time link.")
ACCOMPANIED = Verb(
    "people.accompanied", Purpose.DEVELOPMENT, "A companionship began: both had agreed.", names_people=False
)
PARTED = Verb("people.parted", Purpose.DEVELOPMENT, "A companionship ended.", names_people=False)
IMPORTED = Verb("people.imported", Purpose.WORK, "A file of people was applied; the quantity is how many it touched.")


def moment_of(day: date) -> datetime | None:
    """Give the start of a day other than today, and None for today: then the present moment is exact."""
    return None if day == today_here() else datetime.combine(day, time(), ZoneInfo(settings.TIME_ZONE))
