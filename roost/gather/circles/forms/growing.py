"""Somebody proposed for a circle."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roost.ground.kit import clock
from roost.ground.people.access import colleague_at
from roost.ground.people.models import Organisation, Person
from roost.ground.people.reads import find_people, team_names_on

MOST_FOUND = 12


class ProposeForm(forms.Form):
    """A colleague by name, team or e-mail; where several are found, the page asks which of them."""

    who = forms.CharField(
        label=_("Name, team or e-mail"),
        min_length=2,
        max_length=200,
        help_text=_("Anybody of your organisation."),
        widget=forms.TextInput(attrs={"list": "around", "autocomplete": "off"}),
    )
    which = forms.TypedChoiceField(
        label=_("Which of them?"), coerce=int, required=False, widget=forms.RadioSelect, choices=[]
    )

    def __init__(self, data: Any = None, *, by: Person, organisation: Organisation, sitting: Collection[int]) -> None:
        """Find who is meant among all but those who sit in the circle, the one who asks included."""
        super().__init__(data)
        self.by, self.organisation, self.sitting = by, organisation, sitting
        asked = str(self.data.get("who", "")).strip()
        self.found = self._find(asked) if len(asked) > 1 else []
        self.are_many = len(self.found) > MOST_FOUND
        teams = team_names_on(organisation, [one.pk for one in self.found], clock.today(by.time_zone))
        told = [(one.pk, " · ".join(filter(None, [str(one), teams.get(one.pk, "")]))) for one in self.found]
        self.fields["which"].choices = [] if self.are_many else told

    @property
    def asks_which(self) -> bool:
        """Say whether several are found, or one by other words than all of their name or address."""
        return bool(self.found) and not self.are_many and not self._is_meant(self.found)

    @property
    def person(self) -> Person | None:
        """Give who is meant, once the form is valid."""
        wanted = self.cleaned_data.get("which")
        return next((one for one in self.found if wanted in (one.pk, None, "")), None)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if self.errors:
            return told
        if not self.found:
            raise forms.ValidationError({"who": gettext("Nobody else of your organisation is found by this.")})
        if self.are_many:
            raise forms.ValidationError({"who": gettext("Many are found by this. Write more of the name.")})
        if self.asks_which and not told.get("which"):
            raise forms.ValidationError({"which": gettext("Choose whom you mean.")})
        return told

    def _find(self, words: str) -> list[Person]:
        person = colleague_at(self.by, self.organisation, words) if "@" in words else None
        if person is not None:
            return [person]
        found = find_people(self.organisation, words, clock.today(self.by.time_zone), by=self.by)
        return list(found.exclude(pk__in=self.sitting)[: MOST_FOUND + 1])

    def _is_meant(self, found: list[Person]) -> bool:
        """Say whether one alone is found, by their whole name or address."""
        words = str(self.data.get("who", "")).strip().casefold()
        return len(found) == 1 and words in {found[0].name.casefold(), (found[0].email or "").casefold()}
