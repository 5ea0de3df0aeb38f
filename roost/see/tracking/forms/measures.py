"""Something that one counts for oneself, how much of it today, what a week shall come to, and who may see it."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roost.ground.behaviours.reads import choices_by_theme
from roost.ground.kit import clock
from roost.ground.kit.errors import InputError
from roost.ground.people.models import Person
from roost.ground.people.reads import colleagues_called
from roost.see.tracking.actions import Counted, Score
from roost.see.tracking.engine import show, thousandths, with_point
from roost.see.tracking.models import Program
from roost.see.tracking.reads import Own


class MeasureForm(forms.Form):
    """What is counted, in one's own words."""

    label = forms.CharField(
        label=_("What do you want to count?"),
        max_length=60,
        help_text=_("Something you do, that you would like more or less of. For example: Talks without a slide"),
    )
    better = forms.ChoiceField(
        label=_("What is better?"),
        choices=[("more", _("More of it")), ("less", _("Less of it"))],
        initial="more",
        widget=forms.RadioSelect,
    )
    behaviour = forms.ChoiceField(label=_("Which behaviour is it part of?"), required=False)
    key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial={"key": uuid.uuid4().hex} | (initial or {}))
        self.fields["behaviour"].choices = [("", _("None in particular")), *choices_by_theme()]

    @classmethod
    def of(cls, own: Own, behaviour: str) -> MeasureForm:
        """Give a form that says what is counted now."""
        metric = own.rules.metrics[0]
        better = "less" if metric.points_per_unit < 0 else "more"
        return cls(initial={"label": metric.label, "better": better, "behaviour": behaviour})

    def told(self) -> Counted:
        """Give what is counted, as the actions take it."""
        told = self.cleaned_data
        return Counted(told["label"], told["better"] == "less", told["behaviour"])


class AmountForm(forms.Form):
    """How much of one thing, on one day."""

    amount = forms.CharField(
        label=_("How many?"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    day = forms.DateField(label=_("Which day?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, own: Own) -> None:
        today = clock.today(own.rules.time_zone)
        super().__init__(data, initial={"day": today, "key": uuid.uuid4().hex}, auto_id=f"id_{own.program.pk}_%s")
        self.fields["day"].widget.attrs["max"] = today.isoformat()
        self.own = own

    def clean_amount(self) -> str:
        typed = with_point(str(self.cleaned_data["amount"]).strip())
        try:
            thousandths(typed)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None
        return typed

    def score(self, by: Person) -> Score:
        """Give the score to enter."""
        told = self.cleaned_data
        metric = self.own.rules.metrics[0].key
        return Score(by.pk, metric, told["amount"], told["day"].isoformat(), key=f"own:{told['key']}")

    def refuse(self, error: InputError) -> None:
        """Show what the action said no to."""
        for problem in error.problems:
            self.add_error("day" if problem.column == "occurred_at" else "amount", problem.message)


class AimForm(forms.Form):
    """What a week shall come to; empty is no aim."""

    aim = forms.CharField(
        label=_("Aim for a week"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, own: Own) -> None:
        aimed = own.aimed
        super().__init__(data, initial={"aim": "" if aimed is None else show(aimed)})
        words = gettext("At most so many. Empty is none.") if own.is_less_better else gettext("Empty is none.")
        self.fields["aim"].help_text = words if own.only else gettext("In points. Empty is none.")
        self.own = own

    def clean_aim(self) -> int | None:
        typed = with_point(str(self.cleaned_data["aim"]).strip())
        if not typed:
            return None
        try:
            amount = thousandths(typed)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None
        return self.own.figure(amount)


class ShareForm(forms.Form):
    """A colleague by name, team or e-mail; where several are found, the page asks which of them."""

    who = forms.CharField(
        label=_("Name, team or e-mail"),
        min_length=2,
        max_length=200,
        help_text=_("Somebody of your organisation: a coach, your manager, a friend."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    which = forms.TypedChoiceField(
        label=_("Which of them?"), coerce=int, required=False, widget=forms.RadioSelect, choices=[]
    )

    def __init__(self, data: Any = None, *, by: Person, program: Program) -> None:
        super().__init__(data)
        self.called = colleagues_called(by, program.organisation, str(self.data.get("who", "")), but=[by.pk])
        self.fields["which"].choices = [] if self.called.are_many else self.called.choices

    @property
    def asks_which(self) -> bool:
        return self.called.asks_which

    @property
    def person(self) -> Person | None:
        """Give who is meant, once the form is valid."""
        return self.called.of(self.cleaned_data.get("which"))

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not self.errors and (refusal := self.called.refusal(told.get("which"))):
            raise forms.ValidationError(refusal)
        return told
