"""Instruments as plain values: read from their documents, scored, and told apart."""

from roost.ground.instruments.engine.documents import Instrument, Item, Reliability, Scale, Subscale
from roost.ground.instruments.engine.reading import LARGEST, fingerprint, load_instrument, schema
from roost.ground.instruments.engine.scoring import ENOUGH, Score, keyed, score

__all__ = [
    "ENOUGH",
    "LARGEST",
    "Instrument",
    "Item",
    "Reliability",
    "Scale",
    "Score",
    "Subscale",
    "fingerprint",
    "keyed",
    "load_instrument",
    "schema",
    "score",
]
