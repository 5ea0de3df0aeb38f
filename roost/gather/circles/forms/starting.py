"""A new round: what it is called, how large circles are, and who is in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roost.gather.circles.access import visible_rounds
from roost.gather.circles.engine.rules import Sizes
from roost.gather.circles.models import LONGEST_TITLE, Round
from roost.gather.circles.reads.lists import MOST_BYTES, PeopleList, list_of_file
from roost.gather.circles.reads.tables import MOST_PEOPLE
from roost.gather.circles.reads.teams import list_of_teams, teams_today
from roost.ground.kit.errors import InputError, in_language
from roost.ground.people.models import Organisation, Person


class NewRoundForm(forms.Form):
    """A title, a size, and a file or teams. Sent twice with the same hidden key, it begins one round."""

    key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)
    title = forms.CharField(label=_("What is this round called?"), max_length=LONGEST_TITLE)
    least = forms.IntegerField(label=_("People in a circle, from"), min_value=2, max_value=50, initial=6)
    most = forms.IntegerField(label=_("to"), min_value=2, max_value=50, initial=8)
    file = forms.FileField(
        label=_("A list of people, as a CSV file"),
        required=False,
        help_text=_(
            "From any spreadsheet: one person a row, the first row names the columns. An id, a name and an e-mail "
            "help; all else is yours to mix: function, office, years here. At most 2,000 people and 2 MB."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
    )
    teams = forms.MultipleChoiceField(
        label=_("Teams, as they are today"), required=False, widget=forms.CheckboxSelectMultiple
    )
    after: Any = forms.ModelChoiceField(
        label=_("Did some of them sit in circles before?"),
        queryset=Round.objects.none(),
        required=False,
        empty_label=_("No, this is the first round"),
        help_text=_("Then nobody needs to meet the same people again."),
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, who: Person, organisation: Organisation, key: str = ""
    ) -> None:
        super().__init__(data, files, initial={"key": key})
        self.organisation = organisation
        choices = [(str(number), f"{name} ({many})") for number, name, many in teams_today(organisation)]
        self.fields["teams"].choices = choices
        states = [Round.State.PUBLISHED, Round.State.CLOSED]
        before = visible_rounds(who).filter(organisation=organisation, state__in=states)
        self.fields["after"].queryset = before
        if not before.exists():
            del self.fields["after"]
        self.people: PeopleList | None = None

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        file, teams = told.get("file"), told.get("teams")
        if told.get("least") and told.get("most") and told["least"] > told["most"]:
            self.add_error("most", gettext("The larger number comes second."))
        if "file" in self.errors or "teams" in self.errors:
            return told
        if bool(file) == bool(teams):
            words = gettext("Choose a file, or tick teams; one of the two.")
            self.add_error("file", words)
            return told
        try:
            self.people = (
                self._of_file(file) if file else list_of_teams(self.organisation, [int(one) for one in teams or ()])
            )
        except InputError as error:
            self.add_error("file" if file else "teams", [_said(problem) for problem in error.problems])
        return told

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
