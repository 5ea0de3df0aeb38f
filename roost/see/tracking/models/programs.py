"""Programs, how they stand, and who takes part."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from roost.ground.kit.append_only import AppendOnly, AppendOnlyQuerySet
from roost.ground.kit.scopes import organisation_manager
from roost.ground.people.models import Organisation, Person


class State(models.TextChoices):
    """How a program stands in its organisation."""

    OPEN = "open", _("Open")
    ADOPTED = "adopted", _("Adopted")
    OFFICIAL = "official", _("Official")
    RETIRED = "retired", _("Retired")


class Program(models.Model):
    """A way of counting what success means, started by one person and shared by many, or kept for oneself.

    One that `is_private` is nobody's but the founder's, and has no boards; `put_away_at` is when they laid it aside.
    Others have a `state`; until `founder_decides_until` the founder alone changes the rules of one that was adopted.
    Where `players_decide`, how points are made changes by what they vote for, and by nothing else.
    In them take part who joined (`Enrolment`), or where one `is_for_all` everybody of the teams who did not leave.
    `last_entry` is no smaller than the id of its latest entry, and entries to come have larger ones: so a delivery
    finds quickly what was entered since it looked. `withdrawals` counts the files that were taken back.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    founder = models.ForeignKey(Person, models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    purpose = models.CharField(max_length=300, blank=True)
    launched_at = models.DateTimeField()
    is_private = models.BooleanField(default=False)
    is_for_all = models.BooleanField(default=False)
    players_decide = models.BooleanField(default=False)
    put_away_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    founder_decides_until = models.DateField(null=True)
    key = models.CharField(max_length=40, null=True)
    last_entry = models.PositiveBigIntegerField(default=0)
    withdrawals = models.PositiveIntegerField(default=0)
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["founder", "key"], name="one_program_per_form")]

    def __str__(self) -> str:
        return self.title


class Enrolment(models.Model):
    """Days on which somebody takes part in a program: from `starts_on`, or ever, to before `ends_on`, or for good.

    In a program for all, who has none takes part; who left has one that ended. Those of one person do not overlap.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    program = models.ForeignKey(Program, models.CASCADE, related_name="enrolments")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "person"], condition=Q(ends_on=None), name="enrolled_once_at_a_time"
            )
        ]


class Step(AppendOnly):
    """A step of a program to another state, signed by who made it, with what they said to it."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    program = models.ForeignKey(Program, models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=State)
    words = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    objects = organisation_manager(AppendOnlyQuerySet)


class Offer(models.Model):
    """A sponsor would adopt a program, and its founder has not answered; an answer ends it."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    program = models.OneToOneField(Program, models.CASCADE, related_name="offer")
    sponsor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    words = models.CharField(max_length=300)
    offered_at = models.DateTimeField()
    objects = organisation_manager()


class Aim(models.Model):
    """What somebody wants a week of theirs to come to in a program, in thousandths of a point."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    program = models.ForeignKey(Program, models.CASCADE, related_name="aims")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    points = models.BigIntegerField()
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program", "person"], name="one_aim_each")]


class Sharing(models.Model):
    """Somebody lets a colleague see their own weeks in a program, until either ends it."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    program = models.ForeignKey(Program, models.CASCADE, related_name="sharings")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    reader = models.ForeignKey(Person, models.CASCADE, related_name="+")
    shared_at = models.DateTimeField()
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program", "person", "reader"], name="shared_once_with_each")]
