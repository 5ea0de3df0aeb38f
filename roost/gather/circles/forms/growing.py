"""Somebody proposed for a circle."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roost.ground.people.models import Organisation, Person
from roost.ground.people.reads import colleagues_called


class ProposeForm(forms.Form):
    """A colleague by name, team or e-mail; where several are found, the page asks which of them."""

    who = forms.CharField(
        label=_("Name, team or e-mail"),
        min_length=2,
        max_length=200,
        help_text=_("Anybody of your organisation."),
        widget=forms.TextInput(attrs={"list": "around", "autocomplete": "off"}),
    )
    which = forms.TypedChoiceField(
        label=_("Which of them?"), coerce=int, required=False, widget=forms.RadioSelect, choices=[]
    )

    def __init__(self, data: Any = None, *, by: Person, organisation: Organisation, sitting: Collection[int]) -> None:
        """Find who is meant among all but those who sit in the circle, the one who asks included."""
        super().__init__(data)
        self.called = colleagues_called(by, organisation, str(self.data.get("who", "")), but=sitting)
        self.fields["which"].choices = [] if self.called.are_many else self.called.choices

    @property
    def asks_which(self) -> bool:
        return self.called.asks_which

    @property
    def person(self) -> Person | None:
        """Give who is meant, once the form is valid."""
        return self.called.of(self.cleaned_data.get("which"))

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not self.errors and (refusal := self.called.refusal(told.get("which"))):
            raise forms.ValidationError(refusal)
        return told
