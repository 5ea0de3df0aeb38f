"""What people say to proposed rules."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from roost.see.tracking.forms.adopting import SHORT


class VoteForm(forms.Form):
    """For, against, or not at all any more."""

    vote = forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No")), ("none", _("Take back"))])

    def is_for(self) -> bool | None:
        """Give the vote as `vote` takes it."""
        return {"yes": True, "no": False}.get(self.cleaned_data["vote"])


class RemarkForm(forms.Form):
    """A remark on a proposal."""

    words = forms.CharField(label=_("Say something to it"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class StopForm(forms.Form):
    """Why the founder stops a proposal."""

    words = forms.CharField(
        label=_("Why do you stop it?"),
        max_length=300,
        widget=SHORT,
        help_text=_("Everybody who sees the program reads this beside your name."),
    )
