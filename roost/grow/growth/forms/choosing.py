"""What comes first, and what to move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roost.ground.behaviours.reads import choices_by_theme
from roost.grow.growth.actions import MOST_NEEDLES
from roost.grow.growth.models import LONGEST_LINE
from roost.grow.growth.reads.needle import Candidate


class FirstForm(forms.Form):
    """What the person puts first, and second and third where there is more; `seen` is the version they had before."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    first = forms.ChoiceField(
        label=_("What would matter most now?"),
        choices=[(theme, [(key, "") for key, _name in chosen]) for theme, chosen in choices_by_theme()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the one that would matter most. You can change it later.")},
    )
    second = forms.ChoiceField(label=_("And after that?"), choices=[("", "–"), *choices_by_theme()], required=False)
    third = forms.ChoiceField(label=_("And then?"), choices=[("", "–"), *choices_by_theme()], required=False)

    def __init__(self, data: Any = None, *, own_first: Sequence[str] = (), version: str = "") -> None:
        super().__init__(
            data, initial=dict(zip(("first", "second", "third"), own_first, strict=False)) | {"seen": version}
        )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if self.errors:
            return told
        if len(set(self.ranked(told))) < len(self.ranked(told)):
            raise forms.ValidationError(gettext("You named the same one twice."))
        return told

    @staticmethod
    def ranked(told: Mapping[str, Any]) -> list[str]:
        """Give the chosen behaviours in order."""
        return [told[place] for place in ("first", "second", "third") if told.get(place)]


@dataclass(frozen=True)
class Offered:
    """A candidate with its two fields."""

    candidate: Candidate
    choose: BoundField
    why: BoundField


class NeedleForm(forms.Form):
    """Which of the candidates to move, at most two, each with a line why; any other behaviour may be named.

    `seen` is the version of the needles that the page was made from.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    other = forms.ChoiceField(label=_("Something else"), choices=[("", "–"), *choices_by_theme()], required=False)
    other_why = forms.CharField(label=_("Why this, and why now?"), max_length=LONGEST_LINE, required=False)
    letting_go = forms.CharField(
        label=_("Why do you let the other one go?"),
        max_length=LONGEST_LINE,
        required=False,
        help_text=_("Only where you no longer want to move something that you chose before."),
    )

    def __init__(self, data: Any = None, *, candidates: Sequence[Candidate], version: str = "") -> None:
        super().__init__(data, initial={"seen": version})
        self.candidates = candidates
        for one in candidates:
            key = one.behaviour.key
            self.fields[f"choose-{key}"] = forms.BooleanField(
                label=_("I want to move this"), required=False, initial=one.chosen
            )
            self.fields[f"why-{key}"] = forms.CharField(
                label=_("Why this, and why now?"), max_length=LONGEST_LINE, required=False, initial=one.why
            )
        if not any(one.why for one in candidates):
            del self.fields["letting_go"]

    @property
    def offered(self) -> list[Offered]:
        keys = [one.behaviour.key for one in self.candidates]
        pairs = zip(self.candidates, keys, strict=True)
        return [Offered(one, self[f"choose-{key}"], self[f"why-{key}"]) for one, key in pairs]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if self.errors:
            return told
        for key in self._chosen(told):
            field = f"why-{key}" if f"why-{key}" in self.fields else "other_why"
            if not told.get(field, "").strip():
                self.add_error(field, gettext("Write a line why. It helps on the day when it gets hard."))
        if not 1 <= len(self._chosen(told)) <= MOST_NEEDLES:
            raise forms.ValidationError(gettext("Choose one or two. More at once means none of them."))
        left = [one for one in self.candidates if one.why and one.behaviour.key not in self._chosen(told)]
        if left and not told.get("letting_go", "").strip():
            self.add_error("letting_go", gettext("Write a line why. It stays in your history."))
        return told

    def _chosen(self, told: Mapping[str, Any]) -> list[str]:
        chosen = [one.behaviour.key for one in self.candidates if told.get(f"choose-{one.behaviour.key}")]
        return list(dict.fromkeys([*chosen, *([told["other"]] if told.get("other") else [])]))

    def chosen(self) -> dict[str, str]:
        """Give the chosen behaviours with their lines."""
        told = self.cleaned_data
        return {key: told.get(f"why-{key}") or told["other_why"] for key in self._chosen(told)}

    def given(self) -> dict[str, Any]:
        """Give what was chosen, why each needle of before is let go, and what the person had before them."""
        letting_go = self.cleaned_data.get("letting_go", "")
        leaving = {one.behaviour.key: letting_go for one in self.candidates}
        return {"chosen": self.chosen(), "leaving": leaving, "seen": self.cleaned_data["seen"] or None}
