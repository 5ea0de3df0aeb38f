"""What somebody says to a step of a program."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roost.see.tracking.models import Program, State

SHORT = forms.Textarea(attrs={"rows": 3})


class OfferForm(forms.Form):
    """Why a sponsor signs for a program."""

    words = forms.CharField(
        label=_("Why do you sign for it?"),
        max_length=300,
        widget=SHORT,
        help_text=_("Everybody who sees the program reads this beside your name."),
    )


class AnswerForm(forms.Form):
    """The founder's answer to one sponsor."""

    answer = forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))])
    sponsor = forms.IntegerField(min_value=1)


class OfficialForm(forms.Form):
    """Which official program this one takes the place of, and why."""

    replaces = forms.ChoiceField(
        label=_("Does it take the place of another?"), required=False, widget=forms.RadioSelect
    )
    words = forms.CharField(label=_("What do you want to say to it?"), max_length=300, required=False, widget=SHORT)

    def __init__(self, data: Any = None, *, program: Program) -> None:
        super().__init__(data)
        others = Program.objects.filter(organisation=program.organisation_id, state=State.OFFICIAL, is_private=False)
        self._others = {str(one.pk): one for one in others.order_by("title", "pk")}
        named = [(key, one.title) for key, one in self._others.items()]
        self.fields["replaces"].choices = [("", _("No, it stands beside them")), *named]

    def replaced(self) -> Program | None:
        """Give the program that is retired by this step."""
        return self._others.get(self.cleaned_data["replaces"])


class RetireForm(forms.Form):
    """Why a program ends."""

    words = forms.CharField(
        label=_("Why does it end?"),
        max_length=300,
        required=False,
        widget=SHORT,
        help_text=_("Leave it empty, or say in a sentence what came of it."),
    )
