"""Whom one can ask."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count

from roost.grow.feedback.models import Witness

MOST_AT_A_TIME = 5
"""So many others may ask somebody within the same weeks."""


def how_often_asked(organisation: int, people: Collection[int]) -> dict[int, int]:
    """Give how many others ask each of these people in these weeks, of those whom anybody does. One query.

    Who would rather not be asked any more counts all the same, since a number that falls would tell so.
    """
    asked = Witness.objects.filter(organisation=organisation, person__in=people, loop__ended_at=None)
    return dict(asked.order_by().values_list("person").annotate(often=Count("loop")))
