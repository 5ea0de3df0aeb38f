"""Instruments as plain values, read from their documents."""

from roost.ground.instruments.engine.documents import Instrument, Item, Scale, read_instrument

__all__ = ["Instrument", "Item", "Scale", "read_instrument"]
