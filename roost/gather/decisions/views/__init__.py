"""What a circle decides about itself, as each of it finds it."""

from roost.gather.decisions.views.deciding import answer, ask, decision, read, stop

__all__ = ["answer", "ask", "decision", "read", "stop"]
