"""What people say about their term, its dates, their hours and roles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from roost.gather.meetings.engine.planning import LENGTHS
from roost.gather.meetings.ports import Agreed
from roost.gather.rhythm.engine.dates import FARTHEST, FEWEST, MOST, MOST_WEEKS, lay_out
from roost.gather.rhythm.models import LONGEST_LINK, Role, Term
from roost.gather.rhythm.reads import readings
from roost.ground.kit import clock

FRIDAY = 4
TOO_FAR = _("Choose a day to come, within two years.")
TIME = forms.TimeInput(attrs={"type": "time", "step": 300}, format="%H:%M")


class DayField(forms.DateField):
    """A day; one that no calendar needs is refused before anything is reckoned with it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day is not None and abs(day - clock.now().date()) > FARTHEST:
            raise forms.ValidationError(TOO_FAR)
        return day


def rhythm_of(agreed: Agreed | None) -> dict[str, int]:
    """Give what a form begins with where a circle agreed on its rhythm."""
    return {"every": agreed.weeks, "minutes": agreed.minutes} if agreed else {}


class RhythmForm(forms.Form):
    """How often, how many, how long."""

    every = forms.TypedChoiceField(label=_("How often?"), coerce=int, initial=3)
    count = forms.TypedChoiceField(
        label=_("How many meetings?"), coerce=int, choices=[(one, one) for one in range(FEWEST, MOST + 1)], initial=8
    )
    minutes = forms.TypedChoiceField(
        label=_("How long?"), coerce=int, choices=[(one, _("%s minutes") % one) for one in LENGTHS], initial=90
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(
        self, data: Mapping[str, object] | None = None, *, initial: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.fields["every"].choices = [
            (one, ngettext("every week", "every %(weeks)s weeks", one) % {"weeks": one})
            for one in range(1, MOST_WEEKS + 1)
        ]


class PlanForm(RhythmForm):
    """A whole term: its first day and time, by the clock of a place where one of the circle lives."""

    first = DayField(label=_("First meeting"))
    at = forms.TimeField(label=_("At"), widget=TIME)
    zone = forms.ChoiceField(label=_("By whose clock?"))
    field_order = ("first", "at", "zone", "every", "count", "minutes", "version")

    def __init__(
        self, data: Mapping[str, object] | None = None, *, zones: Sequence[str], initial: Mapping[str, object]
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["zone"].choices = [(one, one.replace("_", " ")) for one in zones]

    @classmethod
    def of(
        cls,
        term: Term | None,
        *,
        zones: Sequence[str],
        to_come: Sequence[datetime] = (),
        agreed: Agreed | None = None,
    ) -> PlanForm:
        """Give the form as the term and its dates to come stand, or as most circles begin.

        They begin on the first working day from a fortnight on, every three weeks. What a circle agreed on goes before.
        """
        day = (timezone.localtime(clock.now()) + timedelta(days=14)).date()
        day += timedelta(days=(7 - day.weekday()) if day.weekday() > FRIDAY else 0)
        told: dict[str, object] = {"first": day, "at": "14:00", "zone": zones[0], "version": 0}
        if term is not None:
            told |= {"every": term.every, "minutes": term.minutes, "zone": term.zone, "version": term.version}
            if to_come:
                next_one = to_come[0].astimezone(ZoneInfo(term.zone))
                told |= {"first": next_one.date(), "at": next_one.time(), "count": max(len(to_come), FEWEST)}
        return cls(zones=zones, initial=told | rhythm_of(agreed))

    def starts(self) -> list[datetime]:
        """Give the moments of a valid form."""
        told = self.cleaned_data
        return lay_out(told["first"], told["at"], every=told["every"], count=told["count"], zone=told["zone"])


class LookForm(RhythmForm):
    """What times are looked for: for how long, from which day on, and for how many meetings how often."""

    since = DayField(label=_("Not before"))
    field_order = ("since", "every", "count", "minutes", "version")


class ChosenForm(LookForm):
    """A time that was found, as a button sends it with all that it was found for, or that times take turns."""

    at = forms.DateTimeField(required=False)

    def clean_at(self) -> datetime | None:
        at: datetime | None = self.cleaned_data["at"]
        if at is not None and abs(at - clock.now()) > FARTHEST:
            raise forms.ValidationError(TOO_FAR)
        return at


class DateForm(forms.Form):
    """A day and a time by the clock of whoever says it."""

    day = DayField(label=_("Day"))
    time = forms.TimeField(label=_("Time, by your clock"), widget=TIME)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def again(self, *, version: int) -> DateForm:
        """Give what was typed once more, checked, for a term that others changed meanwhile."""
        form = DateForm({name: self[name].data for name in ("day", "time")} | {"version": version})
        form.is_valid()
        return form

    def moment(self, zone: str) -> datetime:
        """Give the moment that a valid form means."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], ZoneInfo(zone))

    @classmethod
    def of(cls, moment: datetime, *, version: int) -> DateForm:
        """Give the form with a moment as it is on the clock of who reads it."""
        local = timezone.localtime(moment)
        return cls(initial={"day": local.date(), "time": local.time(), "version": version})


class ReadingForm(forms.Form):
    """What is read: one that ships with Roost, or a link."""

    reading = forms.ChoiceField(label=_("Read"), required=False)
    link = forms.URLField(
        label=_("Or something of your own: its address"),
        required=False,
        max_length=LONGEST_LINK,
        assume_scheme="https",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        self.fields["reading"].choices = [(one.key, f"{one.part.label}: {one.title}") for one in readings().values()]


class RoleForm(forms.Form):
    """A role that somebody takes over, or swaps with another meeting's."""

    role = forms.ChoiceField(choices=Role.choices)
    swap = forms.IntegerField(required=False)
    version = forms.IntegerField()


class VersionForm(forms.Form):
    """The term as it was when the page was made."""

    version = forms.IntegerField()


class HoursForm(forms.Form):
    """Hours of a week by one's own clock, ticked in a table, and whether calendars count."""

    hours = forms.TypedMultipleChoiceField(choices=[(one, one) for one in range(168)], coerce=int, required=False)
    uses_calendar = forms.BooleanField(
        label=_("Leave out what stands in my calendars"),
        help_text=_("Only whether you can come is used. Nobody sees what you have planned."),
        required=False,
    )
