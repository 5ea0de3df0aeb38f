"""Charters of circles, in versions, and who signed which. What a circle adds in own words is sealed elsewhere."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from roost.ground.kit.scopes import organisation_manager
from roost.ground.people.models import Organisation, Person


class Version(models.Model):
    """A version of a circle's charter: proposed; held once everybody signed; or ended, withdrawn or set aside.

    `number` counts a circle's versions and is never given twice. `choices` are those of `engine.choices`. `words` names
    the sealed note with the circle's own words, None where there are none.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    circle = models.ForeignKey("circles.Circle", models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    choices = models.JSONField()
    words = models.UUIDField(null=True)
    proposed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["circle", "number"], name="a_version_has_its_number"),
            models.UniqueConstraint(
                fields=["circle"], condition=Q(held_at=None, ended_at=None), name="a_circle_has_one_proposal"
            ),
        ]

    @property
    def is_proposal(self) -> bool:
        return self.held_at is None and self.ended_at is None


class Signature(models.Model):
    """Somebody who signed a version. `digest` is of the sealed own words as their browser had them, hexadecimal.

    It is empty where there are none, and for who could not read them yet: then they signed the choices alone.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    version = models.ForeignKey(Version, models.CASCADE, related_name="signatures")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, blank=True)
    signed_at = models.DateTimeField()
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "person"], name="each_signs_a_version_once")]
