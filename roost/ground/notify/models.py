"""What was offered and accepted, until it is delivered and for a while after."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from roost.ground.kit.scopes import organisation_manager
from roost.ground.notify.engine import WEEKLY_BUDGET, QuietHours
from roost.ground.notify.ports import LONGEST_ADDRESS


class Outbox(models.Model):
    """One message to one person. A regular one holds a slot of a week, so that the database itself keeps the budget.

    Its words, `body`, `html` and `calendar`, stay until it has gone out or was given up.
    """

    organisation = models.BigIntegerField()
    person = models.BigIntegerField()
    offered_by = models.BigIntegerField(null=True)
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    channel = models.CharField(max_length=20)
    address = models.CharField(max_length=320)
    zone = models.CharField(max_length=64)
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    subject = models.CharField(max_length=250)
    body = models.TextField()
    html = models.TextField(blank=True)
    unsubscribe = models.CharField(max_length=LONGEST_ADDRESS, blank=True, default="")
    calendar = models.TextField(blank=True, default="")
    week = models.CharField(max_length=8, blank=True)
    slot = models.PositiveSmallIntegerField(null=True)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True)
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="offered_once"),
            models.UniqueConstraint(fields=["person", "week", "slot"], name="one_message_per_slot"),
            models.CheckConstraint(
                condition=Q(slot=None) | Q(slot__gte=1, slot__lte=WEEKLY_BUDGET), name="slots_of_a_week"
            ),
        ]
        indexes = [
            models.Index(fields=["not_before"], name="waiting", condition=Q(sent_at=None, given_up_at=None)),
            models.Index(fields=["created_at"]),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def quiet_hours(self) -> QuietHours | None:
        if self.quiet_from is None or self.quiet_until is None:
            return None
        return QuietHours(self.quiet_from, self.quiet_until)
