"""Programs, their rules, the ledger and its cells. Values are whole thousandths; days are `date.toordinal()`."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from roost.ground.kit.append_only import AppendOnly, AppendOnlyQuerySet
from roost.ground.kit.scopes import organisation_manager
from roost.ground.people.models import Organisation, Person

LIMIT = 9_000_000_000_000_000_000
LONGEST_KEY = 160
LONGEST_TIME = 40
# An id that became free again is kept with one of these behind it; nobody can give an id that has it.
AGAIN = "\x1f"
LONGEST_ID = 140
WITHDRAWAL = "withdrawal"
"""Source of reversals that take back a whole file: its ids are free again."""


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


class Rule(AppendOnly):
    """One version of a program's rules, as the JSON document that the engine reads."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    program = models.ForeignKey(Program, models.CASCADE, related_name="rules")
    version = models.PositiveIntegerField()
    document = models.TextField()
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    objects = organisation_manager(AppendOnlyQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program", "version"], name="one_rule_per_version")]


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
    """A period's boards as they were published. Entries that come later change the live boards only.

    `board` is JSON: per team its id, division, name, members, active members, points in thousandths and rank. Entries
    with ids up to `upto` are in it.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    program = models.ForeignKey(Program, models.CASCADE, related_name="closings")
    starts_on = models.DateField()
    ends_on = models.DateField()
    rule = models.PositiveIntegerField()
    board = models.TextField()
    unplaced = models.PositiveIntegerField()
    upto = models.PositiveBigIntegerField(default=0)
    closed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()
    objects = organisation_manager(AppendOnlyQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "starts_on", "ends_on"], name="one_closing_per_period")
        ]


class Status(models.TextChoices):
    """How far the worker is."""

    WAITING = "waiting"
    READING = "reading"
    WRITING = "writing"
    DONE = "done"
    REFUSED = "refused"


class Underway(models.Model):
    """Something that the worker does while people watch, and what became of it."""

    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def is_over(self) -> bool:
        return self.finished_at is not None


class Delivery(Underway):
    """A file of scores on its way into the ledger, and what became of it. The file lies in the data folder meanwhile.

    `problems` is JSON: a list of row, column, value and message. The program's entries with ids above `after` and up
    to `upto` came with it. One that `withdraws` another takes back every score that came with that.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    program = models.ForeignKey(Program, models.CASCADE, related_name="deliveries")
    name = models.CharField(max_length=200)
    rows = models.PositiveIntegerField()
    rows_read = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    added = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    taken_back = models.PositiveIntegerField(default=0)
    teamless = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    uncounted = models.PositiveIntegerField(default=0)
    after = models.PositiveBigIntegerField(default=0)
    upto = models.PositiveBigIntegerField(default=0)
    withdraws = models.ForeignKey("self", models.CASCADE, null=True, related_name="withdrawals")
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["withdraws"], condition=~Q(status="refused"), name="one_withdrawal_of_a_delivery"
            )
        ]

    @property
    def can_be_withdrawn(self) -> bool:
        """Say whether anything came with it that is known to have come with it, and not in order to take back."""
        return self.status == Status.DONE and self.withdraws_id is None and self.added > 0 and self.upto > 0


class Rezoning(Underway):
    """Rules of another time zone, which wait until the worker has added up the program's days by that zone.

    `version` is that of the rules which hold until then. Where the new ones could not come into force, `problem` says
    why.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    program = models.ForeignKey(Program, models.CASCADE, related_name="rezonings")
    version = models.PositiveIntegerField()
    document = models.TextField()
    purpose = models.CharField(max_length=300, blank=True)
    behaviours = models.JSONField(default=dict)
    scores = models.PositiveIntegerField(default=0)
    scores_read = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program"], condition=Q(finished_at=None), name="one_rezoning_at_a_time")
        ]


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
