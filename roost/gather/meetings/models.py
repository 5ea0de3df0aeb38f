"""Meetings of circles: who came, when, how far it went. What is said is nowhere, what is written lies in the vault."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from roost.ground.kit.scopes import organisation_manager
from roost.ground.people.models import Organisation, Person


class Meeting(models.Model):
    """A circle's meeting. `protocol` is the text of its file as it was when the meeting began, so that it replays.

    `state` is where it stands (`engine.state`), emptied when it ends: nothing of who spoke, whose topics were brought
    or who moderated remains but `Arrival.presented`. `version` grows with every change. `opened_by` opened it, and
    moderated at first. `came` counts who came, whether they affirmed on their own screen or aloud, `sat` who sat in
    the circle when it ended and could be counted; `reached` is the furthest step. `mean` is the mean of `ratings`
    ratings, and `room` that of how much room each had; None below three. `lapsed` says that nobody ended it.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    circle = models.ForeignKey("circles.Circle", models.CASCADE, related_name="+")
    protocol = models.TextField()
    minutes = models.PositiveSmallIntegerField()
    one_screen = models.BooleanField(default=False)
    state = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    opened_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    lapsed = models.BooleanField(default=False)
    came = models.PositiveSmallIntegerField(default=0)
    sat = models.PositiveSmallIntegerField(default=0)
    reached = models.PositiveSmallIntegerField(default=0)
    mean = models.FloatField(null=True)
    room = models.FloatField(null=True)
    ratings = models.PositiveSmallIntegerField(default=0)
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["circle"], condition=Q(ended_at=None), name="a_circle_meets_once_at_a_time")
        ]


class Arrival(models.Model):
    """Somebody who came. `affirmed_at` is None for who said it aloud, in front of one screen for all.

    `presented` says that their topic was talked about, so that next time another's goes first where two weigh the same.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="arrivals")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    arrived_at = models.DateTimeField()
    affirmed_at = models.DateTimeField(null=True)
    presented = models.BooleanField(default=False)
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="each_comes_once")]


class Weight(models.Model):
    """What somebody says a topic weighs; deleted the moment a topic is chosen."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="weights")
    bringer = models.ForeignKey(Person, models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    importance = models.PositiveSmallIntegerField()
    urgency = models.PositiveSmallIntegerField()
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "bringer", "by"], name="each_weighs_a_topic_once")]


class Rating(models.Model):
    """What a meeting was worth to somebody, and how much room they had, 1 to 10; turned into means when it ends."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="given")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    value = models.PositiveSmallIntegerField()
    room = models.PositiveSmallIntegerField()
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="each_rates_once")]


class Readers(models.Model):
    """Which group of the vault a circle's people are, who write in its meetings; None before the first is opened."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    circle = models.OneToOneField("circles.Circle", models.CASCADE, related_name="+")
    group = models.UUIDField(null=True, unique=True)
    objects = organisation_manager()


class CircleProtocol(models.Model):
    """A circle's own way of meeting, as the text of its file; `version` grows with every change.

    It is a recipe and no confidence: it is not sealed. A meeting keeps the text with which it began.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    circle = models.ForeignKey("circles.Circle", models.CASCADE, related_name="+")
    title = models.CharField(max_length=60)
    text = models.TextField()
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()
    objects = organisation_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [models.UniqueConstraint(fields=["circle", "title"], name="a_circle_calls_a_protocol_so_once")]

    def __str__(self) -> str:
        return self.title
