"""A screen to be opened."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from roost.see.tracking.reads.screens import PERIODS


class ScreenForm(forms.Form):
    """Where the screen hangs, and what it shows."""

    name = forms.CharField(
        label=_("Where does it hang?"), max_length=80, help_text=_("For example: Kitchen, third floor")
    )
    window = forms.ChoiceField(
        label=_("What does it show?"),
        choices=list(PERIODS.items()),
        initial="month",
    )
    seconds = forms.IntegerField(label=_("Seconds for each division"), min_value=5, max_value=600, initial=20)
