"""Who said beforehand that they cannot come, and what a circle corrected. All else is derived from its meetings."""

from __future__ import annotations

from django.db import models

from roost.gather.attendance.engine import marks
from roost.ground.kit.scopes import organisation_manager
from roost.ground.people.models import Organisation, Person


class Absence(models.Model):
    """That somebody cannot come to a circle's meeting that begins at a moment, said at `said_at`.

    It names the moment and no planned meeting: where the circle moves the meeting, everybody is asked anew.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    circle = models.ForeignKey("circles.Circle", models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    said_at = models.DateTimeField()
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["circle", "person", "starts_at"], name="each_calls_off_a_meeting_once")
        ]


class Correction(models.Model):
    """How somebody was at a meeting, as one who was there corrected it."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    mark = models.CharField(max_length=15, choices=[(one.value, one.value) for one in marks.Mark])
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="a_mark_is_corrected_once")]
