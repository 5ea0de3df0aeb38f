"""What people type, turned into what actions take."""

from roost.see.tracking.forms.measures import AimForm, AmountForm, MeasureForm, ShareForm
from roost.see.tracking.forms.rules import RulesForm
from roost.see.tracking.forms.scores import ScoreFileForm, ScoresForm
from roost.see.tracking.forms.screens import ScreenForm

__all__ = [
    "AimForm",
    "AmountForm",
    "MeasureForm",
    "RulesForm",
    "ScoreFileForm",
    "ScoresForm",
    "ScreenForm",
    "ShareForm",
]
