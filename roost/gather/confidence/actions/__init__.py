"""Tell that confidence was broken, pause, and go on."""

from roost.gather.confidence.actions.pausing import ask_how_we_go_on, end_pauses, pause
from roost.gather.confidence.actions.telling import forget_reports, take_back, tell_one

__all__ = ["ask_how_we_go_on", "end_pauses", "forget_reports", "pause", "take_back", "tell_one"]
