"""A circle's quarterly check: while it is open, answers that name nobody; afterwards means alone."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from roost.ground.kit.scopes import organisation_manager
from roost.ground.people.models import Organisation, Person


class Check(models.Model):
    """A check of a circle. `outcome` is what `engine.check.outcome` gives, empty before it closes or below three.

    `ballots` are what people answered so far, each sealed, in an order that is drawn anew with each, so that no row,
    number or time belongs to one; empty once it is closed. `answered` counts them, and is told then.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    circle = models.ForeignKey("circles.Circle", models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    ballots = models.JSONField(default=list)
    answered = models.PositiveSmallIntegerField(default=0)
    outcome = models.JSONField(default=dict)
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["circle"], condition=Q(closed_at=None), name="a_circle_has_one_check_at_a_time"
            )
        ]


class Taken(models.Model):
    """That somebody answered, so that nobody does twice; deleted when the check closes."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    check_of = models.ForeignKey(Check, models.CASCADE, related_name="taken")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["check_of", "person"], name="each_answers_a_check_once")]
