"""What administrators type about people, and the password that a person chooses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.utils.translation import gettext_lazy as _

from roost.ground.kit.errors import InputError
from roost.ground.people.engine import MAX_BYTES, Entry, TeamName
from roost.ground.people.models import Affiliation, Organisation, Person, Role


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


class PersonForm(forms.Form):
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

    def __init__(self, *args: Any, organisation: Organisation, **options: Any) -> None:
        super().__init__(*args, **options)
        self.organisation = organisation

    @classmethod
    def of(cls, affiliation: Affiliation, entry: Entry, manager: Person | None, day: date) -> PersonForm:
        """Fill the form with what is kept."""
        told: dict[str, Any] = {"name": entry.name, "email": entry.email, "employee_id": entry.employee_id}
        told |= {"title": entry.title, "on": day}
        if entry.team:
            told |= {"team": entry.team.name, "division": entry.team.division}
        if manager:
            line = Affiliation.objects.filter(organisation=affiliation.organisation, person=manager).first()
            told["manager"] = (line.employee_id if line else None) or manager.email
        return cls(initial=told, organisation=affiliation.organisation)

    def clean_email(self) -> str | None:
        return self.cleaned_data["email"].lower() or None

    def clean_manager(self) -> int | None:
        named = self.cleaned_data["manager"].strip()
        if not named:
            return None
        known = Affiliation.objects.filter(organisation=self.organisation)
        found = known.filter(employee_id=named).first() or known.filter(person__email=named.lower()).first()
        if found is None:
            raise forms.ValidationError(_("Nobody here has this employee id or e-mail."))
        return found.person_id

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not self.errors and not told["email"] and not told["employee_id"]:
            self.add_error("email", _("Give an e-mail or an employee id, so that the person can be recognised."))
        return told

    def entry(self, before: Entry) -> Entry:
        """Give what the form says, on top of what it does not ask."""
        told = self.cleaned_data
        team = told["team"] or told["division"]
        return replace(
            before,
            name=" ".join(told["name"].split()),
            email=told["email"],
            employee_id=told["employee_id"] or None,
            title=told["title"],
            team=TeamName(told["division"], team) if team else None,
            manager=told["manager"],
        )

    def refuse(self, error: InputError) -> None:
        """Put what an action found wrong beside the fields."""
        for problem in error.problems:
            self.add_error(problem.column if problem.column in self.fields else None, problem.message)


class LeavingForm(forms.Form):
    """Say from which day on a person no longer belongs."""

    on = forms.DateField(
        label=_("First day on which they no longer belong"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class RoleForm(forms.Form):
    """Give or take a role."""

    role = forms.ChoiceField(choices=Role.choices)
    give = forms.BooleanField(required=False)


class PasswordForm(SetPasswordForm[Person]):
    """Choose a password twice."""
