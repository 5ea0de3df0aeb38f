"""What pages of attendance send."""

from __future__ import annotations

from django import forms


class MomentForm(forms.Form):
    """A meeting by the moment at which it begins (ISO 8601), and whether one comes."""

    starts_at = forms.DateTimeField(input_formats=["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S.%f%z"])
    comes = forms.BooleanField(required=False)


class CorrectionForm(forms.Form):
    """Somebody by id, and a mark."""

    person = forms.IntegerField()
    mark = forms.CharField()
