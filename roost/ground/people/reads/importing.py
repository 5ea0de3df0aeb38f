"""What an import compares a file with, what its preview shows, and the file that an export gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from typing import TypeVar

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roost.ground.kit.errors import InputError, Problem, in_language
from roost.ground.kit.scopes import everywhere
from roost.ground.people.engine import (
    Entry,
    Kind,
    Known,
    Period,
    Plan,
    Sheet,
    Snapshot,
    Step,
    TeamName,
    holding,
    plan_import,
    read_sheet,
    write_sheet,
)
from roost.ground.people.models import (
    Affiliation,
    Organisation,
    PeopleUpload,
    Person,
    ReportingLine,
    RoleGrant,
    Team,
    TeamMembership,
    running,
)
from roost.ground.people.reads.belonging import names_in, today_here

# How many lines of one kind a preview shows: enough to see what a file does, few enough for a phone.
SHOWN = 50
_AT_ONCE = 500

Item = TypeVar("Item")


def in_chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Give as many items at a time as one statement takes on every database."""
    rest = iter(items)
    while chunk := list(islice(rest, _AT_ONCE)):
        yield chunk


def stays_of(organisation: Organisation, people: Sequence[int] | None = None) -> dict[int, list[Period]]:
    """Give the stays in teams of these people, or of everybody, by person; `what` is the team. One query in 500."""
    stays = TeamMembership.objects.filter(organisation=organisation)
    chunks = [stays] if people is None else [stays.filter(person__in=chunk) for chunk in in_chunks(people)]
    return _by_person(
        row for rows in chunks for row in rows.values_list("person", "team", "starts_on", "ends_on", "pk")
    )


def lines_of(organisation: Organisation, people: Sequence[int] | None = None) -> dict[int, list[Period]]:
    """Give the reporting lines of these people, or of everybody, by person; `what` is the manager. One query in 500."""
    lines = ReportingLine.objects.filter(organisation=organisation)
    chunks = [lines] if people is None else [lines.filter(person__in=chunk) for chunk in in_chunks(people)]
    return _by_person(
        row for rows in chunks for row in rows.values_list("person", "manager", "starts_on", "ends_on", "pk")
    )


def lines_led_on(organisation: Organisation, managers: Iterable[int], day: date) -> dict[int, list[Period]]:
    """Give the reporting lines to these managers that hold on a day and the one before, by person. One query in 500."""
    lines = ReportingLine.objects.filter(running(day), organisation=organisation, starts_on__lt=day)
    return _by_person(
        row
        for chunk in in_chunks(managers)
        for row in lines.filter(manager__in=chunk).values_list("person", "manager", "starts_on", "ends_on", "pk")
    )


def _by_person(rows: Iterable[tuple[int, int, date, date | None, int]]) -> dict[int, list[Period]]:
    found: dict[int, list[Period]] = defaultdict(list)
    for person, what, starts_on, ends_on, number in rows:
        found[person].append(Period(what, starts_on, ends_on, number))
    return found


def snapshot(organisation: Organisation, sheet: Sheet | None, day: date) -> Snapshot:
    """Give everybody an organisation knows, as of a day. Six queries, and one per 500 new addresses of the sheet.

    Of who has left, or has not come yet, team and manager are those of the last or the first day.
    """
    people = Affiliation.objects.filter(organisation=organisation).select_related("person").order_by("person")
    stays, lines = stays_of(organisation), lines_of(organisation)
    teams = {
        pk: TeamName(division, name)
        for pk, division, name in Team.objects.filter(organisation=organisation).values_list("pk", "division", "name")
    }
    staying = set(RoleGrant.objects.filter(organisation=organisation).values_list("person", flat=True))
    with everywhere():
        elsewhere = Affiliation.objects.exclude(organisation=organisation)
        shared = set(elsewhere.filter(person__affiliations__organisation=organisation).values_list("person", flat=True))
    known = []
    for one in people:
        when = day_in(one, day)
        stay, line = holding(stays[one.person_id], when), holding(lines[one.person_id], when)
        entry = Entry(
            employee_id=one.employee_id,
            email=one.person.email,
            name=one.person.name,
            title=one.title,
            team=teams[stay.what] if stay else None,
            manager=line.what if line else None,
            starts_on=one.starts_on,
            ends_on=one.ends_on,
        )
        known.append(Known(one.person_id, entry, one.person_id in shared, one.person_id in staying))
    return Snapshot(tuple(known), _elsewhere(known, sheet))


def day_in(affiliation: Affiliation, day: date) -> date:
    """Give the day, or the nearest on which the person belongs."""
    if affiliation.starts_on is not None:
        day = max(day, affiliation.starts_on)
    return day if affiliation.ends_on is None else min(day, affiliation.ends_on - timedelta(days=1))


def _elsewhere(known: Iterable[Known], sheet: Sheet | None) -> frozenset[str]:
    """Find the addresses of the sheet that are logins of people outside the organisation."""
    here = {one.entry.email for one in known}
    addresses = dict.fromkeys(address for address in (sheet.addresses() if sheet else ()) if address not in here)
    found: set[str | None] = set()
    for chunk in in_chunks(addresses):
        found.update(Person.objects.filter(email__in=chunk).values_list("email", flat=True))
    return frozenset(address for address in found if address)


def plan_file(organisation: Organisation, content: bytes, *, leavers: bool, day: date) -> Plan:
    """Say what importing a file would do; a file that cannot be read at all is a plan of problems alone.

    Queries of `snapshot`, or none.
    """
    try:
        sheet = read_sheet(content)
    except InputError as error:
        return Plan((), error.problems)
    return plan_import(sheet, snapshot(organisation, sheet, day), day=day, leavers=leavers)


def upload_plan(upload: PeopleUpload) -> Plan:
    """Say what applying a held file today would do. Queries of `plan_file`."""
    content = bytes(upload.content)
    return plan_file(upload.organisation, content, leavers=upload.leavers, day=today_here())


@dataclass(frozen=True)
class ShownChange:
    """One field before and after, in words."""

    label: str | Promise
    before: str
    after: str


@dataclass(frozen=True)
class ShownStep:
    """One person in a preview."""

    row: int | None
    name: str
    line: str
    changes: tuple[ShownChange, ...]


@dataclass(frozen=True)
class Group:
    """Everybody to whom an import does the same kind of thing; `more` are not shown."""

    kind: str
    label: str | Promise
    meaning: str | Promise
    count: int
    steps: tuple[ShownStep, ...]
    more: int


@dataclass(frozen=True)
class Preview:
    """What an import would do, in words."""

    people: int
    groups: tuple[Group, ...]
    problems: tuple[Problem, ...]
    more_problems: int
    number_of_problems: int
    unused: tuple[str, ...]
    remarks: tuple[str, ...]
    digest: str
    does_something: bool


_GROUPS = {
    Kind.LEAVING: (_("Leaving"), _("Their history stays; they can no longer take part.")),
    Kind.MOVED: (_("Moved"), _("Another team or manager from today on. What was before stays in the history.")),
    Kind.CHANGED: (_("Changed"), _("A name, an address or a title is written anew.")),
    Kind.ADDED: (_("Added"), _("New here. Nobody gets a message; you hand out sign-in links when you are ready.")),
    Kind.UNCHANGED: (_("Unchanged"), _("The file says what is known already.")),
}
_FIELDS = {
    "employee_id": _("Employee id"),
    "email": _("E-mail"),
    "name": _("Name"),
    "title": _("Title"),
    "team": _("Team"),
    "manager": _("Manager"),
    "starts_on": _("Since"),
    "ends_on": _("Until"),
}


def preview_of(plan: Plan, organisation: Organisation) -> Preview:
    """Put a plan into words of the active language. One query per 500 managers shown."""
    groups = []
    labels = _Labels(plan, organisation)
    for kind, (label, meaning) in _GROUPS.items():
        steps = [step for step in plan.steps if step.kind is kind]
        shown = [] if kind is Kind.UNCHANGED else steps[:SHOWN]
        labels.will_name(shown)
        if steps:
            lines = tuple(labels.shown(step) for step in shown)
            groups.append(Group(kind.value, label, meaning, len(steps), lines, len(steps) - len(lines)))
    return Preview(
        people=len(plan.steps),
        groups=tuple(groups),
        problems=tuple(replace(one, message=in_language(one.message, gettext)) for one in plan.problems[:SHOWN]),
        more_problems=max(0, len(plan.problems) - SHOWN),
        number_of_problems=len(plan.problems),
        unused=plan.unused,
        remarks=tuple(in_language(remark, gettext) for remark in plan.remarks),
        digest=plan.digest,
        does_something=any(step.kind is not Kind.UNCHANGED for step in plan.steps),
    )


class _Labels:
    """Name people in a preview: those of the file from the plan, managers whom it does not name from the database."""

    def __init__(self, plan: Plan, organisation: Organisation) -> None:
        self.organisation = organisation
        self.names = {step.who: step.after.name or step.after.label for step in plan.steps}

    def will_name(self, steps: Iterable[Step]) -> None:
        wanted = {change for step in steps for change in _managers(step)} - self.names.keys()
        for chunk in in_chunks(sorted(wanted)):
            self.names.update(names_in(self.organisation, chunk))

    def shown(self, step: Step) -> ShownStep:
        changes = tuple(
            ShownChange(
                _FIELDS[change.field], self._word(change.field, change.before), self._word(change.field, change.after)
            )
            for change in step.changes()
            if not (step.kind is Kind.ADDED and change.field in {"name", "employee_id"})
        )
        name, number = step.after.name, step.after.employee_id
        team = step.after.team if step.before and step.before.team == step.after.team else None
        line = [str(part) for part in (number if name else None, team) if part]
        return ShownStep(step.row, name or step.after.label, " · ".join(line), changes)

    def _word(self, field: str, value: object) -> str:
        if value is None:
            return ""
        if field == "manager" and isinstance(value, int):
            return self.names.get(value, "")
        return date_format(value) if isinstance(value, date) else str(value)


def _managers(step: Step) -> set[int]:
    return {manager for entry in (step.before, step.after) if entry for manager in [entry.manager] if manager}


def export_people(organisation: Organisation, day: date) -> bytes:
    """Give everybody who belongs on a day as a CSV file that imports as unchanged. Six queries."""
    known = [one for one in snapshot(organisation, None, day).people if one.entry.belongs_on(day)]
    entries: Mapping[int, Entry] = {one.person: one.entry for one in known}
    return write_sheet(_cells(entry, entries) for entry in entries.values() if entry.employee_id or entry.email)


def _cells(entry: Entry, entries: Mapping[int, Entry]) -> tuple[str, ...]:
    manager = entries.get(entry.manager or 0) or Entry()
    return (
        entry.employee_id or "",
        entry.name,
        entry.email or "",
        entry.title,
        entry.team.name if entry.team else "",
        entry.team.division if entry.team else "",
        manager.employee_id or "",
        manager.email or "",
        entry.starts_on.isoformat() if entry.starts_on else "",
        entry.ends_on.isoformat() if entry.ends_on else "",
    )
