"""What a person and a companion do together. Whatever they write for each other alone lies in the vault, not here."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from roost.ground.kit.scopes import organisation_manager
from roost.ground.people.models import Companionship, Organisation, Person

LONGEST_LINE = 300


class Between(models.Model):
    """Something that belongs to one companionship."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    companionship = models.ForeignKey(Companionship, models.CASCADE, related_name="+")
    objects = organisation_manager()

    class Meta:
        abstract = True


class Goal(Between):
    """What the two want to be different; reached or let go, it stays."""

    words = models.CharField(max_length=LONGEST_LINE)
    set_by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    set_at = models.DateTimeField()
    reached_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    @property
    def is_open(self) -> bool:
        return self.reached_at is None and self.left_at is None


class Session(Between):
    """A time at which the two meet. `version` grows when it is moved."""

    starts_at = models.DateTimeField()
    planned_by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    planned_at = models.DateTimeField()
    moved_at = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    called_off_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["companionship", "starts_at"], condition=Q(called_off_at=None), name="one_session_at_a_time"
            )
        ]

    @property
    def is_open(self) -> bool:
        return self.met_at is None and self.called_off_at is None


class Point(models.Model):
    """Something that one of the two wants to talk about in a session."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, models.CASCADE, related_name="points")
    by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    words = models.CharField(max_length=LONGEST_LINE)
    raised_at = models.DateTimeField()
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "by", "words"], name="a_point_is_raised_once")]


class Commitment(Between):
    """What one of the two will do until a day. It is kept, or dropped; neither is counted."""

    whose = models.ForeignKey(Person, models.CASCADE, related_name="+")
    words = models.CharField(max_length=LONGEST_LINE)
    due = models.DateField(null=True)
    made_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["companionship", "whose", "words"],
                condition=Q(kept_at=None, dropped_at=None),
                name="a_commitment_is_made_once",
            )
        ]

    @property
    def is_open(self) -> bool:
        return self.kept_at is None and self.dropped_at is None


class Notebook(Between):
    """The notes that only the two can open: which group of the vault they are.

    The newest is the one they write in; others were closed, because neither had the keys any more.
    """

    group = models.UUIDField(unique=True)
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
