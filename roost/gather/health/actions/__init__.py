"""What a circle does about how it is."""

from roost.gather.health.actions.checking import answer_check, ask_now, keep_checks

__all__ = ["answer_check", "ask_now", "keep_checks"]
