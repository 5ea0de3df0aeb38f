"""What people type, turned into what actions take."""

from roost.see.tracking.forms.adopting import AnswerForm, OfferForm, OfficialForm, RetireForm
from roost.see.tracking.forms.closings import ForewordForm
from roost.see.tracking.forms.measures import AimForm, AmountForm, MeasureForm, ShareForm
from roost.see.tracking.forms.proposing import RemarkForm, StopForm, VoteForm
from roost.see.tracking.forms.rules import ProposalForm, RulesForm
from roost.see.tracking.forms.scores import ScoreFileForm, ScoresForm
from roost.see.tracking.forms.screens import ScreenForm

__all__ = [
    "AimForm",
    "AmountForm",
    "AnswerForm",
    "ForewordForm",
    "MeasureForm",
    "OfferForm",
    "OfficialForm",
    "ProposalForm",
    "RemarkForm",
    "RetireForm",
    "RulesForm",
    "ScoreFileForm",
    "ScoresForm",
    "ScreenForm",
    "ShareForm",
    "StopForm",
    "VoteForm",
]
