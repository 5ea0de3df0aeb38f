"""What to try."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roost.ground.behaviours.reads import BEHAVIOURS
from roost.ground.kit.lines import GoingOn
from roost.grow.growth.actions import Plan, planned
from roost.grow.growth.forms.again import new_key
from roost.grow.growth.models import LONGEST_LINE, Experiment
from roost.grow.growth.reads import PlanPage

CHANCES = [(chance, f"{chance} %") for chance in range(10, 100, 10)]


def _line(**options: Any) -> GoingOn:
    """Ask for a line that may run over the edge of a phone."""
    return GoingOn(max_length=LONGEST_LINE, widget=forms.Textarea(attrs={"rows": 1, "class": "line"}), **options)


class PlanForm(forms.Form):
    """When, what, what is expected and how likely."""

    cue = _line(label=_("When …"), help_text=_("A moment that will come within a week"))
    action = _line(label=_("I will …"), help_text=_("Something that another person could see"))
    expectation = _line(label=_("And I expect …"))
    chance = forms.TypedChoiceField(
        label=_("How likely is it that it turns out so the first time?"),
        choices=CHANCES,
        coerce=int,
        widget=forms.RadioSelect,
        help_text=_("An honest guess, to hold against what happens. Who watches does not see it."),
    )
    tries = forms.TypedChoiceField(
        label=_("How often will you try?"),
        choices=[(1, _("Once")), (2, _("Twice")), (3, _("Three times"))],
        coerce=int,
        initial=1,
        widget=forms.RadioSelect,
    )

    def plan(self) -> Plan:
        """Give the plan as it was written."""
        told = self.cleaned_data
        return Plan(told["cue"], told["action"], told["expectation"], told["chance"], told["tries"])


class ChangeForm(PlanForm):
    """A plan that is mended. The hidden version says what the change was made from."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def of(cls, experiment: Experiment) -> ChangeForm:
        """Give the form with a plan as it stands."""
        return cls(initial=asdict(planned(experiment)) | {"version": experiment.version})


class ExperimentForm(PlanForm):
    """A new experiment. The hidden key makes a form that is sent twice count once."""

    behaviour = forms.ChoiceField(choices=[(one.key, one.name) for one in BEHAVIOURS], widget=forms.HiddenInput)
    key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, page: PlanPage) -> None:
        super().__init__(data, initial={"behaviour": page.behaviour.key, "key": new_key(), "tries": 1} | page.words)
