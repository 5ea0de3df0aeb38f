"""How pulses are called elsewhere, and what they ask."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from roost.gather.pulse.models import Pulse
from roost.ground.instruments.engine import Instrument
from roost.ground.instruments.reads import instrument_named, instruments
from roost.ground.kit.errors import NotFound

MOST_ITEMS = 20
"""A pulse asks no more sentences, so that it takes two minutes."""


def box_of(pulse: Pulse) -> str:
    """Name the box in `ground.release` in which a pulse's answers lie."""
    return f"pulse:{pulse.pk}"


def instrument_of(pulse: Pulse) -> Instrument:
    """Give what a pulse asks, as it was when it began; raises NotFound where its document was taken away."""
    found = instrument_named(pulse.instrument, pulse.version)
    if found is None:
        words = _("The document of what was asked here is gone: %(key)s, version %(version)s. Ask an administrator.")
        raise NotFound(words % {"key": pulse.instrument, "version": pulse.version})
    return found


def instruments_for_teams() -> Sequence[Instrument]:
    """Give the instruments that may be asked of a team and are short enough for a pulse."""
    return [one for one in instruments() if "team" in one.uses and len(one.items) <= MOST_ITEMS]
