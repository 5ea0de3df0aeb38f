"""Freeze what is told of a group. Roost itself does it, for nobody in particular, so no `by` is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from roost.ground.kit import clock
from roost.ground.release.models import Release
from roost.ground.release.reads import Frozen, frozen


@transaction.atomic
def freeze(organisation: int, *, what: str, period: str, answer: Callable[[], Any]) -> Frozen:
    """Give what was told in answer to a question about a period; the first time, `answer` says it, in plain values.

    Whoever asks later gets the same, whatever has changed since. Of two who ask first at once, one answer stays.
    """
    known = frozen(organisation, what=what, period=period)
    if known is not None:
        return known
    values = {"content": answer(), "frozen_at": clock.now()}
    kept, _ = Release.objects.get_or_create(organisation=organisation, what=what, period=period, defaults=values)
    return Frozen(kept.content, kept.frozen_at)
