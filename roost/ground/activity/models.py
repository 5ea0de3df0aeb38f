"""The spine's rows. People, teams and organisations are plain ids: facts outlive what they speak of."""

from __future__ import annotations

from django.db import models

from roost.ground.kit.append_only import AppendOnly, AppendOnlyQuerySet
from roost.ground.kit.scopes import organisation_manager


class Fact(AppendOnly):
    """Something that happened, told once."""

    organisation = models.BigIntegerField()
    verb = models.CharField(max_length=60)
    actor = models.BigIntegerField(null=True)
    team = models.BigIntegerField(null=True)
    subject = models.CharField(max_length=60, blank=True)
    quantity = models.BigIntegerField(null=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    source = models.CharField(max_length=20)
    key = models.CharField(max_length=120, null=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversal")
    objects = organisation_manager(AppendOnlyQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "verb", "key"], name="one_fact_per_key")]
        indexes = [
            models.Index(fields=["organisation", "verb", "happened_at"]),
            models.Index(fields=["organisation", "subject"]),
        ]


class Involved(AppendOnly):
    """A person in a fact: whom it happened to or who took part, besides the actor."""

    organisation = models.BigIntegerField()
    fact = models.ForeignKey(Fact, models.CASCADE, related_name="involved")
    person = models.BigIntegerField()
    objects = organisation_manager(AppendOnlyQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fact", "person"], name="once_per_fact")]
        indexes = [models.Index(fields=["organisation", "person"])]
