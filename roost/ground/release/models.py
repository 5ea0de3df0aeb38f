"""What was told of groups. It stays what was told, so that nobody learns of a person by asking again."""

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
