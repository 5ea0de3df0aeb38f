"""Televisions."""

from __future__ import annotations

from django.db import models

from roost.ground.kit.scopes import organisation_manager
from roost.ground.people.models import Organisation, Person
from roost.see.tracking.models.programs import Program


class Screen(models.Model):
    """A television that shows a program's boards on a link of its own, until somebody closes it."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    program = models.ForeignKey(Program, models.CASCADE, related_name="screens")
    name = models.CharField(max_length=80)
    token = models.CharField(max_length=40, unique=True)
    window = models.CharField(max_length=10, default="month")
    seconds = models.PositiveSmallIntegerField(default=20)
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    objects = organisation_manager()
