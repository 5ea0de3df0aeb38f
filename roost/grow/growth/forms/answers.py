"""The questions of one section."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roost.grow.growth.actions import Given
from roost.grow.growth.forms.again import again
from roost.grow.growth.models import Answer, Audience
from roost.grow.growth.reads import seen_of
from roost.grow.growth.reads.questions import Kind, Question, Section, said_of

LONGEST_TEXT = 2000


@dataclass(frozen=True)
class Asked:
    """A question as it stands on the page: its field, and beside it who may read the answer."""

    question: Question
    field: BoundField
    audience: BoundField
    kept: str = ""
    """What is kept by now, in words, where it is not what stands in the field."""


class AnswersForm(forms.Form):
    """The questions of one section, each with its own audience; whatever is left empty stays open.

    The hidden number says which answers the page was made from.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, section: Section, answers: Mapping[str, Answer]) -> None:
        super().__init__(data, initial={"seen": _seen(answers, section)})
        self.section = section
        self.kept: dict[str, str] = {}
        for question in section.questions:
            known = answers.get(question.key)
            self.fields[question.key] = _field(question, known.value if known else None)
            self.fields[f"audience-{question.key}"] = forms.ChoiceField(
                label=_("Who may read this?"),
                choices=[
                    one for one in Audience.choices if question.kind is not Kind.TEXT or one[0] != Audience.COUNTED
                ],
                initial=known.audience if known else Audience.ME,
                required=False,
            )

    @property
    def asked(self) -> list[Asked]:
        return [
            Asked(one, self[one.key], self[f"audience-{one.key}"], self.kept.get(one.key, ""))
            for one in self.section.questions
        ]

    def beside(self, answers: Mapping[str, Answer]) -> AnswersForm:
        """Give the form as it was filled in, with what is kept by now beside it, ready to be sent once more."""
        anew = AnswersForm(again(self.data, seen=_seen(answers, self.section)), section=self.section, answers=answers)
        given = self.given()
        for question in self.section.questions:
            known, sent = answers.get(question.key), given[question.key]
            if known is not None and (known.value, known.audience) != (sent.value, sent.audience):
                told = said_of(question, known.value)
                other = known.audience != sent.audience
                anew.kept[question.key] = f"{told} ({known.get_audience_display()})" if other else told
        return anew

    def given(self) -> dict[str, Given]:
        """Give the answers by question, as they are kept."""
        told = self.cleaned_data
        return {
            one.key: Given(told[one.key], Audience(told[f"audience-{one.key}"] or Audience.ME))
            for one in self.section.questions
        }


def _seen(answers: Mapping[str, Answer], section: Section) -> int:
    return seen_of(answers, [one.key for one in section.questions])


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
