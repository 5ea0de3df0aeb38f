"""The peer that somebody looks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roost.gather.matching.actions import Sought
from roost.gather.matching.models import LONGEST_WORDS, Seeks, Stage, Wish
from roost.gather.matching.reads import topics
from roost.ground.people.models import Organisation


class WishForm(forms.Form):
    """Topic, stage, whom one looks for, and a line or two for them to read."""

    topic = forms.ChoiceField(label=_("What would you like to think aloud about?"))
    stage = forms.ChoiceField(label=_("Where are you with it?"), choices=Stage.choices, widget=forms.RadioSelect)
    seeks = forms.ChoiceField(
        label=_("Whom would you like to meet?"), choices=Seeks.choices, widget=forms.RadioSelect, initial=Seeks.ANY
    )
    words = forms.CharField(
        label=_("What do you hope for?"),
        help_text=_("One or two lines. Who is proposed to you reads them before they know who you are."),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    by_mail = forms.BooleanField(label=_("Tell me by mail when somebody fits"), required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)
    # Carried along; the view reads it, before there is a form.
    organisation = forms.Field(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["topic"].choices = [("", _("Choose one")), *topics()]

    @classmethod
    def of(cls, wish: Wish) -> WishForm:
        """Give the form as a wish stands."""
        names = ("topic", "stage", "seeks", "words", "by_mail", "version")
        said = {name: getattr(wish, name) for name in names}
        return cls(initial=said | {"organisation": wish.organisation_id})

    @classmethod
    def about(cls, topic: str, over: Wish | None, *, organisation: Organisation) -> WishForm:
        """Give the form for a new wish about a topic, be it none, in the place of one that is over."""
        said = {"topic": topic, "seeks": Seeks.ANY, "by_mail": True, "version": over.version if over else 0}
        return cls(initial=said | {"organisation": organisation.pk})

    def sought(self) -> Sought:
        """Give what was said, as `seek_peer` takes it."""
        told = self.cleaned_data
        return Sought(told["topic"], told["stage"], told["seeks"], " ".join(told["words"].split()), told["by_mail"])
