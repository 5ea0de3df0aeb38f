"""Forms of growth."""

from roost.grow.growth.forms.answers import AnswersForm
from roost.grow.growth.forms.choosing import FirstForm, NeedleForm
from roost.grow.growth.forms.experiments import ExperimentForm

__all__ = ["AnswersForm", "ExperimentForm", "FirstForm", "NeedleForm"]
