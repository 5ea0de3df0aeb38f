"""When a pulse closes, who reads it when, and when the leader answers."""

from __future__ import annotations

from datetime import timedelta

CLOSES_AFTER = timedelta(days=7)
REMIND_AFTER = timedelta(days=4)
TEAM_FIRST = timedelta(days=2)
"""The team reads so much longer than its leader."""
REPLY_WITHIN = timedelta(days=14)
"""Until then the leader answers, counted from when it closes."""
URGE_AFTER = (timedelta(days=7), timedelta(days=12))
RESTS = timedelta(weeks=8)
"""A team is not asked again before, counted from when it was asked."""
