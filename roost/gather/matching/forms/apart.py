"""Somebody whom one does not want to be paired with, found by their name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roost.gather.matching.reads import MOST_SHOWN, Called, people_called
from roost.ground.people.models import Organisation, Person


class ApartForm(forms.Form):
    """A name; where it is not exactly somebody's, or that of several, the page asks who is meant."""

    name = forms.CharField(
        label=_("Name or e-mail"), max_length=200, min_length=2, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    person = forms.TypedChoiceField(
        label=_("Which of them?"), coerce=int, required=False, widget=forms.RadioSelect, choices=[]
    )

    def __init__(self, data: Any = None, *, who: Person, organisations: Sequence[Organisation]) -> None:
        super().__init__(data)
        asked = str(self.data.get("name", "")).strip()
        self.found = people_called(asked, organisations, besides=who) if len(asked) > 1 else []
        self.are_many = len(self.found) > MOST_SHOWN
        self.fields["person"].choices = [] if self.are_many else [(one.person.pk, one.line) for one in self.found]

    @property
    def asks_which(self) -> bool:
        """Say whether who is meant has to be chosen."""
        return bool(self.found) and not self.are_many and not self._is_exact

    @property
    def _is_exact(self) -> bool:
        asked = str(self.data.get("name", "")).strip().casefold()
        names = {text.casefold() for one in self.found for text in (one.person.name, one.person.email or "") if text}
        return len(self.found) == 1 and asked in names

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not self.errors and not self.found:
            raise forms.ValidationError({"name": gettext("Nobody of your organisation is called so.")})
        if not self.errors and self.are_many:
            raise forms.ValidationError({"name": gettext("Many are called so. Write more of the name.")})
        if not self.errors and self.asks_which and not told.get("person"):
            one = gettext("Somebody is called like that. Choose them if you mean them.")
            many = gettext("Several are called so. Choose one.")
            raise forms.ValidationError({"person": many if len(self.found) > 1 else one})
        return told

    def chosen(self) -> Called:
        """Give who is meant, and where one works with them."""
        wanted = self.cleaned_data.get("person") or self.found[0].person.pk
        return next(one for one in self.found if one.person.pk == wanted)
