"""What people type who ask, and who are asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roost.ground.behaviours.reads import BEHAVIOURS
from roost.ground.people.models import Person
from roost.grow.feedback.actions import Said
from roost.grow.feedback.actions.answering import LONGEST_SUGGESTION
from roost.grow.feedback.engine import SCALE
from roost.grow.feedback.models import LONGEST_LINE
from roost.grow.feedback.reads import BeginPage

UNSAID = "-"
STEPS = [(str(one), f"{one:+d}".replace("+0", "0").replace("-", "−")) for one in range(SCALE.least, SCALE.most + 1)]


def _steps(label: Any, help_text: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        choices=[*STEPS, (UNSAID, _("I cannot say"))],
        widget=forms.RadioSelect,
    )


class AnswerForm(forms.Form):
    """Two steps from -3 to +3, and a suggestion."""

    more = _steps(_("Do you see it more often?"), _("−3: far less than before. 0: as before. +3: far more."))
    easier = _steps(
        _("And what is it like to work together?"), _("−3: far harder than before. 0: as before. +3: far easier.")
    )
    suggestion = forms.CharField(
        label=_("One suggestion for the weeks to come"),
        required=False,
        max_length=LONGEST_SUGGESTION,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Something to try next time, rather than what went wrong last time."),
    )
    is_signed = forms.BooleanField(label=_("Put my name to the suggestion"), required=False)

    def said(self) -> Said:
        """Give what was said."""
        told = self.cleaned_data
        steps = {name: None if told[name] == UNSAID else int(told[name]) for name in ("more", "easier")}
        return Said(**steps, suggestion=told["suggestion"], is_signed=told["is_signed"])


class BeginForm(forms.Form):
    """About which behaviour, in which words, and whom one asks: of those near, and by address."""

    behaviour = forms.ChoiceField(label=_("About what?"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What do you try, in your own words?"),
        required=False,
        max_length=LONGEST_LINE,
        widget=forms.Textarea(attrs={"rows": 1, "class": "line"}),
        help_text=_("Whom you ask reads it. Say what they could see."),
    )
    people = forms.ModelMultipleChoiceField(
        label=_("Whom do you ask?"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label=_("And by address, one a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Of colleagues who are not in the list."),
    )

    def __init__(self, data: Any = None, *, page: BeginPage) -> None:
        first = page.behaviours[0].key if page.behaviours else None
        super().__init__(data, initial={"behaviour": first})
        own = {one.key for one in page.behaviours}
        rest = [one for one in BEHAVIOURS if one.key not in own]
        self.fields["behaviour"].choices = [(one.key, one.name) for one in (page.behaviours or rest)]
        self.fields["people"].queryset = Person.objects.filter(pk__in=[one.pk for one in page.near])
