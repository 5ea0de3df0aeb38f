"""What people type, turned into what actions take."""

from roost.see.tracking.forms.rules import RulesForm
from roost.see.tracking.forms.scores import ScoreFileForm, ScoresForm
from roost.see.tracking.forms.screens import ScreenForm

__all__ = ["RulesForm", "ScoreFileForm", "ScoresForm", "ScreenForm"]
