"""What people type on the joining pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from roost.ground.kit.zones import ZoneField


class KeyForm(forms.Form):
    """A key for a program of one's own."""

    name = forms.CharField(label=_("What will use it?"), max_length=80, help_text=_("For example: our spreadsheet"))


class ZoneForm(forms.Form):
    """Where a person's days begin."""

    time_zone = ZoneField(
        help_text=_("Your days begin and times are shown by it. Boards count by the zone of their program.")
    )
