"""How pulses are called elsewhere, and what they ask."""

from __future__ import annotations

from collections.abc import Sequence

from roost.gather.pulse.models import Pulse
from roost.ground.instruments.engine import Instrument
from roost.ground.instruments.reads import instrument_named, instruments

MOST_ITEMS = 20
"""A pulse asks no more sentences, so that it takes two minutes."""


def box_of(pulse: Pulse) -> str:
    """Name the box in `ground.release` in which a pulse's answers lie."""
    return f"pulse:{pulse.pk}"


def instrument_of(pulse: Pulse) -> Instrument:
    """Give what a pulse asks, as it was when it began."""
    found = instrument_named(pulse.instrument, pulse.version)
    assert found is not None, pulse.instrument
    return found


def instruments_for_teams() -> Sequence[Instrument]:
    """Give the instruments that may be asked of a team and are short enough for a pulse."""
    return [one for one in instruments() if "team" in one.uses and len(one.items) <= MOST_ITEMS]
