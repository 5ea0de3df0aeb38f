"""What to try."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roost.ground.behaviours.reads import BEHAVIOURS
from roost.grow.growth.models import LONGEST_LINE
from roost.grow.growth.reads import PlanPage

CHANCES = [(chance, f"{chance} %") for chance in range(10, 100, 10)]


def _line(**options: Any) -> forms.CharField:
    """Ask for a line that may run over the edge of a phone."""
    return forms.CharField(
        max_length=LONGEST_LINE, widget=forms.Textarea(attrs={"rows": 1, "class": "line"}), **options
    )


class ExperimentForm(forms.Form):
    """When, what, what is expected and how likely. The hidden key makes a form that is sent twice count once."""

    behaviour = forms.ChoiceField(choices=[(one.key, one.name) for one in BEHAVIOURS], widget=forms.HiddenInput)
    cue = _line(label=_("When …"), help_text=_("A moment that will come within a week"))
    action = _line(label=_("I will …"), help_text=_("Something that another person could see"))
    expectation = _line(label=_("And I expect …"))
    chance = forms.TypedChoiceField(
        label=_("How likely is it that it turns out so?"),
        choices=CHANCES,
        coerce=int,
        widget=forms.RadioSelect,
        help_text=_("An honest guess, to hold against what happens. Nobody else sees it."),
    )
    tries = forms.TypedChoiceField(
        label=_("How often will you try?"),
        choices=[(1, _("Once")), (2, _("Twice")), (3, _("Three times"))],
        coerce=int,
        initial=1,
        widget=forms.RadioSelect,
    )
    key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, page: PlanPage) -> None:
        super().__init__(
            data, initial={"behaviour": page.behaviour.key, "key": uuid.uuid4().hex, "tries": 1} | page.words
        )
