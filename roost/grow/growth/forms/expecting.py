"""What a manager expects."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roost.ground.behaviours.reads import choices_by_theme
from roost.grow.growth.models import LONGEST_LINE, Clarity
from roost.grow.growth.reads.managing import Expected


class ExpectationForm(forms.Form):
    """One sentence, and the behaviour that it asks for; `seen` is the number of what stood there before, 0 for none."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    words = forms.CharField(
        label=_("What would you like to see by the end of the quarter?"),
        max_length=LONGEST_LINE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example: that the team decides on its own whatever can be undone"),
        error_messages={"required": _("Say it in a sentence.")},
    )
    behaviour = forms.ChoiceField(
        label=_("Which behaviour does it ask for?"), choices=[("", "–"), *choices_by_theme()], required=False
    )

    def __init__(self, data: Any = None, *, expected: Expected | None = None) -> None:
        now = expected.expectation if expected else None
        initial = {"seen": now.pk, "words": now.words, "behaviour": now.behaviour} if now else {"seen": 0}
        super().__init__(data, initial=initial)


class ClarityForm(forms.Form):
    """What somebody says to an expectation."""

    answer = forms.ChoiceField(choices=Clarity.choices)
