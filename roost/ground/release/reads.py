"""Look up what was told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from roost.ground.release.models import Release


@dataclass(frozen=True)
class Frozen:
    """An answer that stays: what a room froze, as plain values, and since when it stands."""

    content: Any
    frozen_at: datetime


def frozen(organisation: int, *, what: str, period: str) -> Frozen | None:
    """Give what was told in answer to a question about a period, or None where nothing was yet. One query."""
    found = Release.objects.filter(organisation=organisation, what=what, period=period).first()
    return Frozen(found.content, found.frozen_at) if found else None
