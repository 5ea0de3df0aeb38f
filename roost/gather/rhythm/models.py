"""A circle's term: its dates, who has which role, when each can, and what each was told."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from roost.gather.rhythm.engine import dates, rota
from roost.ground.kit.scopes import organisation_manager
from roost.ground.people.models import Organisation, Person

LONGEST_LINK = 500
LONGEST_NAME = 200


class Part(models.TextChoices):
    """A part of a term's arc."""

    TRUST = dates.Part.TRUST.value, _("Trust")
    DILEMMAS = dates.Part.DILEMMAS.value, _("Dilemmas")
    STRETCH = dates.Part.STRETCH.value, _("Stretch")
    HARVEST = dates.Part.HARVEST.value, _("Harvest")


class Role(models.TextChoices):
    """What somebody does for a meeting."""

    MODERATOR = rota.Role.MODERATOR.value, _("moderates")
    PRESENTER = rota.Role.PRESENTER.value, _("brings a topic")
    TIMEKEEPER = rota.Role.TIMEKEEPER.value, _("keeps time")
    SCRIBE = rota.Role.SCRIBE.value, _("writes down commitments")

    @property
    def yours(self) -> str:
        """Say it to whoever has the role."""
        told = {
            Role.MODERATOR: _("You moderate"),
            Role.PRESENTER: _("You bring a topic"),
            Role.TIMEKEEPER: _("You keep time"),
            Role.SCRIBE: _("You write down commitments"),
        }
        return str(told[self])


class Term(models.Model):
    """How a circle meets: every so many weeks and minutes, by the clock of a zone; `version` grows with changes.

    `arc_since` is when the arc began anew after a term that was over, None during a circle's first one. `kept` is a
    digest of what roles and calendars were last brought in line with.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    circle = models.OneToOneField("circles.Circle", models.CASCADE, related_name="+")
    every = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    zone = models.CharField(max_length=64)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()
    arc_since = models.DateTimeField(null=True)
    kept = models.CharField(max_length=64, blank=True, default="")
    objects = organisation_manager()


class PlannedMeeting(models.Model):
    """A meeting of a term; `reading` is the key of one that ships with Roost, or empty where there is a `link`.

    `is_chosen` says that somebody chose what to read, so that it stays when dates change.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    term = models.ForeignKey(Term, models.CASCADE, related_name="meetings")
    starts_at = models.DateTimeField()
    part = models.CharField(max_length=8, choices=Part)
    reading = models.CharField(max_length=40, blank=True)
    link = models.URLField(max_length=LONGEST_LINK, blank=True)
    is_chosen = models.BooleanField(default=False)
    objects = organisation_manager()

    class Meta:
        indexes = [models.Index(fields=["starts_at"], name="planned_by_time")]
        constraints = [
            models.UniqueConstraint(fields=["term", "starts_at"], name="a_circle_meets_once_at_a_time_planned")
        ]


class Duty(models.Model):
    """A role of somebody's at a meeting; `by_hand` says that people chose it themselves."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    meeting = models.ForeignKey(PlannedMeeting, models.CASCADE, related_name="duties")
    role = models.CharField(max_length=10, choices=Role)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    by_hand = models.BooleanField(default=False)
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "role"], name="a_role_is_one_persons"),
            models.UniqueConstraint(fields=["meeting", "person"], name="nobody_has_two_roles"),
        ]


class Hours(models.Model):
    """When somebody can meet a circle: hours of the week by their own clock, as `engine.times` counts them.

    `uses_calendar` says that what stands in their calendars is taken off, for each date as it is asked.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    circle = models.ForeignKey("circles.Circle", models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    hours = models.JSONField(default=list)
    uses_calendar = models.BooleanField(default=False)
    said_at = models.DateTimeField()
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "person"], name="each_says_their_hours_once")]


class Invitation(models.Model):
    """What somebody's calendar was told of a planned meeting, as it was told.

    It points at no meeting and no circle, so that it is there to be called off when those are gone.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    meeting = models.PositiveBigIntegerField()
    circle = models.PositiveBigIntegerField()
    name = models.CharField(max_length=LONGEST_NAME)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    zone = models.CharField(max_length=64)
    sequence = models.PositiveIntegerField(default=0)
    is_cancelled = models.BooleanField(default=False)
    told_at = models.DateTimeField()
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="each_is_invited_once")]
