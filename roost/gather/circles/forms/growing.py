"""Somebody proposed for a circle."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roost.ground.people.access import colleague_at
from roost.ground.people.models import Organisation, Person


class ProposeForm(forms.Form):
    """A colleague by e-mail."""

    email = forms.EmailField(
        label=_("Their e-mail"),
        help_text=_("Anybody of your organisation."),
        widget=forms.EmailInput(attrs={"list": "around", "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, by: Person, organisation: Organisation) -> None:
        super().__init__(data)
        self.by, self.organisation = by, organisation
        self.person: Person | None = None

    def clean_email(self) -> str:
        """Find who has that address here."""
        email: str = self.cleaned_data["email"]
        self.person = colleague_at(self.by, self.organisation, email)
        if self.person is None:
            raise forms.ValidationError(gettext("Nobody here has this address."))
        return email
