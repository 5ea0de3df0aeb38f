"""Who leaves circles that people sit in, and who joins them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roost.gather.circles.models import Round, Seat, Waiting
from roost.gather.circles.reads.joining import PeoplePage, listed_person
from roost.gather.circles.reads.lists import Listed
from roost.ground.people.access import colleague_at
from roost.ground.people.models import Person

MOST_LINES = 50


class PeopleForm(forms.Form):
    """Ticks beside who leaves and who need not wait any longer, and lines that name others who join."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31)
    leaving = forms.MultipleChoiceField(label=_("Who leaves?"), required=False, widget=forms.CheckboxSelectMultiple)
    waiting = forms.MultipleChoiceField(
        label=_("Who need not wait any longer?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label=_("Who else joins?"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: somebody of the list by name or id, or any colleague by e-mail."),
    )

    def __init__(self, data: Any = None, *, page: PeoplePage, by: Person) -> None:
        super().__init__(data, initial={"version": page.round.version})
        self.page, self.by = page, by
        self.fields["leaving"].choices = [(str(one.pk), one.label) for one in page.sitting]
        self.fields["waiting"].choices = [(str(one.pk), _called(one)) for one in page.waiting]
        self.gone: list[Seat] = []
        self.back: list[Seat] = []
        self.new: list[Listed] = []

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        round = self.page.round
        self.gone = [one for one in self.page.sitting if str(one.pk) in told.get("leaving", ())]
        for one in self.page.waiting:
            if str(one.pk) not in told.get("waiting", ()):
                continue
            seat = next((seat for seat in self.page.aside if _is_same(seat, one.person_id, one.code)), None)
            if seat is not None:
                self.back.append(seat)
            elif one.person is not None:
                self.new.append(listed_person(round, one.person, one.code))
            else:
                self.new.append(Listed(one.code, one.label, None, {}))
        lines = [line.strip() for line in told.get("others", "").splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            self.add_error("others", gettext("Name %s people at most at once.") % MOST_LINES)
            return told
        for line in lines:
            self._find(line, round)
        return told

    def _find(self, line: str, round: Round) -> None:
        """Find who a line names: somebody of the list, or a colleague by address."""
        here = [seat for seat in self.page.aside if line.lower() in {seat.label.lower(), seat.code.lower()}]
        sitting = any(line.lower() in {seat.label.lower(), seat.code.lower()} for seat in self.page.sitting)
        person = colleague_at(self.by, round.organisation_id, line) if "@" in line else None
        if person is not None:
            here = [seat for seat in self.page.aside if seat.person_id == person.pk]
            sitting = any(seat.person_id == person.pk for seat in self.page.sitting)
        if sitting:
            self.add_error("others", gettext("%s takes part already.") % line)
        elif len(here) > 1:
            self.add_error("others", gettext("Several people of the list are called %s. Write the id.") % line)
        elif here:
            self.back += [seat for seat in here if seat not in self.back]
        elif person is not None:
            one = listed_person(round, person, "")
            self.new += [one] if one.person not in {other.person for other in self.new} else []
        else:
            self.add_error("others", gettext("Nobody here is called %s. Write an e-mail address.") % line)


def _called(waiting: Waiting) -> str:
    if waiting.turn is None:
        return gettext("%(name)s, who asked for a later round") % {"name": waiting.label}
    return gettext("%(name)s, number %(turn)s of the lot") % {"name": waiting.label, "turn": waiting.turn}


def _is_same(seat: Seat, person: int | None, code: str) -> bool:
    return seat.person_id == person if person is not None else seat.code == code
