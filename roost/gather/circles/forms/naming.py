"""What a circle calls itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roost.gather.circles.models import LONGEST_OWN_NAME


class NameForm(forms.Form):
    """A name, and the one that stood there when the page was made."""

    before = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    name = forms.CharField(
        label=_("What do you call yourselves?"),
        required=False,
        max_length=LONGEST_OWN_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Empty: the circle has no name of its own again."),
    )

    def __init__(self, data: Any = None, *, own_name: str) -> None:
        super().__init__(data, initial={"before": own_name, "name": own_name})
