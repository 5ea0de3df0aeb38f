"""Asking one's team how it is, answering, and what the leader says to it."""

from roost.gather.pulse.views.answering import answer, open_link
from roost.gather.pulse.views.leading import begin, drop, overview, pulse

__all__ = ["answer", "begin", "drop", "open_link", "overview", "pulse"]
