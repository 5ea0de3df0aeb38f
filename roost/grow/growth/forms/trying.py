"""How a try turned out, who watches, and what they saw."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roost.ground.people.models import Person
from roost.grow.growth.actions import Told, told_of_try
from roost.grow.growth.models import LONGEST_LINE, LONGEST_STORY, Outcome, Seen, Try

MOST_TRIES = 999
"""Moments that do not come are counted here too."""


class TryForm(forms.Form):
    """How it turned out; the number says which try it is, so that a form sent twice counts once.

    Where it corrects a try, `version` says what the person had before them.
    """

    number = forms.IntegerField(min_value=1, max_value=MOST_TRIES, widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    outcome = forms.ChoiceField(label=_("How did it turn out?"), choices=Outcome.choices, widget=forms.RadioSelect)
    tried_on = forms.DateField(label=_("When?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    happened = forms.CharField(
        label=_("What happened?"), max_length=LONGEST_STORY, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    learned = forms.CharField(
        label=_("What do you know now that you did not know before?"),
        max_length=LONGEST_STORY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @classmethod
    def of(cls, tried: Try) -> TryForm:
        """Give the form with a try as it stands."""
        return cls(initial=asdict(told_of_try(tried)) | {"number": tried.number, "version": tried.version})

    def told(self) -> Told:
        """Give what was told of the try."""
        told = self.cleaned_data
        return Told(told["tried_on"], Outcome(told["outcome"]), told["happened"].strip(), told["learned"].strip())


class WatchForm(forms.Form):
    """Who is asked to watch: somebody near, or anybody by their address."""

    near = forms.ModelChoiceField(
        label=_("Somebody who works with you"), queryset=Person.objects.none(), required=False, empty_label="–"
    )
    email = forms.EmailField(label=_("Or anybody, by their e-mail"), required=False)

    def __init__(self, data: Any = None, *, around: list[Person]) -> None:
        super().__init__(data)
        self.fields["near"].queryset = Person.objects.filter(pk__in=[one.pk for one in around]).order_by("name")

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not self.errors and bool(told.get("near")) == bool(told.get("email")):
            raise forms.ValidationError(gettext("Choose one person, or write one address."))
        return told


class SeenForm(forms.Form):
    """What somebody saw who was asked to watch; `version` is how many answers there were on the page."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen = forms.ChoiceField(label=_("Did you see it?"), choices=Seen.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("One line that helps"),
        max_length=LONGEST_LINE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 1, "class": "line"}),
    )
