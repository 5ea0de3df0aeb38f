"""When periodic tasks are due next."""

from __future__ import annotations

from django.db import models


class Schedule(models.Model):
    """The next turn of one periodic task, shared by all schedulers."""

    name = models.CharField(max_length=200, unique=True)
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
