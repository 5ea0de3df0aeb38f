"""What a team answers, what its leader chooses and writes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from roost.gather.pulse.access import Whom
from roost.gather.pulse.models import LONGEST_LINE
from roost.gather.pulse.reads import BeginPage
from roost.ground.instruments.engine import Instrument

UNSAID = "-"
NAMES = {
    Whom.NEAR: _("Who reports to you: %(many)d people"),
    Whom.ALL: _("Who reports to you, and who reports to them: %(many)d people"),
}


class BeginForm(forms.Form):
    """What to ask, and whom."""

    instrument = forms.ChoiceField(label=_("What do you ask?"), widget=forms.RadioSelect)

    whom = forms.ChoiceField(label=_("Whom do you ask?"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, page: BeginPage) -> None:
        """Offer what and whom there is to ask, the first of each chosen."""
        super().__init__(data)
        instruments = page.instruments
        choices = [(str(one), NAMES[one] % {"many": len(people)}) for one, people in page.teams.items()]
        self.fields["whom"].choices = choices
        self.fields["whom"].initial = choices[0][0] if choices else None
        self.fields["instrument"].choices = [(one.key, one.title) for one in instruments]
        self.fields["instrument"].initial = instruments[0].key if instruments else None


class AnswerForm(forms.Form):
    """The sentences about a team."""

    def __init__(self, data: Any = None, *, instrument: Instrument) -> None:
        """Ask every sentence; each can be left with "I cannot say"."""
        super().__init__(data)
        self.instrument, scale = instrument, instrument.scale
        steps = [
            (str(number), format_html('{}<span class="visually-hidden"> {}</span>', number, step))
            for number, step in enumerate(scale.steps, scale.least)
        ]
        for one in instrument.items:
            self.fields[one.key] = forms.ChoiceField(
                label=one.own,
                choices=[*steps, (UNSAID, scale.unobserved or _("I cannot say"))],
                widget=forms.RadioSelect,
                help_text=scale.ends,
                error_messages={"required": _("Choose a step, or that you cannot say.")},
            )

    def points(self) -> dict[str, int | None]:
        """Give what was answered."""
        told = self.cleaned_data
        return {one.key: None if told[one.key] == UNSAID else int(told[one.key]) for one in self.instrument.items}


def _line(label: Any, help_text: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, help_text=help_text, max_length=LONGEST_LINE, widget=widget)


class ReplyForm(forms.Form):
    """What a leader answers."""

    heard = _line(_("What I heard"), _("In your words, without explaining it away."))
    unknown = _line(_("What I do not know"), _("What you would like to understand, and do not yet."))
    tries = _line(_("What I will try"), _("Something your team can see in the weeks to come."))
