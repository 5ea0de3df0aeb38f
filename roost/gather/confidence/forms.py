"""What the page sends."""

from __future__ import annotations

from django import forms


class ToldForm(forms.Form):
    """One of the others, by id."""

    to = forms.IntegerField()
