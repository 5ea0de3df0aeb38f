"""Which port is served by what, and who fills which slot. Nothing else in the house knows."""

from __future__ import annotations

from roost.doors.demo.reads import ways_in
from roost.doors.home.ports import TODAY, WELCOME
from roost.see.tracking.reads import today_card


def connect() -> None:
    """Fill the slots of lower rooms from higher ones; called once, when all models are loaded."""
    WELCOME.fill(order=10)(ways_in)
    TODAY.fill(order=50)(today_card)
