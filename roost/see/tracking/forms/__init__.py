"""What people type, turned into what actions take."""

from roost.see.tracking.forms.adopting import AnswerForm, OfferForm, OfficialForm, RetireForm
from roost.see.tracking.forms.measures import AimForm, AmountForm, MeasureForm, ShareForm
from roost.see.tracking.forms.rules import RulesForm
from roost.see.tracking.forms.scores import ScoreFileForm, ScoresForm
from roost.see.tracking.forms.screens import ScreenForm

__all__ = [
    "AimForm",
    "AmountForm",
    "AnswerForm",
    "MeasureForm",
    "OfferForm",
    "OfficialForm",
    "RetireForm",
    "RulesForm",
    "ScoreFileForm",
    "ScoresForm",
    "ScreenForm",
    "ShareForm",
]
