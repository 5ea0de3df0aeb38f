"""What people are asked with, before there are circles."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roost.gather.circles.actions import Offer
from roost.gather.circles.actions.inviting import LONGEST_WORDS, MOST_STRATA
from roost.gather.circles.engine.roster import Roster
from roost.gather.circles.reads.headers import NAMES

ANSWERS_WITHIN, SEAT_WITHIN = timedelta(days=10), timedelta(days=90)
# A column that says something else of nearly everybody makes no groups to draw evenly from.
MOST_GROUPS = 12


def _day_field(label: Any, words: Any) -> forms.DateField:
    return forms.DateField(
        label=label, help_text=words, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class OfferForm(forms.Form):
    """Some words, until when to answer, how many seats there are, and what holds for who has to wait."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31)
    words = forms.CharField(
        label=_("A few words from you"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What these circles are for, when they begin, how much time they take."),
    )
    closes_on = _day_field(_("Answers until"), _("They can change their mind until then."))
    places = forms.IntegerField(
        label=_("How many seats are there?"),
        required=False,
        min_value=2,
        max_value=10_000,
        help_text=_("Empty: everybody who wants a seat gets one. Where more want one than fit, lots are drawn."),
    )
    promised_on = _day_field(
        _("Who has to wait gets a seat by"), _("They read this day, and you are reminded three weeks before it.")
    )
    strata = forms.MultipleChoiceField(
        label=_("Draw lots evenly over"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Then each of these groups gets its share of the seats. At most two."),
    )

    def __init__(self, data: Any = None, *, roster: Roster, version: int, today: date) -> None:
        initial = {"version": version, "closes_on": today + ANSWERS_WITHIN, "promised_on": today + SEAT_WITHIN}
        super().__init__(data, initial=initial)
        columns = [name for name in roster.columns if name != "id" and name not in NAMES]
        self.fields["strata"].choices = [
            (name, name) for name in columns if 2 <= len(set(roster.columns[name])) <= MOST_GROUPS
        ]
        if not self.fields["strata"].choices:
            del self.fields["strata"]

    def clean_strata(self) -> list[str]:
        """Refuse more columns than lots can be drawn evenly over."""
        chosen: list[str] = self.cleaned_data["strata"]
        if len(chosen) > MOST_STRATA:
            raise forms.ValidationError(_("Choose two at most."))
        return chosen

    def offer(self) -> Offer:
        """Give what people are asked with."""
        told = self.cleaned_data
        return Offer(
            closes_on=told["closes_on"],
            promised_on=told["promised_on"],
            places=told["places"],
            strata=told.get("strata", ()),
            words=told["words"].strip(),
        )
