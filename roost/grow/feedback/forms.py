"""What people type who ask, and who are asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roost.ground.behaviours.reads import BEHAVIOURS
from roost.ground.kit import clock
from roost.ground.people.access import colleague_at
from roost.ground.people.models import Person
from roost.ground.people.reads import members_on
from roost.grow.feedback.access import growing_in
from roost.grow.feedback.actions import Said
from roost.grow.feedback.engine import ITEMS, SCALE
from roost.grow.feedback.models import LONGEST_LINE, LONGEST_SUGGESTION
from roost.grow.feedback.reads import BeginPage

UNSAID = "-"
STEPS = [
    (str(one), f"{one:+d}".replace("+0", "0").replace("-", "\N{MINUS SIGN}"))
    for one in range(SCALE.least, SCALE.most + 1)
]


def _steps(label: Any, help_text: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        choices=[*STEPS, (UNSAID, _("I cannot say"))],
        widget=forms.RadioSelect,
    )


class AnswerForm(forms.Form):
    """Two steps from -3 to +3, and a suggestion."""

    more = _steps(_("Do you see it more often?"), _("From far less to far more; 0 is as before."))
    easier = _steps(_("What is it like to work together?"), _("From far harder to far easier; 0 is as before."))
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
        steps = {name: None if told[name] == UNSAID else int(told[name]) for name in ITEMS}
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
        label=_("Whom do you ask?"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = forms.CharField(
        label=_("And who else, one a line"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Colleagues who are not in the list, by name or e-mail."),
    )

    def __init__(self, data: Any = None, *, by: Person, page: BeginPage) -> None:
        """Offer who is near; `by` says among whom others are looked for."""
        super().__init__(data)
        self.by = by
        behaviours = page.behaviours or BEHAVIOURS
        self.fields["behaviour"].choices = [(one.key, one.name) for one in behaviours]
        self.fields["behaviour"].initial = behaviours[0].key if page.behaviours else None
        self.fields["people"].queryset = Person.objects.filter(pk__in=[one.pk for one in page.near]).order_by("name")

    def clean_others(self) -> list[Person]:
        lines = self.cleaned_data["others"].replace(",", "\n").splitlines()
        return [self._colleague(line.strip()) for line in lines if line.strip()]

    def _colleague(self, words: str) -> Person:
        """Give who has that address, or is the only one of that name; raises ValidationError."""
        organisation = growing_in(self.by)
        if "@" in words:
            found = [one for one in [colleague_at(self.by, organisation, words)] if one]
        else:
            found = list(members_on(organisation, clock.today(self.by.time_zone)).filter(name__iexact=words)[:2])
        if not found:
            raise forms.ValidationError(_("Nobody here is found by “%(words)s”."), params={"words": words})
        if len(found) > 1:
            raise forms.ValidationError(_("Several are called %(words)s: give the e-mail."), params={"words": words})
        return found[0]
