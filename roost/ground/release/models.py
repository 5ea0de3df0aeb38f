"""What was told of groups, which stays what was told; and what people answered in confidence, sealed until then."""

from __future__ import annotations

from django.db import models

from roost.ground.kit.append_only import AppendOnly, AppendOnlyQuerySet
from roost.ground.kit.scopes import organisation_manager

LONGEST_QUESTION = 60
LONGEST_PERIOD = 20


class Release(AppendOnly):
    """The first answer to a question about an organisation's people, for a period. It holds counts and names nobody."""

    organisation = models.BigIntegerField()
    what = models.CharField(max_length=LONGEST_QUESTION)
    period = models.CharField(max_length=LONGEST_PERIOD)
    content = models.JSONField()
    frozen_at = models.DateTimeField()
    objects = organisation_manager(AppendOnlyQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "what", "period"], name="one_answer_a_period")]


class Box(models.Model):
    """What people answer in confidence to one question of a room, which names it `what`; sealed until it is closed.

    All answers are one value, in an order that is drawn anew with each: no row, number or time belongs to one of them.
    Its key comes from the installation's key of answers and `salt`.
    """

    organisation = models.BigIntegerField()
    what = models.CharField(max_length=LONGEST_QUESTION)
    salt = models.BinaryField(max_length=16)
    ballots = models.JSONField(default=list)
    closes_at = models.DateTimeField()
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "what"], name="one_box_for_a_question")]


class Ticket(models.Model):
    """The right to answer once. Of its link a digest is kept; that it was used is kept apart from what was said.

    `draft` is what was put in so far, sealed like answers; it goes when it is sent.
    """

    organisation = models.BigIntegerField()
    box = models.ForeignKey(Box, models.CASCADE, related_name="tickets")
    digest = models.CharField(max_length=64, unique=True)
    category = models.CharField(max_length=LONGEST_PERIOD, blank=True)
    is_used = models.BooleanField(default=False)
    draft = models.TextField(blank=True)
    objects = organisation_manager()
