"""Promise a circle something for a day, settle it, and what follows by itself."""

from roost.gather.commitments.actions.keeping import keep_commitments
from roost.gather.commitments.actions.promising import promise, settle
from roost.gather.commitments.actions.reminding import send_reminders

__all__ = ["keep_commitments", "promise", "send_reminders", "settle"]
