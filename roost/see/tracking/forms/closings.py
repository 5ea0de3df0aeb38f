"""What is said first in a bulletin."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ForewordForm(forms.Form):
    """A bulletin's foreword, and what is to become of its draft."""

    foreword = forms.CharField(
        label=_("What do you want to say first?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What mattered, whom to thank, what comes next. It stands above the boards."),
    )
    wish = forms.ChoiceField(
        required=False, choices=[("publish", _("Publish")), ("keep", _("Keep")), ("leave", _("Leave"))]
    )
