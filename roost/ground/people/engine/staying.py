"""Who is left to look after an organisation: the rule that files, single changes and taking a role back share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from roost.ground.people.engine.plans import Entry


def administrators_left(holders: Mapping[int, Entry], day: date) -> frozenset[int]:
    """Give those of a role's holders who can be counted on from a day on: they belong by then, and without an end."""
    return frozenset(
        person
        for person, entry in holders.items()
        if entry.ends_on is None and (entry.starts_on is None or entry.starts_on <= day)
    )
