"""What two people who walk together type."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roost.ground.kit import clock
from roost.ground.kit.errors import InputError
from roost.ground.people.access import colleague_at
from roost.ground.people.models import Companionship, Organisation, Person
from roost.ground.people.reads import people_around
from roost.grow.companions.models import LONGEST_LINE
from roost.grow.growth.reads.sharing import LEVELS_ASKED

FARTHEST = timedelta(days=3 * 365)


class LineForm(forms.Form):
    """One line: a goal, or a point to talk about."""

    words = forms.CharField(max_length=LONGEST_LINE, widget=forms.Textarea(attrs={"rows": 1, "class": "line"}))

    def __init__(self, data: Any = None, *, label: Any = "", help_text: Any = "", prefix: str = "") -> None:
        super().__init__(data, prefix=prefix)
        self.fields["words"].label, self.fields["words"].help_text = label, help_text


class CommitForm(LineForm):
    """What one will do, and until when."""

    due = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class TimeForm(forms.Form):
    """A day and a time, by the clock of `who`. The hidden version says what it was made from."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, who: Person, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.zone = who.time_zone

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        today = clock.today(self.zone)
        if not today <= day <= today + FARTHEST:
            raise forms.ValidationError(gettext("Choose a day from today on, within three years."))
        return day

    def moment(self) -> datetime:
        """Give the moment in the person's zone."""
        told = self.cleaned_data
        return datetime.combine(told["day"], told["time"], ZoneInfo(self.zone))


class LevelsForm(forms.Form):
    """How full one is; whatever is left open stays as it was."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for question in LEVELS_ASKED:
            choices = [(one.key, one.words) for one in question.choices]
            self.fields[question.key] = forms.ChoiceField(
                label=str(question.words), choices=choices, required=False, widget=forms.RadioSelect
            )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not self.errors and not any(told.values()):
            raise forms.ValidationError(gettext("Say at least one."))
        return told


class AskForm(forms.Form):
    """Whom somebody asks, and for what."""

    kind = forms.ChoiceField(label=_("As what?"), choices=Companionship.Kind.choices, widget=forms.RadioSelect)
    near = forms.ModelChoiceField(
        label=_("Somebody who works with you"), queryset=Person.objects.none(), required=False, empty_label="–"
    )
    email = forms.EmailField(label=_("Or anybody, by their e-mail"), required=False)

    def __init__(self, data: Any = None, *, who: Person, organisation: Organisation) -> None:
        super().__init__(data)
        self.who, self.organisation = who, organisation
        around = [one.pk for one in people_around(who, organisation)]
        self.fields["near"].queryset = Person.objects.filter(pk__in=around).order_by("name")

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not self.errors and bool(told.get("near")) == bool(told.get("email")):
            raise forms.ValidationError(gettext("Choose one person, or write one address."))
        return told

    def told(self) -> dict[str, Any]:
        """Give whom and as what, as `ask_for_companion` takes it; raises InputError for nobody of the organisation."""
        told = self.cleaned_data
        companion = told["near"] or colleague_at(self.who, self.organisation, told["email"])
        if companion is None:
            raise InputError(gettext("Nobody of your organisation has this address."))
        return {"companion": companion, "kind": Companionship.Kind(told["kind"])}


class BringTogetherForm(forms.Form):
    """Whom an administrator brings together."""

    person = forms.EmailField(label=_("Who is accompanied, by e-mail"))
    companion = forms.EmailField(label=_("Who accompanies, by e-mail"))
    kind = forms.ChoiceField(label=_("As what?"), choices=Companionship.Kind.choices, widget=forms.RadioSelect)
