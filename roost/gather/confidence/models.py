"""That somebody thinks that what was said in a circle was told outside: whom they told, and whether it pauses."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from roost.ground.kit.scopes import organisation_manager
from roost.ground.people.models import Organisation, Person


class Report(models.Model):
    """Somebody told one other of their circle that confidence was broken. What happened is written nowhere."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    circle = models.ForeignKey("circles.Circle", models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    told = models.ForeignKey(Person, models.CASCADE, related_name="+")
    told_at = models.DateTimeField()
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["circle", "person"], name="one_tells_one_other_at_a_time"),
            models.CheckConstraint(condition=~Q(person=F("told")), name="nobody_tells_themselves"),
        ]


class Pause(models.Model):
    """Since when a circle pauses until it has talked; whose wish that was is not kept."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    circle = models.OneToOneField("circles.Circle", models.CASCADE, related_name="+")
    since = models.DateTimeField()
    objects = organisation_manager()
