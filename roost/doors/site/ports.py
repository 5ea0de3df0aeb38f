"""Which port is served by what, and who fills which slot. Nothing else in the house knows."""

from __future__ import annotations


def connect() -> None:
    """Fill the slots of lower rooms from higher ones; called once, when all models are loaded."""
