"""What a convener types and chooses."""

from roost.gather.circles.forms.hidden import number_from, version_from
from roost.gather.circles.forms.starting import NewRoundForm
from roost.gather.circles.forms.wishing import RulesForm

__all__ = ["NewRoundForm", "RulesForm", "number_from", "version_from"]
