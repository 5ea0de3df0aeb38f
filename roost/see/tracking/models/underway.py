"""Files of scores on their way into the ledger."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from roost.ground.kit.scopes import organisation_manager
from roost.ground.people.models import Organisation, Person
from roost.see.tracking.models.programs import Program


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
