"""What a circle decides about itself, as each of it finds it."""

from roost.gather.decisions.views.deciding import answer, answer_misses, ask, decision, misses, read, stop

__all__ = ["answer", "answer_misses", "ask", "decision", "misses", "read", "stop"]
