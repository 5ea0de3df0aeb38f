"""A new round: what it is called, how large circles are, and who is in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roost.gather.circles.access import visible_rounds, waiting_with
from roost.gather.circles.engine.rules import Sizes
from roost.gather.circles.models import LONGEST_TITLE, Round, Waiting
from roost.gather.circles.reads.joining import with_waiting
from roost.gather.circles.reads.lists import MOST_BYTES, PeopleList, list_of_file, list_of_names
from roost.gather.circles.reads.tables import MOST_PEOPLE
from roost.gather.circles.reads.teams import list_of_teams, teams_today
from roost.ground.kit.errors import InputError, in_language
from roost.ground.people.models import Organisation, Person
from roost.ground.people.reads import people_around

MOST_TYPED = 200 * MOST_PEOPLE


class NewRoundForm(forms.Form):
    """A title, a size, and a file, teams or names. Sent twice with the same hidden key, it begins one round."""

    key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)
    title = forms.CharField(label=_("What is this round called?"), max_length=LONGEST_TITLE)
    least = forms.IntegerField(label=_("People in a circle, from"), min_value=2, max_value=50, initial=6)
    most = forms.IntegerField(label=_("to"), min_value=2, max_value=50, initial=8)
    file = forms.FileField(
        label=_("A list of people, as a CSV file or an Excel workbook"),
        required=False,
        help_text=_(
            "From any spreadsheet: one person a row, the first row names the columns. A name, an e-mail and a manager "
            "help; all else is yours to mix: function, office, years here. At most 2,000 people and 2 MB."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,text/csv"}),
    )
    teams = forms.MultipleChoiceField(
        label=_("Teams, as they are today"), required=False, widget=forms.CheckboxSelectMultiple
    )
    names = forms.CharField(
        label=_("Names, one a line"),
        required=False,
        max_length=MOST_TYPED,
        help_text=_(
            "First and last names, so that Roost recognises colleagues. Anybody else may be among them as well."
        ),
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
    )
    around = forms.MultipleChoiceField(
        label=_("You, and who is around you"), required=False, widget=forms.CheckboxSelectMultiple
    )
    after: Any = forms.ModelChoiceField(
        label=_("Did some of them sit in circles before?"),
        queryset=Round.objects.none(),
        required=False,
        empty_label=_("No, this is the first round"),
        help_text=_("Then nobody needs to meet the same people again."),
    )

    waiting = forms.BooleanField(
        required=False,
        help_text=_("They get their seat without a lot, and a line on the list where it has none for them."),
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        who: Person,
        organisation: Organisation,
        key: str = "",
        after: int | None = None,
    ) -> None:
        super().__init__(data, files, initial={"key": key, "after": after, "waiting": after is not None})
        self.organisation = organisation
        self.owed = list(waiting_with(who).filter(organisation=organisation))
        owed = gettext("With the %s people who wait for a seat you promised") % len(self.owed)
        self.fields["waiting"].label = owed if len(self.owed) > 1 else gettext("With who waits for a seat you promised")
        if not self.owed:
            del self.fields["waiting"]
        choices = [(str(number), f"{name} ({many})") for number, name, many in teams_today(organisation)]
        self.fields["teams"].choices = choices
        self.near = {one.pk: one.name for one in (who, *people_around(who, organisation)) if one.name}
        self.fields["around"].choices = [(str(number), name) for number, name in self.near.items()]
        states = [Round.State.PUBLISHED, Round.State.CLOSED]
        before = visible_rounds(who).filter(organisation=organisation, state__in=states)
        self.fields["after"].queryset = before
        if not before.exists():
            del self.fields["after"]
        self.people: PeopleList | None = None

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("least") and told.get("most") and told["least"] > told["most"]:
            self.add_error("most", gettext("The larger number comes second."))
        ways = [name for name in ("file", "teams", "names") if told.get(name) or name in self.errors]
        if told.get("around") and "names" not in ways:
            ways.append("names")
        if not ways and told.get("waiting"):
            self.people = with_waiting(PeopleList((), ()), self._owed_here(told))
        elif len(ways) != 1:
            self.add_error("file", gettext("Bring a file, tick teams, or type names; one of the three."))
        elif not self.errors.keys() & {*ways, "around"}:
            try:
                people = self._people(ways[0], told)
                self.people = with_waiting(people, self._owed_here(told)) if told.get("waiting") else people
            except InputError as error:
                self.add_error(ways[0], [_said(problem) for problem in error.problems])
        return told

    def _owed_here(self, told: dict[str, Any]) -> list[Waiting]:
        """Give who waits; who is not known here stands on the list of one round alone."""
        after = told.get("after")
        return [one for one in self.owed if one.person_id is not None or one.round == after]

    def _people(self, way: str, told: dict[str, Any]) -> PeopleList:
        if way == "file":
            return self._of_file(told["file"])
        if way == "teams":
            return list_of_teams(self.organisation, [int(one) for one in told["teams"]])
        ticked = {int(one): self.near[int(one)] for one in told["around"]}
        return list_of_names(told["names"], ticked, organisation=self.organisation)

    @property
    def opens_names(self) -> bool:
        """Say whether names were typed, or are wrong."""
        return bool(self["names"].value() or self["around"].value())

    def begin_another(self, key: str, words: str) -> None:
        """Say why the round that this form began is not this one; sent again, the form begins another."""
        self.add_error(None, words)
        told: Any = self.data.copy()
        told["key"] = key
        self.data = told

    def _of_file(self, file: Any) -> PeopleList:
        if file.size > MOST_BYTES:
            words = gettext("The file is larger than 2 MB. At most %s people can be seated at once.")
            raise InputError(words % f"{MOST_PEOPLE:,}")
        return list_of_file(file.read(), file=file.name, organisation=self.organisation)

    @property
    def sizes(self) -> Sizes:
        """Give how large circles are to be."""
        return Sizes(self.cleaned_data["least"], self.cleaned_data["most"])


def _said(problem: Any) -> str:
    """Say what is wrong and where, in the reader's language."""
    place = [
        gettext("row %s") % problem.row if problem.row else "",
        gettext("column “%s”") % problem.column if problem.column else "",
        f"“{problem.value}”" if problem.value else "",
    ]
    where = ", ".join(part for part in place if part)
    words = in_language(problem.message, gettext)
    return f"{where[0].upper()}{where[1:]}: {words}" if where else words
