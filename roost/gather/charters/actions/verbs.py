"""What charters tells the rest of the house: that a circle agreed, and nothing of on what."""

from __future__ import annotations

from roost.gather.charters.models import Version
from roost.ground.activity.actions import Told, record
from roost.ground.activity.ports import Purpose, Verb

AGREED = Verb("charters.agreed", Purpose.DEVELOPMENT, "A circle agreed on how it meets.", names_people=False)


def tell(verb: Verb, version: Version) -> None:
    """Record once, by nobody in particular, what happened to a version."""
    key, subject = f"charter:{version.pk}", f"circle:{version.circle_id}"
    record(Told(verb, version.organisation_id, subject=subject, key=key))
