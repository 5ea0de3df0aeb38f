"""Time zones as people name them."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


def is_zone(name: str) -> bool:
    """Say whether there is a zone of that name, on every machine."""
    return name in available_timezones() - {"Factory", "localtime"}


class ZoneField(forms.CharField):
    """A zone, typed or chosen from those that people live in; a page lists `zones` under the id "zones"."""

    def __init__(self, *, help_text: Any) -> None:
        widget = forms.TextInput(attrs={"list": "zones", "autocomplete": "off"})
        super().__init__(label=_("Time zone"), max_length=64, widget=widget, help_text=help_text)

    @property
    def zones(self) -> list[str]:
        """List the zones that people live in."""
        return sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value)).strip().replace(" ", "_")
        zone = {one.casefold(): one for one in available_timezones()}.get(typed.casefold(), typed)
        if not is_zone(zone):
            raise forms.ValidationError(
                gettext("This zone is not known. Write it as continent and city: Europe/Paris.")
            )
        return zone
