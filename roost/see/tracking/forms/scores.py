"""A day's scores on one page, and scores from a file."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roost.ground.kit import clock
from roost.ground.kit.errors import InputError, in_language
from roost.ground.people.engine import refuse_other_kinds
from roost.ground.people.models import Person, Team
from roost.ground.people.reads import employee_ids, find_people, members_on, names_in, team_names_on, team_on
from roost.see.tracking.access import may_run
from roost.see.tracking.actions import Score
from roost.see.tracking.engine import Window, thousandths, with_point
from roost.see.tracking.reads import Reader, taking_part_in
from roost.see.tracking.reads.words import label_of

MOST_OFFERED = 50
MOST_BYTES = 128 * 1024 * 1024
MOST_BYTES_AT_ONCE = 200 * 1024
FIRST_BYTES = 4096


class ScoresForm(forms.Form):
    """One number per metric, all of one person and one day; an empty one enters nothing.

    The hidden key makes a form that is sent twice count once.
    """

    person = forms.ModelChoiceField(label=_("Whose scores?"), queryset=Person.objects.none())
    day = forms.DateField(label=_("Which day?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, reader: Reader, by: Person, looking: QueryDict | None = None) -> None:
        """Make the form; while somebody is `looking` for a person, what they typed so far stays as it is."""
        today = clock.today(reader.rules.time_zone)
        typed = looking.dict() if looking else {}
        words = str(typed.get("who", ""))[:80]
        super().__init__(data, initial={"day": today, "person": by.pk, "key": uuid.uuid4().hex} | typed)
        self.by, self.program = by, reader.program
        if may_run(by, reader.program):
            members = members_on(reader.program.organisation_id, today)
            self.fields["person"].queryset = self._taking_part(members, today)
            self._offer_people(words, today)
        else:
            del self.fields["person"]
        self.fields["day"].widget.attrs["max"] = today.isoformat()
        # Places in the rules change between page and answer, and labels too; the number of a metric stays.
        self.metrics = {key: f"metric-{number}" for key, number in reader.program.metrics.values_list("key", "pk")}
        for metric in reader.rules.metrics:
            self.fields[self.metrics[metric.key]] = forms.CharField(
                label=label_of(metric),
                required=False,
                max_length=30,
                help_text=metric.unit,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )

    def _offer_people(self, words: str, today: date) -> None:
        """Offer those who are found by words, or the first by name; any other member may be sent all the same."""
        organisation, field = self.program.organisation_id, self.fields["person"]
        called = find_people(organisation, words, today, by=self.by)
        found = list(self._taking_part(called, today)[:MOST_OFFERED]) if words else []
        self.words, self.nobody_found = words, bool(words) and not found
        self.many = field.queryset.count() > MOST_OFFERED
        sent = str(self.data.get("person", "")) if self.is_bound else ""
        offered = {one.pk for one in found or field.queryset[:MOST_OFFERED]}
        if sent.isdecimal():
            offered.update(field.queryset.filter(pk=sent[:9]).values_list("pk", flat=True))
        elif not found:
            offered.add(self.by.pk)
        names = sorted(_told_apart(organisation, offered, today).items(), key=lambda choice: choice[1].casefold())
        if found:
            self.initial["person"] = found[0].pk if len(found) == 1 else ""
        field.widget.choices = [("", _("Choose one")), *names] if len(found) > 1 else names

    def _taking_part(self, people: QuerySet[Person], today: date) -> QuerySet[Person]:
        return taking_part_in(self.program, people, Window("", today, today + timedelta(1)))

    @property
    def metric_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("metric-")]

    @property
    def subject(self) -> Person:
        """Give the person whose scores these are."""
        person: Person = self.cleaned_data.get("person") or self.by
        return person

    def subject_team(self) -> Team | None:
        """Give the team for which these scores count, or None on a day without one."""
        return team_on(self.subject, self.program.organisation_id, self.cleaned_data["day"])

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        self._refuse_uncounted()
        entered = [name for name in self.fields if name.startswith("metric-") and told.get(name, "").strip()]
        for name in entered:
            try:
                thousandths(_number(told[name]))
            except ValueError as error:
                self.add_error(name, str(error))
        if not entered and not self.errors:
            raise forms.ValidationError(gettext("Enter at least one number."))
        return told

    def _refuse_uncounted(self) -> None:
        """Say so where a number was entered for a metric that the rules lost since the page was made."""
        keys = {name: key for key, name in self.metrics.items()}
        posted = [name for name in self.data if name.startswith("metric-") and name not in self.fields]
        lost = [keys.get(name, name) for name in posted if self.data[name].strip()]
        if lost:
            words = gettext(
                "The rules changed meanwhile: %(metrics)s is not counted any more. "
                "Nothing was entered yet; look at the rest and send it again."
            )
            raise forms.ValidationError(words % {"metrics": ", ".join(lost)})

    def scores(self) -> list[Score]:
        """Give the scores to enter."""
        told = self.cleaned_data
        return [
            Score(
                person=self.subject.pk,
                metric=key,
                value=_number(told[name]),
                occurred=told["day"].isoformat(),
                key=f"form:{told['key']}:{name.removeprefix('metric-')}",
            )
            for key, name in self.metrics.items()
            if told.get(name, "").strip()
        ]

    def refuse(self, error: InputError) -> None:
        """Show what the action said no to."""
        for problem in error.problems:
            if problem.column == "id":
                self.data = {name: self.data[name] for name in self.data} | {"key": uuid.uuid4().hex}
                words = gettext("You sent this form before, with other numbers. Send it again to add these as well.")
                self.add_error(None, words)
                return
            self.add_error("day" if problem.column == "occurred_at" else None, problem.message)


def _told_apart(organisation: int, people: set[int], today: date) -> dict[int, str]:
    """Give people's names with their teams, and with their own ids where that leaves two alike."""
    names, teams = names_in(organisation, people), team_names_on(organisation, people, today)
    told = {one: f"{name} · {teams[one]}" if one in teams else name for one, name in names.items()}
    alike = Counter(told.values())
    ids = employee_ids(organisation, people) if alike.total() > len(alike) else {}
    return {one: f"{words} · {ids[one]}" if alike[words] > 1 and one in ids else words for one, words in told.items()}


def _number(typed: str) -> str:
    # On phones of many languages the keypad for numbers has a comma and no point.
    return with_point(typed.strip())


class ScoreFileForm(forms.Form):
    """A CSV file of scores."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_(
            "Columns: person (employee id or e-mail), metric, value, occurred_at; if you like also id and reverses. "
            "Between them a comma, a semicolon or a tab."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
    )

    def clean_file(self) -> Any:
        if self.cleaned_data["file"].size > MOST_BYTES:
            raise forms.ValidationError(
                gettext("The file is larger than 128 MB. Split it; the parts can go in any order.")
            )
        self._refuse_other_kinds()
        return self.cleaned_data["file"]

    def _refuse_other_kinds(self) -> None:
        file = self.cleaned_data["file"]
        start = file.read(FIRST_BYTES)
        file.seek(0)
        try:
            refuse_other_kinds(start)
        except InputError as error:
            raise forms.ValidationError([in_language(one.message, gettext) for one in error.problems]) from None

    @property
    def is_large(self) -> bool:
        """Say whether entering the file takes longer than people wait for a page."""
        return bool(self.cleaned_data["file"].size > MOST_BYTES_AT_ONCE)
