"""What somebody gives to add a calendar."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roost.ground.calendars.engine import MOST_BYTES
from roost.ground.calendars.models import LONGEST_ADDRESS, LONGEST_NAME


class CalendarFileForm(forms.Form):
    """A calendar as a file."""

    file = forms.FileField(
        label=_("Calendar file"),
        help_text=_("A file ending in .ics, at most 10 MB. Your calendar program exports it."),
        widget=forms.FileInput(attrs={"accept": ".ics,.ical,.ifb,text/calendar"}),
        # An empty one is told apart from none by the engine, which says what to do.
        allow_empty_file=True,
    )

    def clean_file(self) -> Any:
        if self.cleaned_data["file"].size > MOST_BYTES:
            raise forms.ValidationError(
                gettext("The file is larger than 10 MB. Export a shorter period, or a calendar with fewer years in it.")
            )
        return self.cleaned_data["file"]

    @property
    def name(self) -> str:
        """Give what the file is called, without its ending."""
        return str(self.cleaned_data["file"].name).rpartition("/")[2].removesuffix(".ics")


class CalendarFeedForm(forms.Form):
    """The secret address of a calendar."""

    address = forms.CharField(
        label=_("Secret address"),
        help_text=_("It begins with https:// or webcal:// and your calendar program shows it under sharing."),
        max_length=LONGEST_ADDRESS,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(label=_("What do you call it?"), max_length=LONGEST_NAME, required=False)
