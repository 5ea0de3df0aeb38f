"""Whom somebody asks how they come across, in waves, and what came of it. Answers lie in `ground.release`, sealed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from roost.ground.kit.scopes import organisation_manager
from roost.ground.people.models import Organisation, Person

LONGEST_LINE = 200
LONGEST_SUGGESTION = 300


class Loop(models.Model):
    """Somebody asks the same few people about one behaviour, three times in twelve weeks. `words` say what they try."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    behaviour = models.CharField(max_length=40)
    words = models.CharField(max_length=LONGEST_LINE)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at=None), name="one_loop_at_a_time"),
        ]


class Witness(models.Model):
    """Somebody who is asked in each wave of a loop. That they would rather not be any more is shown to nobody."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    loop = models.ForeignKey(Loop, models.CASCADE, related_name="witnesses")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    is_asked = models.BooleanField(default=True)
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["loop", "person"], name="somebody_is_asked_once_in_a_wave")]


class Wave(models.Model):
    """One of the times at which a loop's people are asked. `told` is what came out, once; `tries` follows from it."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    loop = models.ForeignKey(Loop, models.CASCADE, related_name="waves")
    number = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    told = models.JSONField(null=True)
    tries = models.CharField(max_length=LONGEST_LINE, blank=True)
    thanked_at = models.DateTimeField(null=True)
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["loop", "number"], name="a_loop_asks_once_at_a_time")]


class Asking(models.Model):
    """That a witness was asked in a wave, by which ticket; deleted the moment the wave closes."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    wave = models.ForeignKey(Wave, models.CASCADE, related_name="askings")
    witness = models.ForeignKey(Witness, models.CASCADE, related_name="+")
    ticket = models.BigIntegerField()
    reminded_at = models.DateTimeField(null=True)
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wave", "witness"], name="a_witness_has_one_link_in_a_wave")]


class Suggestion(models.Model):
    """What somebody suggested in a wave, kept from when it closes on, in no order; `signed_by` if they wished so."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    wave = models.ForeignKey(Wave, models.CASCADE, related_name="suggestions")
    words = models.CharField(max_length=LONGEST_SUGGESTION)
    signed_by = models.ForeignKey(Person, models.SET_NULL, related_name="+", null=True)
    objects = organisation_manager()
