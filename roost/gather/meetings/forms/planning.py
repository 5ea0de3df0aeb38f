"""How a circle wants to meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roost.gather.meetings.engine.planning import FEWEST, LENGTHS, MOST, usual_minutes
from roost.gather.meetings.reads import ProtocolChoice

USUAL = 90
WAY = '<span class="way"><strong>{}</strong><span>{}</span><span class="small quiet">{}</span></span>'


class PlanForm(forms.Form):
    """How a circle wants to meet."""

    protocol = forms.ChoiceField(label=_("What kind of meeting?"), widget=forms.RadioSelect)
    minutes = forms.TypedChoiceField(
        label=_("How long do you have?"),
        coerce=int,
        choices=[(one, _("%s minutes") % one) for one in LENGTHS],
        widget=forms.RadioSelect,
    )
    people = forms.TypedChoiceField(
        label=_("How many will come?"),
        coerce=int,
        choices=[(one, str(one)) for one in range(FEWEST, MOST + 1)],
        help_text=_("For the plan alone. The minutes are shared out anew among those who are there."),
    )
    one_screen = forms.BooleanField(
        label=_("One screen in the room for all of us"),
        help_text=_("One laptop conducts the meeting; nobody else needs a device."),
        required=False,
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        choices: Sequence[ProtocolChoice],
        usual: str,
        people: int,
        minutes: int = USUAL,
    ) -> None:
        start = {"minutes": minutes, "people": people, "protocol": usual, "one_screen": False}
        super().__init__(data, initial=start)
        self.fields["protocol"].choices = [(one.key, _shown(one, people)) for one in choices]

    @classmethod
    def of_address(
        cls,
        told: Mapping[str, object],
        *,
        choices: Sequence[ProtocolChoice],
        usual: str,
        people: int,
        minutes: int = USUAL,
    ) -> PlanForm:
        """Take what an address says, and the rest as it is at first."""
        first = cls(choices=choices, usual=usual, people=people, minutes=minutes)
        return cls({**first.initial, **told}, choices=choices, usual=usual, people=people)

    @property
    def plan(self) -> dict[str, Any]:
        """Give what is to be planned: as it was told where that is good, else as it would be at first."""
        told = self.cleaned_data if self.is_valid() else self.initial
        return {name: told[name] for name in ("protocol", "people", "minutes")}


def _shown(one: ProtocolChoice, people: int) -> str:
    """Show a way of meeting: its name, what it is for, how long it takes with so many people."""
    told = {"minutes": usual_minutes(one.protocol, people), "people": people}
    long = gettext("About %(minutes)s minutes with %(people)s of you") % told
    if one.own:
        long = gettext("%(long)s. Your circle’s own.") % {"long": long}
    parts = (one.protocol.title, one.protocol.words, long)
    return format_html(WAY, *parts)
