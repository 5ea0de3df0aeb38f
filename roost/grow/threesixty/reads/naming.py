"""How a 360's box is called, and what is asked in it."""

from __future__ import annotations

from roost.ground.instruments.engine import Instrument
from roost.ground.instruments.reads import instrument_named
from roost.grow.threesixty.models import Review

INSTRUMENT = "roost-16"


def box_of(review: Review) -> str:
    """Name the box in `ground.release` in which a 360's answers lie."""
    return f"threesixty:{review.pk}"


def newest_version() -> str:
    """Give the version in which a 360 begins now."""
    found = instrument_named(INSTRUMENT)
    assert found is not None, INSTRUMENT
    return found.version


def instrument_of(review: Review) -> Instrument:
    """Give what a 360 asks, in the version in which it began."""
    found = instrument_named(review.instrument, review.version)
    assert found is not None, review.instrument
    return found
