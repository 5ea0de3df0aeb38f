"""A line that goes on from its label: "When …" is not written twice by who writes it once more."""

from __future__ import annotations

from typing import Any

from django import forms


class GoingOn(forms.CharField):
    """A text field whose label begins the sentence; the label's words at the start of what is typed are left out."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        begun = f"{str(self.label).rstrip(' …').casefold()} "
        if not text.casefold().startswith(begun):
            return text
        return super().clean(text[len(begun) :])
