"""What is asked before and in a meeting."""

from roost.gather.meetings.forms.planning import PlanForm
from roost.gather.meetings.forms.pressing import read_number, read_press, read_weights
from roost.gather.meetings.forms.protocols import ProtocolForm, text_in

__all__ = ["PlanForm", "ProtocolForm", "read_number", "read_press", "read_weights", "text_in"]
