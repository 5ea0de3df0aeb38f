"""What a browser tells of a commitment: its day, and the name of its sealed note."""

from __future__ import annotations

from django import forms


class PromiseForm(forms.Form):
    """A day, and the note with the words; none for what was said aloud."""

    due = forms.DateField()
    key = forms.UUIDField(required=False)
