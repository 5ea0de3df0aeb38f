"""What a browser tells of an answer."""

from __future__ import annotations

from django import forms


class AnswerForm(forms.Form):
    """One of the answers on offer; which those are, the question knows."""

    option = forms.CharField(max_length=10)
