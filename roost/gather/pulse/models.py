"""How a team is, asked of everybody in it, and what its leader answers. Answers lie in `ground.release`, sealed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from roost.ground.kit.scopes import organisation_manager
from roost.ground.people.models import Organisation, Person

LONGEST_LINE = 400


class Pulse(models.Model):
    """Somebody asks those who report to them how the team is.

    `told` is what came out, once; `kept`, sealed, who answered what is told, which later ones are planned by. `heard`,
    `unknown` and `tries` are what the leader answers to it. It stays with the team where the leader is erased.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    leader = models.ForeignKey(Person, models.SET_NULL, related_name="+", null=True)
    whom = models.CharField(max_length=10)
    instrument = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    asked_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    told = models.JSONField(null=True)
    kept = models.TextField(blank=True)
    is_leader_told = models.BooleanField(default=False)
    urged = models.PositiveSmallIntegerField(default=0)
    heard = models.CharField(max_length=LONGEST_LINE, blank=True)
    unknown = models.CharField(max_length=LONGEST_LINE, blank=True)
    tries = models.CharField(max_length=LONGEST_LINE, blank=True)
    replied_at = models.DateTimeField(null=True)
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["leader"], condition=Q(closed_at=None), name="one_pulse_at_a_time"),
        ]

    @property
    def asks(self) -> str:
        """Give the leader's name, or what stands for it once they were erased."""
        return str(self.leader) if self.leader else _("somebody who has left")


class Asked(models.Model):
    """Somebody whom a pulse asks, who reads what comes of it. `ticket` stands until it closes."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    pulse = models.ForeignKey(Pulse, models.CASCADE, related_name="asked")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    ticket = models.BigIntegerField(null=True)
    reminded_at = models.DateTimeField(null=True)
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pulse", "person"], name="a_pulse_asks_somebody_once")]
