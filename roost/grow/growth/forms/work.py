"""What is in the way."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roost.grow.growth.actions import OwnBarrier
from roost.grow.growth.forms.again import new_key
from roost.grow.growth.models import LONGEST_LINE, Direction, Reach
from roost.grow.growth.reads import KNOWN


class BarriersForm(forms.Form):
    """Barriers that many meet, without those that stand on the map already, and one in own words.

    The hidden key makes a form that is sent twice bring own words once.
    """

    key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput, required=False)
    words = forms.CharField(
        label=_("Something else, in your own words"),
        max_length=LONGEST_LINE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 1, "class": "line"}),
    )
    direction = forms.ChoiceField(label=_("Where is it?"), choices=Direction.choices, required=False)
    reach = forms.ChoiceField(label=_("Can you point at it?"), choices=Reach.choices, required=False)

    def __init__(self, data: Any = None, *, met: Collection[str]) -> None:
        super().__init__(data, initial={"key": new_key()})
        self.places = {direction: f"known-{direction}" for direction in Direction}
        for direction, name in self.places.items():
            found = [one for one in KNOWN if one.direction == direction and one.key not in met]
            self.fields[name] = forms.MultipleChoiceField(
                label=direction.label,
                choices=[(one.key, one.words) for one in found],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )

    @property
    def known(self) -> list[Any]:
        """Give the fields that still offer something."""
        return [self[name] for name in self.places.values() if self.fields[name].choices]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not self.errors and not self.chosen() and not told.get("words", "").strip():
            raise forms.ValidationError(gettext("Choose something, or write what is in your way."))
        return told

    def chosen(self) -> list[str]:
        """Give the keys that were chosen."""
        return [key for name in self.places.values() for key in self.cleaned_data.get(name, [])]

    def own(self) -> OwnBarrier | None:
        """Give what was written in own words, None for nothing."""
        told = self.cleaned_data
        if not told["words"].strip():
            return None
        return OwnBarrier(
            told["words"],
            direction=Direction(told["direction"] or Direction.UP),
            reach=Reach(told["reach"] or Reach.EVERYDAY),
            form=told["key"],
        )
