"""What people promised their circle: for which day, and whether it is settled. Words and how it went are sealed."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from roost.ground.kit.scopes import organisation_manager
from roost.ground.people.models import Organisation, Person


class Commitment(models.Model):
    """Something that somebody promised their circle for a day.

    `key` names the sealed note with its words where `is_written`; else it was said aloud, and stands nowhere.
    `settled_at` says that its person told how it went, and nothing of how.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    circle = models.ForeignKey("circles.Circle", models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    key = models.UUIDField(default=uuid4)
    is_written = models.BooleanField(default=False)
    due = models.DateField()
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "key"], name="a_commitment_has_its_words")]
        indexes = [models.Index(fields=["person", "due"], name="commitments_due")]
