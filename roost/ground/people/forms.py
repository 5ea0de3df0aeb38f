"""What administrators type about people, and the password that a person chooses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.utils.translation import gettext_lazy as _

from roost.ground.kit.errors import InputError, RoostError
from roost.ground.people.engine import MAX_BYTES, TeamName
from roost.ground.people.models import Affiliation, Organisation, Person, Role
from roost.ground.people.reads import entry_of, today_here


class UploadForm(forms.Form):
    """Choose a file of people."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, at most 16 MB. You see what it would do before anything is written."),
        allow_empty_file=True,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
    )
    leavers = forms.BooleanField(
        label=_("People who are missing from this file have left"),
        help_text=_("Only for a file of everybody. It stops where more than a tenth would leave."),
        required=False,
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("This file is larger than 16 MB. Leave out columns that Roost does not use."))
        return file


class ApplyForm(forms.Form):
    """Say yes to the preview that one has seen, and to no other."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)


class AnsweredForm(forms.Form):
    """A form whose answers an action may still refuse."""

    def refuse(self, error: RoostError) -> None:
        """Put what an action found wrong beside the fields."""
        if not isinstance(error, InputError):
            self.add_error(None, str(error))
            return
        for problem in error.problems:
            self.add_error(problem.column if problem.column in self.fields else None, problem.message)


class PersonForm(AnsweredForm):
    """What is kept of one person; empty answers are empty, unlike blank cells of a file."""

    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, required=False, help_text=_("With this address the person signs in.")
    )
    employee_id = forms.CharField(label=_("Employee id"), max_length=100, required=False)
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    division = forms.CharField(label=_("Division"), max_length=200, required=False)
    team = forms.CharField(
        label=_("Team"), max_length=200, required=False, help_text=_("A name that is new makes a new team.")
    )
    manager = forms.CharField(
        label=_("Manager"), max_length=254, required=False, help_text=_("Employee id or e-mail; empty for nobody.")
    )
    on = forms.DateField(
        label=_("Team and manager hold from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("What was before stays in the history."),
    )
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, organisation: Organisation, **options: Any) -> None:
        super().__init__(*args, **options)
        self.organisation = organisation

    @classmethod
    def of(cls, affiliation: Affiliation, answers: Any = None) -> PersonForm:
        """Ask about a person of whom something is kept."""
        organisation = affiliation.organisation
        entry = entry_of(affiliation, today_here())
        told: dict[str, Any] = {"name": entry.name, "email": entry.email, "employee_id": entry.employee_id}
        told |= {"title": entry.title, "on": today_here(), "seen": entry.digest}
        if entry.team:
            told |= {"team": entry.team.name, "division": entry.team.division}
        manager = Affiliation.objects.filter(organisation=organisation, person=entry.manager).first()
        if manager:
            told["manager"] = manager.employee_id or manager.person.email
        return cls(answers, initial=told, organisation=organisation)

    @classmethod
    def blank(cls, organisation: Organisation, answers: Any = None) -> PersonForm:
        """Ask about somebody new."""
        form = cls(answers, initial={"on": today_here()}, organisation=organisation)
        form.fields["on"].label, form.fields["on"].help_text = _("Belongs here from"), ""
        del form.fields["seen"]
        return form

    def clean_email(self) -> str | None:
        return self.cleaned_data["email"].lower() or None

    def clean_manager(self) -> Person | None:
        named = self.cleaned_data["manager"].strip()
        if not named:
            return None
        known = Affiliation.objects.filter(organisation=self.organisation)
        known = known.select_related("person")
        found = known.filter(employee_id=named).first() or known.filter(person__email=named.lower()).first()
        if found is None:
            raise forms.ValidationError(_("Nobody here has this employee id or e-mail."))
        return found.person

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not self.errors and not told["email"] and not told["employee_id"]:
            self.add_error("email", _("Give an e-mail or an employee id, so that the person can be recognised."))
        return told

    def changes(self) -> dict[str, Any]:
        """Give what `revise_person` writes."""
        told = self.cleaned_data
        return {
            "name": told["name"],
            "email": told["email"],
            "employee_id": told["employee_id"] or None,
            "title": told["title"],
            "team": self.team_named(),
            "manager": told["manager"].pk if told["manager"] else None,
        }

    def told(self) -> dict[str, Any]:
        """Give what `add_person` asks."""
        told = {name: self.cleaned_data[name] for name in ("name", "email", "employee_id", "title", "manager")}
        return told | {"team": self.team_named(), "starts_on": self.cleaned_data["on"]}

    def team_named(self) -> TeamName | None:
        """Give the team that the form names; a division alone is a team of its name."""
        division, name = self.cleaned_data["division"], self.cleaned_data["team"]
        return TeamName(division, name or division) if name or division else None


class LeavingForm(AnsweredForm):
    """Say from which day on a person no longer belongs."""

    on = forms.DateField(
        label=_("First day on which they no longer belong"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class RoleForm(forms.Form):
    """Give or take a role."""

    role = forms.ChoiceField(choices=Role.choices)
    give = forms.BooleanField(required=False)


class PasswordForm(SetPasswordForm):
    """Choose a password, in fewer words than Django's."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        first, again = self.fields["new_password1"], self.fields["new_password2"]
        first.label, first.help_text = _("Password"), _("At least 8 characters, and none that many people use.")
        again.label, again.help_text = _("The same again"), ""

    def validate_password_for_user(self, user: Any, password_field_name: str = "new_password1") -> None:
        """Say what is wrong with a password where it was chosen, and not where it was repeated."""
        super().validate_password_for_user(user, "new_password1")
