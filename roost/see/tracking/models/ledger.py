"""The ledger, its cells, and boards as published. Values are whole thousandths; days are `date.toordinal()`."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from roost.ground.kit.append_only import AppendOnly, AppendOnlyQuerySet
from roost.ground.kit.scopes import organisation_manager
from roost.ground.people.models import Organisation, Person
from roost.see.tracking.models.programs import Program

LIMIT = 9_000_000_000_000_000_000
LONGEST_KEY = 160
LONGEST_TIME = 40
# An id that became free again is kept with one of these behind it; nobody can give an id that has it.
AGAIN = "\x1f"
LONGEST_ID = 140
WITHDRAWAL = "withdrawal"
"""Source of reversals that take back a whole file: its ids are free again."""


class Metric(models.Model):
    """A thing that a program counts. It outlives the rules that mention it, so that a later rule may count it again."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    program = models.ForeignKey(Program, models.CASCADE, related_name="metrics")
    key = models.CharField(max_length=60)
    behaviour = models.CharField(max_length=40, blank=True)
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program", "key"], name="one_metric_per_key")]


class Entry(AppendOnly):
    """A line of the ledger: a score, or the reversal of one that `reverses` names by its key.

    `occurred` is kept as given, because a time without an offset moves when the program's zone does.
    `content` tells a repeated delivery from a second, different entry under the same key. An index on the organisation
    alone would hold nearly every row, and SQLite would choose it; each index more makes large files slower to write.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, db_index=False, related_name="+")
    program = models.ForeignKey(Program, models.CASCADE, db_index=False, related_name="entries")
    key = models.CharField(max_length=LONGEST_KEY)
    content = models.CharField(max_length=64)
    metric = models.ForeignKey(Metric, models.PROTECT, null=True, db_index=False, related_name="entries")
    person = models.ForeignKey(Person, models.PROTECT, null=True, db_index=False, related_name="+")
    value = models.BigIntegerField(null=True)
    occurred = models.CharField(max_length=LONGEST_TIME, blank=True)
    reverses = models.CharField(max_length=LONGEST_KEY, null=True)
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    source = models.CharField(max_length=20)
    objects = organisation_manager(AppendOnlyQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "key"], name="one_entry_per_key"),
            models.CheckConstraint(
                condition=Q(reverses=None, metric__isnull=False, person__isnull=False, value__isnull=False)
                | Q(reverses__isnull=False, metric=None, person=None, value=None),
                name="a_score_or_a_reversal",
            ),
        ]
        indexes = [
            models.Index(fields=["program", "reverses"]),
            models.Index(fields=["program", "recorded_at"]),
            models.Index(fields=["person", "metric"]),
        ]


class Cell(models.Model):
    """What a person's counting entries of a metric on one local day add up to; written with the ledger.

    Teams and rules are applied when a board is read, so a move or a new rule rewrites nothing here.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, db_index=False, related_name="+")
    metric = models.ForeignKey(Metric, models.CASCADE, db_index=False, related_name="cells")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    day = models.IntegerField()
    total = models.BigIntegerField()
    entries = models.IntegerField()
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["metric", "person", "day"], name="one_cell_per_day"),
            # SQLite would turn an overflowing sum into a float without a word.
            models.CheckConstraint(condition=Q(total__gte=-LIMIT, total__lte=LIMIT), name="total_is_exact"),
        ]


class Closing(AppendOnly):
    """A period's bulletin: its boards as they were published. Entries that come later change the live boards only.

    `board` is JSON: per team its id, division, name, members, active members, points in thousandths and rank, and rank
    and points of the bulletin before, None where it was not in it. `stories` say what went well; `corrections` what
    earlier bulletins of such periods would say by now. Entries with ids up to `upto` are in it.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    program = models.ForeignKey(Program, models.CASCADE, related_name="closings")
    starts_on = models.DateField()
    ends_on = models.DateField()
    number = models.PositiveIntegerField()
    foreword = models.TextField(max_length=2000, blank=True)
    rule = models.PositiveIntegerField()
    board = models.TextField()
    stories = models.JSONField(default=list)
    corrections = models.JSONField(default=list)
    unplaced = models.PositiveIntegerField()
    upto = models.PositiveBigIntegerField(default=0)
    closed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()
    objects = organisation_manager(AppendOnlyQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "starts_on", "ends_on"], name="one_closing_per_period"),
            models.UniqueConstraint(fields=["program", "number"], name="one_bulletin_per_number"),
        ]


class Draft(models.Model):
    """A bulletin that waits to be looked at and published: its period, and what is to be said first.

    One that was `left_at` some moment is not asked about any more; the period may be closed all the same.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    program = models.ForeignKey(Program, models.CASCADE, related_name="drafts")
    starts_on = models.DateField()
    ends_on = models.DateField()
    foreword = models.TextField(max_length=2000, blank=True)
    made_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program", "starts_on", "ends_on"], name="one_draft_per_period")]
