"""What somebody answered about themselves, and nobody else's."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from roost.ground.kit.scopes import organisation_manager
from roost.ground.people.models import Organisation, Person


class Taking(models.Model):
    """An instrument that somebody takes or took, in the version it had; `answers` by item, null for "not sure"."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    instrument = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    answers = models.JSONField(default=dict)
    began_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "instrument"], condition=Q(done_at=None), name="an_instrument_is_taken_once_at_a_time"
            )
        ]
