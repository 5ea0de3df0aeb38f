"""Answers on a page, what comes first, what to move, and what to try."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roost.ground.behaviours.reads import BEHAVIOURS, THEMES, behaviours_of
from roost.grow.growth.actions import MOST_NEEDLES, Given
from roost.grow.growth.models import LONGEST_LINE, Answer, Audience
from roost.grow.growth.reads.needle import Candidate
from roost.grow.growth.reads.questions import Kind, Question, Section, Words
from roost.grow.growth.reads.suggestions import Suggestion

LONGEST_TEXT = 2000
CHANCES = [(chance, f"{chance} %") for chance in range(10, 100, 10)]
BY_THEME = [(theme.name, [(one.key, one.name) for one in behaviours_of(theme)]) for theme in THEMES]


@dataclass(frozen=True)
class Asked:
    """A question as it stands on the page: its field, and beside it who may read the answer."""

    question: Question
    field: BoundField
    audience: BoundField


class AnswersForm(forms.Form):
    """The questions of one section, each with its own audience; whatever is left empty stays open."""

    def __init__(self, data: Any = None, *, section: Section, answers: Mapping[str, Answer]) -> None:
        super().__init__(data)
        self.section = section
        for question in section.questions:
            known = answers.get(question.key)
            self.fields[question.key] = _field(question, known.value if known else None)
            self.fields[f"audience-{question.key}"] = forms.ChoiceField(
                label=_("Who may read this?"),
                choices=Audience.choices if question.kind is not Kind.TEXT else Audience.choices[:1],
                initial=known.audience if known else Audience.ME,
                required=False,
            )

    @property
    def asked(self) -> list[Asked]:
        return [Asked(one, self[one.key], self[f"audience-{one.key}"]) for one in self.section.questions]

    def given(self) -> dict[str, Given]:
        """Give the answers by question, as they are kept."""
        told = self.cleaned_data
        return {
            one.key: Given(told[one.key], Audience(told[f"audience-{one.key}"] or Audience.ME))
            for one in self.section.questions
        }


class _AtMost(forms.MultipleChoiceField):
    """Several choices, up to a number."""

    def __init__(self, *, most: int, **options: Any) -> None:
        super().__init__(**options)
        self.most = most

    def validate(self, value: list[Any]) -> None:
        super().validate(value)
        if len(value) > self.most:
            raise forms.ValidationError(
                gettext("Choose at most %(most)s; you chose %(chosen)s.") % {"most": self.most, "chosen": len(value)}
            )


def _field(question: Question, known: Any) -> forms.Field:
    options: dict[str, Any] = {"label": question.words, "required": False, "initial": known}
    choices = [(choice.key, choice.words) for choice in question.choices]
    if question.kind is Kind.MANY:
        help_text = _("Up to %(most)s") % {"most": question.most}
        return _AtMost(
            most=question.most,
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            help_text=help_text,
            **options,
        )
    if question.kind in {Kind.ONE, Kind.SCALE}:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **options)
    return forms.CharField(
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example: %(example)s") % {"example": question.example},
        **options,
    )


class FirstForm(forms.Form):
    """What the person puts first, and second and third where there is more."""

    first = forms.ChoiceField(
        label=_("What would matter most now?"),
        choices=[(theme, [(key, "") for key, _name in chosen]) for theme, chosen in BY_THEME],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the one that would matter most. You can change it later.")},
    )
    second = forms.ChoiceField(label=_("And after that?"), choices=[("", "–"), *BY_THEME], required=False)
    third = forms.ChoiceField(label=_("And then?"), choices=[("", "–"), *BY_THEME], required=False)

    def __init__(self, data: Any = None, *, own_first: Sequence[str] = ()) -> None:
        super().__init__(data, initial=dict(zip(("first", "second", "third"), own_first, strict=False)))

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if self.errors:
            return told
        if len(set(self.ranked(told))) < len(self.ranked(told)):
            raise forms.ValidationError(gettext("You named the same one twice."))
        return told

    @staticmethod
    def ranked(told: Mapping[str, Any]) -> list[str]:
        """Give the chosen behaviours in order."""
        return [told[place] for place in ("first", "second", "third") if told.get(place)]


@dataclass(frozen=True)
class Offered:
    """A candidate with its two fields."""

    candidate: Candidate
    choose: BoundField
    why: BoundField


class NeedleForm(forms.Form):
    """Which of the candidates to move, at most two, each with a line why; any other behaviour may be named."""

    other = forms.ChoiceField(label=_("Something else"), choices=[("", "–"), *BY_THEME], required=False)
    other_why = forms.CharField(label=_("Why this, and why now?"), max_length=LONGEST_LINE, required=False)
    letting_go = forms.CharField(
        label=_("Why do you let the other one go?"),
        max_length=LONGEST_LINE,
        required=False,
        help_text=_("Only where you no longer want to move something that you chose before."),
    )

    def __init__(self, data: Any = None, *, candidates: Sequence[Candidate]) -> None:
        super().__init__(data)
        self.candidates = candidates
        for one in candidates:
            key = one.behaviour.key
            self.fields[f"choose-{key}"] = forms.BooleanField(
                label=_("I want to move this"), required=False, initial=one.chosen
            )
            self.fields[f"why-{key}"] = forms.CharField(
                label=_("Why this, and why now?"), max_length=LONGEST_LINE, required=False, initial=one.why
            )
        if not any(one.why for one in candidates):
            del self.fields["letting_go"]

    @property
    def offered(self) -> list[Offered]:
        keys = [one.behaviour.key for one in self.candidates]
        pairs = zip(self.candidates, keys, strict=True)
        return [Offered(one, self[f"choose-{key}"], self[f"why-{key}"]) for one, key in pairs]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if self.errors:
            return told
        for key in self._chosen(told):
            field = f"why-{key}" if f"why-{key}" in self.fields else "other_why"
            if not told.get(field, "").strip():
                self.add_error(field, gettext("Write a line why. It helps on the day when it gets hard."))
        if not 1 <= len(self._chosen(told)) <= MOST_NEEDLES:
            raise forms.ValidationError(gettext("Choose one or two. More at once means none of them."))
        left = [one for one in self.candidates if one.why and one.behaviour.key not in self._chosen(told)]
        if left and not told.get("letting_go", "").strip():
            self.add_error("letting_go", gettext("Write a line why. It stays in your history."))
        return told

    def _chosen(self, told: Mapping[str, Any]) -> list[str]:
        chosen = [one.behaviour.key for one in self.candidates if told.get(f"choose-{one.behaviour.key}")]
        return list(dict.fromkeys([*chosen, *([told["other"]] if told.get("other") else [])]))

    def chosen(self) -> dict[str, str]:
        """Give the chosen behaviours with their lines."""
        told = self.cleaned_data
        return {key: told.get(f"why-{key}") or told["other_why"] for key in self._chosen(told)}

    def leaving(self) -> dict[str, str]:
        """Give the reason for each needle of before that is let go."""
        return {one.behaviour.key: self.cleaned_data.get("letting_go", "") for one in self.candidates}


def _line(label: Words, help_text: Words = "") -> forms.CharField:
    """Ask for a line that may run over the edge of a phone."""
    box = forms.Textarea(attrs={"rows": 1, "class": "line"})
    return forms.CharField(label=label, help_text=help_text, max_length=LONGEST_LINE, widget=box)


class ExperimentForm(forms.Form):
    """When, what, what is expected and how likely. The hidden key makes a form that is sent twice count once."""

    behaviour = forms.ChoiceField(choices=[(one.key, one.name) for one in BEHAVIOURS], widget=forms.HiddenInput)
    cue = _line(_("When …"), _("A moment that will come within a week"))
    action = _line(_("I will …"), _("Something that another person could see"))
    expectation = _line(_("And I expect …"))
    chance = forms.TypedChoiceField(
        label=_("How likely is it that it turns out so?"),
        choices=CHANCES,
        coerce=int,
        widget=forms.RadioSelect,
        help_text=_("An honest guess. Later you see how good your guesses are, and nobody else does."),
    )
    tries = forms.TypedChoiceField(
        label=_("How often will you try?"),
        choices=[(1, _("Once")), (2, _("Twice")), (3, _("Three times"))],
        coerce=int,
        initial=1,
        widget=forms.RadioSelect,
    )
    key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, behaviour: str = "", suggestion: Suggestion | None = None) -> None:
        initial: dict[str, Any] = {"behaviour": behaviour, "key": uuid.uuid4().hex, "tries": 1}
        if suggestion:
            words = {name: getattr(suggestion, name) for name in ("behaviour", "cue", "action", "expectation")}
            initial |= words
        super().__init__(data, initial=initial)
