"""What a circle is asked about itself, what came out, and the day on which it ends."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from roost.gather.decisions.engine.asking import Why
from roost.gather.decisions.engine.deciding import Outcome
from roost.gather.decisions.engine.misses import Say
from roost.ground.kit.scopes import organisation_manager
from roost.ground.people.models import Organisation, Person

LONGEST_NAME = 200


class Question(models.Model):
    """A question to a circle: how it goes on. Nobody is named who asked it.

    `offered` are the options, three, or two in a second question. `why` is of `engine.asking`. `is_last` says that an
    ending was stopped for it, which happens once. `outcome` is empty until it is decided.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    circle = models.ForeignKey("circles.Circle", models.CASCADE, related_name="+")
    why = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Why])
    offered = models.JSONField()
    is_last = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Outcome], blank=True)
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["circle"], condition=Q(decided_at=None), name="a_circle_is_asked_one_thing_at_a_time"
            )
        ]


class Answer(models.Model):
    """What somebody answered; deleted the moment the question is decided. No moment is kept."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, models.CASCADE, related_name="answers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    option = models.CharField(max_length=10)
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "person"], name="each_answers_once")]


class Ending(models.Model):
    """The day on which a circle ends, as it decided; `is_anew` where its people want to be seated anew."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    circle = models.OneToOneField("circles.Circle", models.CASCADE, related_name="+")
    ends_on = models.DateField()
    is_anew = models.BooleanField(default=False)
    can_be_stopped = models.BooleanField(default=True)
    decided_at = models.DateTimeField()
    objects = organisation_manager()


class Reseating(models.Model):
    """A circle of a round that ended and asked to be seated anew, for who convenes the round; no reasons, no people."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    round = models.ForeignKey("circles.Round", models.CASCADE, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
    ended_at = models.DateTimeField()
    objects = organisation_manager()


class Misses(models.Model):
    """That somebody missed more than their circle agreed on, so that the others are asked what they want to do.

    `outcome` is of `engine.misses.Say`, empty until it is decided; from `decided_at` on their count begins anew.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    circle = models.ForeignKey("circles.Circle", models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Say], blank=True)
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "person"], condition=Q(decided_at=None), name="misses_are_asked_about_once_at_a_time"
            )
        ]


class MissesAnswer(models.Model):
    """What one of the others answered about misses; deleted the moment that is decided."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    misses = models.ForeignKey(Misses, models.CASCADE, related_name="answers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    say = models.CharField(max_length=10)
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["misses", "person"], name="each_answers_about_misses_once")]
