"""Add, move, end: what happens to one person at a time, by the same steps as an import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.kit.errors import Conflict, Forbidden, InputError, Problem
from roost.ground.people.actions.locks import in_turn
from roost.ground.people.actions.organisations import keep_an_administrator
from roost.ground.people.actions.steps import write_steps
from roost.ground.people.engine import Entry, Kind, Step, TeamName, cycles
from roost.ground.people.models import Affiliation, Organisation, Person, ReportingLine, Role, Team, running
from roost.ground.people.reads import belongs_elsewhere, entry_of, holds_role, today_here


@transaction.atomic
def add_person(
    organisation: Organisation,
    *,
    by: Person | None,
    name: str = "",
    email: str | None = None,
    employee_id: str | None = None,
    title: str = "",
    team: Team | TeamName | None = None,
    manager: Person | None = None,
    starts_on: date | None = None,
    time_zone: str = "",
) -> Person:
    """Let a person belong to an organisation; where `starts_on` is not known, team and manager hold from today.

    Without a `time_zone` the person has that of `by`, or of the installation.
    Raises InputError where employee id and e-mail are both missing or are taken, here or, for e-mails, anywhere.
    """
    organisation = in_turn(organisation)
    after = Entry(
        employee_id=employee_id or None,
        email=email.strip().lower() if email else None,
        name=" ".join(name.split()),
        title=title,
        team=TeamName(team.division, team.name) if team else None,
        manager=manager.pk if manager else None,
        starts_on=starts_on,
    )
    if not after.employee_id and not after.email:
        words = _("Give an employee id or an e-mail, so that the person can be recognised.")
        raise InputError(Problem(words, column="email"))
    _refuse(_clashes(organisation, after, None))
    _refuse(_unfit_manager(organisation, after, None, starts_on or today_here()))
    step = Step(Kind.ADDED, 1, None, None, after)
    people = write_steps(organisation, [step], day=starts_on or today_here(), by=by, source="page")
    person = Person.objects.get(pk=people[step.who])
    if time_zone:
        person.time_zone = time_zone
        person.save(update_fields=["time_zone"])
    return person


@transaction.atomic
def revise_person(
    affiliation: Affiliation,
    changes: Mapping[str, Any],
    *,
    by: Person | None,
    on: date | None = None,
    seen: str | None = None,
) -> None:
    """Write fields of a person's `Entry` anew; team and manager hold from `on`, today where it is left out.

    `seen` is the digest of today's entry as somebody last saw it. Raises Conflict where it has changed since, or where
    the last administrator would go, InputError for what cannot be, Forbidden where name or e-mail also belong to
    another organisation.
    """
    organisation = in_turn(affiliation.organisation)
    affiliation = Affiliation.objects.select_related("person").get(pk=affiliation.pk)
    person, day = affiliation.person, on or today_here()
    if seen is not None and seen != entry_of(affiliation, today_here()).digest:
        raise Conflict(_("Somebody changed this person meanwhile, so nothing was written. Here is what is kept now."))
    before = entry_of(affiliation, day)
    after = replace(before, **changes)
    if before == after:
        return
    if (before.name, before.email) != (after.name, after.email) and belongs_elsewhere(person, organisation):
        raise Forbidden(_("This person belongs to another organisation too: name and e-mail are theirs to change."))
    if after.ends_on is not None and after.starts_on is not None and after.ends_on < after.starts_on:
        raise InputError(Problem(_("This is before the person belonged here."), column="on"))
    if after.ends_on not in {None, before.ends_on} and holds_role(person, organisation, Role.ADMINISTRATOR):
        keep_an_administrator(organisation, without=person, day=max(day, today_here()))
    _refuse(_clashes(organisation, after, person.pk))
    _refuse(_unfit_manager(organisation, after, person.pk, day))
    write_steps(organisation, [Step(Kind.CHANGED, None, person.pk, before, after)], day=day, by=by, source="page")


def move_to_team(
    person: Person, *, organisation: Organisation, team: Team | None, by: Person | None, on: date | None = None
) -> None:
    """Let a person be in a team from a day on, or in none; the stay before it ends that day and remains."""
    told = TeamName(team.division, team.name) if team else None
    revise_person(_affiliation(person, organisation), {"team": told}, by=by, on=on)


def end_affiliation(person: Person, *, organisation: Organisation, by: Person | None, on: date | None = None) -> None:
    """Let a person no longer belong from a day on; history stays, signing in shows nothing any more.

    Raises Conflict for the last administrator, whose leaving nobody could undo.
    """
    revise_person(_affiliation(person, organisation), {"ends_on": on or today_here()}, by=by, on=on)


def resume_affiliation(
    person: Person, *, organisation: Organisation, by: Person | None, on: date | None = None
) -> None:
    """Let a person who left, or was to leave, belong from a day on, in the team and under the manager they had."""
    revise_person(_affiliation(person, organisation), {"ends_on": None}, by=by, on=on)


def _affiliation(person: Person, organisation: Organisation) -> Affiliation:
    """Give the belonging that `revise_person` reads anew once it is its turn."""
    return Affiliation.objects.select_related("organisation").get(organisation=organisation, person=person)


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise InputError(problems)


def _clashes(organisation: Organisation, after: Entry, person: int | None) -> list[Problem]:
    """Say which of the names by which people are recognised belong to somebody else.

    A login of another organisation never joins by being named: whoever named it first could enter as its owner.
    """
    problems = []
    others = Affiliation.objects.filter(organisation=organisation).exclude(person=person or 0)
    if after.employee_id and others.filter(employee_id=after.employee_id).exists():
        problems.append(
            Problem(_("Somebody else has this employee id."), column="employee_id", value=after.employee_id)
        )
    if after.email and others.filter(person__email=after.email).exists():
        problems.append(Problem(_("Somebody else has this e-mail."), column="email", value=after.email))
    elif after.email and Person.objects.filter(email=after.email).exclude(pk=person or 0).exists():
        words = _("This address already signs in to another organisation here. Use another address.")
        problems.append(Problem(words, column="email", value=after.email))
    return problems


def _unfit_manager(organisation: Organisation, after: Entry, person: int | None, day: date) -> list[Problem]:
    """Say why a manager cannot be one: not of this organisation, or reporting to the person."""
    if after.manager is None:
        return []
    if not Affiliation.objects.filter(organisation=organisation, person=after.manager).exists():
        return [Problem(_("The manager does not belong to this organisation."), column="manager")]
    if person is None:
        return []
    lines = ReportingLine.objects.filter(running(day), organisation=organisation)
    managers: dict[int, int | None] = dict(lines.values_list("person", "manager"))
    if not any(person in circle for circle in cycles({**managers, person: after.manager})):
        return []
    return [Problem(_("This manager reports to the person, directly or through others."), column="manager")]
