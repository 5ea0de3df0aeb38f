"""The mark of a database that the demo made; without it, nobody walks in by a click."""

from __future__ import annotations

from django.db import models


class Demo(models.Model):
    """What the simulated company was drawn from: `simulate(seed, as_of, sellers=sellers)` gives its truth again."""

    seed = models.BigIntegerField()
    as_of = models.DateField()
    sellers = models.PositiveIntegerField()
    created_at = models.DateTimeField()
