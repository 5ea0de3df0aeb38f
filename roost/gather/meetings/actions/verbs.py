"""What meetings tells the rest of the house: that circles meet, and nothing of what happens there."""

from __future__ import annotations

from datetime import datetime

from roost.gather.meetings.models import Meeting
from roost.ground.activity.actions import Told, record
from roost.ground.activity.ports import Purpose, Verb

BEGAN = Verb("meetings.began", Purpose.DEVELOPMENT, "A circle began to meet.", names_people=False)
MET = Verb("meetings.met", Purpose.DEVELOPMENT, "A circle met, so many people.", names_people=False)


def tell(verb: Verb, meeting: Meeting, *, quantity: int | None = None, at: datetime | None = None) -> None:
    """Record once, by nobody in particular, that a circle began to meet or met, now or at another moment."""
    key = f"meeting:{meeting.pk}"
    subject = f"circle:{meeting.circle_id}"
    record(Told(verb, meeting.organisation_id, subject=subject, quantity=quantity, happened_at=at, key=key))
