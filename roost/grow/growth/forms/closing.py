"""Looking back on a cycle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from roost.grow.growth.models import LONGEST_STORY, Moved
from roost.grow.growth.reads.overview import Moving


@dataclass(frozen=True)
class Looked:
    """A needle with its two questions."""

    moving: Moving
    moved: BoundField
    going_on: BoundField


class ReviewForm(forms.Form):
    """What moved, what was learned, what goes on, and whether it counts.

    Hidden are the cycle of which it speaks, and whether cycles counted when the page was made, so that a box that was
    left alone changes nothing.
    """

    cycle = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=999_999_999)
    learned = forms.CharField(
        label=_("What do you know now that you did not know when you began?"),
        max_length=LONGEST_STORY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    counted = forms.BooleanField(
        label=_("Count my cycles in the organisation's numbers, without my name"), required=False
    )

    counted_before = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, cycle: int, needles: Sequence[Moving], counted: bool) -> None:
        super().__init__(data, initial={"cycle": cycle, "counted": counted, "counted_before": counted})
        self.needles = needles
        for one in needles:
            key = one.needle.behaviour
            self.fields[f"moved-{key}"] = forms.ChoiceField(
                label=_("Did it move?"), choices=Moved.choices, widget=forms.RadioSelect
            )
            self.fields[f"on-{key}"] = forms.BooleanField(label=_("I go on with this"), required=False)

    @property
    def looked(self) -> list[Looked]:
        return [
            Looked(one, self[f"moved-{one.needle.behaviour}"], self[f"on-{one.needle.behaviour}"])
            for one in self.needles
        ]

    def given(self) -> dict[str, Any]:
        """Give the answers as they are kept."""
        told, keys = self.cleaned_data, [one.needle.behaviour for one in self.needles]
        return {
            "moved": {key: Moved(told[f"moved-{key}"]) for key in keys},
            "going_on": [key for key in keys if told[f"on-{key}"]],
            "learned": told["learned"],
            "counted": told["counted"] if told["counted"] != told["counted_before"] else None,
        }
