"""How often somebody wants to talk with a colleague by chance, and until when not."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roost.gather.matching.models import Met, Rhythm


class RhythmForm(forms.Form):
    """How often, and whether by mail."""

    every = forms.TypedChoiceField(
        label=_("How often?"), choices=Rhythm.Every.choices, coerce=int, widget=forms.RadioSelect, initial=2
    )
    by_mail = forms.BooleanField(label=_("Tell me by mail on that Monday"), required=False, initial=True)
    # Carried along; the view reads it, before there is a form.
    organisation = forms.Field(widget=forms.HiddenInput, required=False)
    goes_on = forms.BooleanField(widget=forms.HiddenInput, required=False)

    @classmethod
    def of(cls, rhythm: Rhythm | None, *, organisation: int) -> RhythmForm:
        """Give the form as it stands."""
        said = {"every": rhythm.every, "by_mail": rhythm.by_mail} if rhythm else {}
        return cls(initial=said | {"organisation": organisation, "goes_on": rhythm is not None})


class RestForm(forms.Form):
    """Until when somebody wants no conversation."""

    until = forms.DateField(
        label=_("No conversation before"),
        error_messages={
            "required": _("Choose a day. If you do not know one yet, take part no more: you can come back at any time.")
        },
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    @classmethod
    def of(cls, rhythm: Rhythm | None) -> RestForm:
        """Give the form as it stands."""
        return cls(initial={"until": rhythm.resting_until} if rhythm else None)


class MetForm(forms.Form):
    """Whether a conversation took place."""

    met = forms.ChoiceField(choices=[choice for choice in Met.choices if choice[0]])

    def said(self) -> Met:
        """Give what was said."""
        told: Any = self.cleaned_data["met"]
        return Met(told)
