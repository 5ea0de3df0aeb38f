"""Who leaves circles that people sit in, and who joins them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roost.gather.circles.models import Round, Seat, Waiting
from roost.gather.circles.reads.joining import PeoplePage, free_code, listed_person
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
        self.fields["waiting"].choices = [(str(one.pk), _called(one, page.round)) for one in page.waiting]
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
            seat = next((seat for seat in self.page.aside if _is_same(seat, one)), None)
            if seat is not None:
                self.back += [seat] if seat not in self.back else []
            elif one.person is not None:
                self._add(replace(self._listed(one.person), code=one.code, waiting=one.pk))
            else:
                self._add(Listed(one.code, one.label, None, {}, waiting=one.pk))
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
        elif here and here[0].pk in self.page.unwilling:
            self.add_error("others", gettext("%s was asked and did not ask for a seat.") % line)
        elif here:
            self.back += [seat for seat in here if seat not in self.back]
        elif person is not None:
            self._add(self._listed(person))
        else:
            self.add_error("others", gettext("Nobody here is called %s. Write an e-mail address.") % line)

    def _listed(self, person: Person) -> Listed:
        return listed_person(self.page.round, self.page.seats, person)

    def _add(self, one: Listed) -> None:
        """Let somebody join once, however often they are named, under an id that nobody else has."""
        if one.person is None or not any(one.person == other.person for other in self.new):
            taken = {other.code for other in (*self.page.seats, *self.new)}
            self.new.append(replace(one, code=free_code(one.code, taken)))


def _called(waiting: Waiting, round: Round) -> str:
    """Call somebody who waits by their name and turn, and by the round they wait from where that is another one."""
    told = {"name": waiting.label, "turn": waiting.turn, "round": waiting.round.title}
    if waiting.round_id != round.pk:
        return gettext("%(name)s, who waits since “%(round)s”") % told
    if waiting.turn is None:
        return gettext("%(name)s, who asked for a later round") % told
    return gettext("%(name)s, number %(turn)s of the lot") % told


def _is_same(seat: Seat, waiting: Waiting) -> bool:
    """Say whether a seat is that of somebody who waits: by login, or by what was promised."""
    return seat.waiting_id == waiting.pk or (waiting.person_id is not None and seat.person_id == waiting.person_id)
