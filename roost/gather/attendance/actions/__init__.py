"""What people of a circle say about being there."""

from roost.gather.attendance.actions.calling_off import call_off, come_after_all, forget_who_left
from roost.gather.attendance.actions.correcting import correct

__all__ = ["call_off", "come_after_all", "correct", "forget_who_left"]
