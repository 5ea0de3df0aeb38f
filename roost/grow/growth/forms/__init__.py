"""Forms of growth."""

from roost.grow.growth.forms.again import again, new_key
from roost.grow.growth.forms.answers import AnswersForm
from roost.grow.growth.forms.choosing import FirstForm, NeedleForm
from roost.grow.growth.forms.closing import ReviewForm
from roost.grow.growth.forms.expecting import ClarityForm, ExpectationForm
from roost.grow.growth.forms.experiments import ChangeForm, ExperimentForm
from roost.grow.growth.forms.trying import SeenForm, TryForm, WatchForm
from roost.grow.growth.forms.work import BarriersForm

__all__ = [
    "AnswersForm",
    "BarriersForm",
    "ChangeForm",
    "ClarityForm",
    "ExpectationForm",
    "ExperimentForm",
    "FirstForm",
    "NeedleForm",
    "ReviewForm",
    "SeenForm",
    "TryForm",
    "WatchForm",
    "again",
    "new_key",
]
