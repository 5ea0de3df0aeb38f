"""A page of sentences about oneself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from roost.grow.assessments.reads import PageOfSentences

UNSURE = "-"


class SentencesForm(forms.Form):
    """Each sentence of a page with the steps of the scale, and "not sure"."""

    def __init__(self, data: Any = None, *, page: PageOfSentences) -> None:
        """Ask what stands on the page, with what was answered already."""
        given = {key: UNSURE if one is None else str(one) for key, one in page.taking.answers.items()}
        super().__init__(data, initial=given)
        self.page, scale = page, page.instrument.scale
        steps = [
            (str(number), format_html('{}<span class="visually-hidden"> {}</span>', number, step))
            for number, step in enumerate(scale.steps, scale.least)
        ]
        for one in page.items:
            self.fields[one.key] = forms.ChoiceField(
                label=one.own,
                choices=[*steps, (UNSURE, _("not sure"))],
                widget=forms.RadioSelect,
                help_text=scale.ends,
                error_messages={"required": _("Choose a number, or “not sure”.")},
            )

    def answers(self) -> dict[str, int | None]:
        """Give what was answered, also where a sentence was left out."""
        told = {one.key: self.cleaned_data.get(one.key) for one in self.page.items}
        return {key: None if one == UNSURE else int(one) for key, one in told.items() if one}
