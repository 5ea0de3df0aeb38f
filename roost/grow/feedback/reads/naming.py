"""How waves are called elsewhere."""

from __future__ import annotations

from roost.grow.feedback.models import Wave


def box_of(wave: Wave) -> str:
    """Name the box in `ground.release` in which a wave's answers lie."""
    return f"feedback.wave:{wave.pk}"
