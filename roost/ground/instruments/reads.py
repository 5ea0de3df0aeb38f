"""Look up the instruments that ship with Roost."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from roost.ground.instruments.engine import Instrument, read_instrument

BUNDLE = Path(__file__).with_name("bundle")


@cache
def instrument_named(key: str) -> Instrument | None:
    """Give the instrument of that key; None for none."""
    return next((one for one in instruments() if one.key == key), None)


@cache
def instruments() -> tuple[Instrument, ...]:
    """Give all that ship, by key."""
    return tuple(read_instrument(path.read_text()) for path in sorted(BUNDLE.glob("*.json")))
