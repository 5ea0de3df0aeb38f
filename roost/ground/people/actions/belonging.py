"""Add, move, end: what happens to one person at a time, by the same steps as an import."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.kit.errors import Conflict, Forbidden, InputError, Problem
from roost.ground.people.actions.steps import write_steps
from roost.ground.people.engine import Entry, Kind, Step, TeamName, cycles
from roost.ground.people.models import Affiliation, Organisation, Person, ReportingLine, Role, RoleGrant, Team, running
from roost.ground.people.reads import belongs_elsewhere, entry_of, today_here


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
) -> Person:
    """Let a person belong to an organisation; where `starts_on` is not known, team and manager hold from today.

    Somebody with a login here already, under the same e-mail, keeps it and the name that goes with it.
    Raises InputError where employee id and e-mail are both missing or are taken.
    """
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
    existing = Person.objects.filter(email=after.email).first() if after.email else None
    _refuse(_clashes(organisation, after, existing.pk if existing else None, joining=True))
    _refuse(_unfit_manager(organisation, after, None, starts_on or today_here()))
    step = Step(Kind.ADDED, 1, existing.pk if existing else None, None, after)
    people = write_steps(organisation, [step], day=starts_on or today_here(), by=by, source="page")
    return Person.objects.get(pk=people[step.who])


@transaction.atomic
def revise_person(affiliation: Affiliation, after: Entry, *, by: Person | None, on: date | None = None) -> None:
    """Write what is known of a person anew; team and manager hold from `on`, today where it is left out.

    Raises InputError for what cannot be, Forbidden where name or e-mail also belong to another organisation.
    """
    organisation = affiliation.organisation
    day = on or today_here()
    before = entry_of(affiliation, day)
    if before == after:
        return
    if (before.name, before.email) != (after.name, after.email) and belongs_elsewhere(affiliation.person, organisation):
        raise Forbidden(_("This person belongs to another organisation too: name and e-mail are theirs to change."))
    if after.ends_on is not None and after.starts_on is not None and after.ends_on < after.starts_on:
        raise InputError(Problem(_("This is before the person belonged here."), column="on"))
    _refuse(_clashes(organisation, after, affiliation.person_id))
    _refuse(_unfit_manager(organisation, after, affiliation.person_id, day))
    write_steps(
        organisation, [Step(Kind.CHANGED, None, affiliation.person_id, before, after)], day=day, by=by, source="page"
    )


def move_to_team(
    person: Person, *, organisation: Organisation, team: Team | None, by: Person | None, on: date | None = None
) -> None:
    """Let a person be in a team from a day on, or in none; the stay before it ends that day and remains."""
    affiliation, entry = _entry(person, organisation, on)
    told = TeamName(team.division, team.name) if team else None
    revise_person(affiliation, replace(entry, team=told), by=by, on=on)


def set_manager(
    person: Person, *, organisation: Organisation, manager: Person | None, by: Person | None, on: date | None = None
) -> None:
    """Let a person report to somebody from a day on, or to nobody; raises InputError where reporting would circle."""
    affiliation, entry = _entry(person, organisation, on)
    revise_person(affiliation, replace(entry, manager=manager.pk if manager else None), by=by, on=on)


def end_affiliation(person: Person, *, organisation: Organisation, by: Person | None, on: date | None = None) -> None:
    """Let a person no longer belong from a day on; history stays, signing in shows nothing any more.

    Raises Conflict for the last administrator, whose leaving nobody could undo.
    """
    affiliation, entry = _entry(person, organisation, on)
    others = RoleGrant.objects.filter(
        organisation=organisation,
        role=Role.ADMINISTRATOR,
        person__in=Affiliation.objects.filter(running(on or today_here()), organisation=organisation).values("person"),
    )
    if others.exists() and not others.exclude(person=person).exists():
        raise Conflict(_("This is the last administrator. Give the role to somebody else first."))
    revise_person(affiliation, replace(entry, ends_on=on or today_here()), by=by, on=on)


def resume_affiliation(
    person: Person, *, organisation: Organisation, by: Person | None, on: date | None = None
) -> None:
    """Let a person who left, or was to leave, belong from a day on, in the team and under the manager they had."""
    affiliation, entry = _entry(person, organisation, on)
    revise_person(affiliation, replace(entry, ends_on=None), by=by, on=on)


def _entry(person: Person, organisation: Organisation, on: date | None) -> tuple[Affiliation, Entry]:
    affiliation = Affiliation.objects.select_related("organisation", "person").get(
        organisation=organisation, person=person
    )
    return affiliation, entry_of(affiliation, on or today_here())


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise InputError(problems)


def _clashes(organisation: Organisation, after: Entry, person: int | None, *, joining: bool = False) -> list[Problem]:
    """Say which of the names by which people are recognised belong to somebody else."""
    problems = []
    known = Affiliation.objects.filter(organisation=organisation)
    taken = known.filter(employee_id=after.employee_id).exclude(person=person) if after.employee_id else known.none()
    if taken.exists():
        problems.append(
            Problem(_("Somebody else has this employee id."), column="employee_id", value=after.employee_id)
        )
    if joining and person is not None and known.filter(person=person).exists():
        problems.append(Problem(_("Somebody here has this e-mail already."), column="email", value=after.email))
    if not joining and after.email and Person.objects.filter(email=after.email).exclude(pk=person or 0).exists():
        problems.append(Problem(_("Somebody else has this e-mail."), column="email", value=after.email))
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
