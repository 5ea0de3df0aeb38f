"""Three questions that somebody asks themselves. They live for one request, and nothing keeps them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

OFTEN = (("1", _("Never")), ("2", _("Seldom")), ("3", _("Now and then")), ("4", _("Mostly")), ("5", _("Always")))


def _asked(words: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=words, choices=OFTEN, coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )


class SelfCheckForm(forms.Form):
    """How it is at the moment; what is left open is left open, so that nothing is ever refused or noted as such."""

    aloud = _asked(_("There is somebody at work with whom I can think aloud, half a thought included."))
    deciding = _asked(_("When a decision is hard, somebody helps me to carry it."))
    asking = _asked(_("When I am stuck, I know whom I can ask."))

    def said(self) -> dict[str, int]:
        """Give the answers that are valid, by question."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value is not None}
