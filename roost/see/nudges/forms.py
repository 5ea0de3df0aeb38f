"""What somebody types to be reminded: the plan, when it may rest until, and how they want it."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roost.ground.behaviours.reads import choices_by_theme
from roost.ground.kit.lines import GoingOn
from roost.see.nudges.actions import Chosen, Intent, intent_of
from roost.see.nudges.engine import MOST_A_WEEK, STARTS, Answer
from roost.see.nudges.models import LONGEST_LINE, Plan, Wishes
from roost.see.nudges.reads import SPACINGS

WEEKDAYS = list(enumerate([_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")]))


def _line(**options: Any) -> GoingOn:
    return GoingOn(max_length=LONGEST_LINE, widget=forms.Textarea(attrs={"rows": 1, "class": "line"}), **options)


def _starts() -> list[tuple[int, str]]:
    return [(days, capfirst(str(SPACINGS[days]))) for days in STARTS]


def _time(**options: Any) -> forms.TimeField:
    return forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **options)


class PlanForm(forms.Form):
    """When, what, and when to be reminded of it."""

    cue = _line(label=_("When …"), help_text=_("A moment that comes by itself: the weekly planning begins"))
    action = _line(label=_("I will …"), help_text=_("Small enough to do there and then: ask before I answer"))
    words = _line(
        label=_("In which words do you want to be reminded?"),
        required=False,
        help_text=_("What you would say to yourself. Left empty, it is the two lines above."),
    )
    weekdays = forms.MultipleChoiceField(
        label=_("On which days does it fit?"), choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple
    )
    at = _time(label=_("At what time?"), help_text=_("By your own clock, shortly before the moment comes"))
    start = forms.TypedChoiceField(
        label=_("How often at first?"),
        choices=_starts,
        coerce=int,
        widget=forms.RadioSelect,
        help_text=_("Done three times running, it comes about half as often."),
    )
    behaviour = forms.ChoiceField(
        label=_("What is it a step towards?"),
        required=False,
        choices=[("", "–"), *choices_by_theme()],
    )

    def intent(self) -> Intent:
        """Give what was written."""
        told = self.cleaned_data
        names = ("cue", "action", "words", "behaviour", "at", "start")
        return Intent(weekdays="".join(told["weekdays"]), **{name: told[name] for name in names})


class NewPlanForm(PlanForm):
    """A new plan. The hidden key makes a form that is sent twice count once."""

    key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, words: dict[str, Any]) -> None:
        usual = asdict(Intent("", "")) | {"weekdays": list(Intent.weekdays), "key": uuid.uuid4().hex}
        super().__init__(data, initial=usual | words)


class ChangePlanForm(PlanForm):
    """A plan that is changed. The hidden version says what the change was made from."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, plan: Plan) -> ChangePlanForm:
        """Give the form with a plan as it stands."""
        return cls(initial=asdict(intent_of(plan)) | {"weekdays": list(plan.weekdays), "version": plan.version})


class RestForm(forms.Form):
    """Until when a plan rests."""

    until = forms.DateField(label=_("Rest until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class AnswerForm(forms.Form):
    """What became of a reminder; nothing at all takes back what was said."""

    answer = forms.TypedChoiceField(
        choices=[(one.value, one.name) for one in Answer], coerce=Answer, required=False, empty_value=Answer.NONE
    )


class WishesForm(forms.Form):
    """How somebody wants to be reminded. The hidden version says what it was chosen from."""

    most_a_week = forms.TypedChoiceField(
        label=_("How many a week at most, over all of them?"),
        choices=[(1, _("One")), (MOST_A_WEEK, _("Two"))],
        coerce=int,
        widget=forms.RadioSelect,
    )
    quiet_from = _time(label=_("Quiet from"), required=False)
    quiet_until = _time(label=_("Quiet until"), required=False)
    by_mail = forms.BooleanField(
        label=_("Remind me by e-mail as well"),
        required=False,
        help_text=_("Off, they stand on Today alone. A mail holds your own words, and a link that ends such mail."),
    )
    before_meetings = forms.BooleanField(
        label=_("Remind me a quarter of an hour before a meeting that a plan fits"),
        required=False,
        help_text=_("By its title in your own calendar. It counts to the one or two a week, like any other."),
    )
    paused = forms.BooleanField(
        label=_("Pause all of them"), required=False, help_text=_("Nothing comes until you untick it.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, wishes: Wishes) -> WishesForm:
        """Give the form with what is chosen now."""
        return cls(initial={name: getattr(wishes, name) for name in cls.base_fields})

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        ends = told.get("quiet_from"), told.get("quiet_until")
        if not self.errors and (ends.count(None) == 1 or (ends[0] is not None and ends[0] == ends[1])):
            raise forms.ValidationError(gettext("Quiet hours need a beginning and another end, or neither."))
        return told

    def chosen(self) -> Chosen:
        """Give what was chosen."""
        return Chosen(**{name: value for name, value in self.cleaned_data.items() if name != "version"})
