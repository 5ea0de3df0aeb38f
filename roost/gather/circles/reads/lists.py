"""Read the list of people that a round is made from: a spreadsheet's file as it comes, or what the house knows."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from roost.gather.circles.engine.roster import Roster, roster_of
from roost.gather.circles.models import LONGEST_CODE
from roost.ground.kit.errors import InputError, Problem
from roost.ground.kit.errors import Words as _
from roost.ground.people.models import Affiliation, Organisation, ReportingLine, TeamMembership, running
from roost.ground.people.reads import today_here

MOST_PEOPLE = 2_000
MOST_COLUMNS = 60
MOST_BYTES = 2 * 1024 * 1024
# What else people call the columns that mean something here.
_ALSO = {
    "time zone": "timezone",
    "manager id": "manager",
    "line manager": "manager",
    "reports to": "manager",
    "department": "team",
    "e-mail": "email",
    "work email": "email",
    "email address": "email",
    "full name": "name",
}
_MEANT = frozenset(("id", "name", "email", "manager", "team", "employer", "timezone", "language"))
# What the organisation's own number for somebody is called; where there is no id, it takes its place.
EMPLOYEES = ("employee id", "employee_id", "employee number", "employee no", "staff id", "personnel number")
# Who somebody is, which is never mixed.
NAMES = frozenset(("name", "first name", "last name", "email"))


@dataclass(frozen=True)
class Listed:
    """One person of a list: `code` is the list's own id, `person` who this is in Roost, None where that is unknown."""

    code: str
    label: str
    person: int | None
    cells: Mapping[str, str]


@dataclass(frozen=True)
class PeopleList:
    """Everybody a round is made from, in the list's order, and the columns that say something of them."""

    columns: Sequence[str]
    people: Sequence[Listed]


def list_of_file(content: bytes, *, file: str, organisation: Organisation) -> PeopleList:
    """Read a spreadsheet's CSV file and recognise who is in Roost, by e-mail or employee id. Two queries.

    Raises InputError that names rows and columns; commas, semicolons and tabs are all understood.
    """
    expected, ids_are_employees = _as_expected(content)
    roster = roster_of(expected, file=file)
    if len(roster) > MOST_PEOPLE:
        words = _("There are %(has)s people here; at most %(most)s can be seated.", has=len(roster), most=MOST_PEOPLE)
        raise InputError(Problem(words, file=file))
    if len(roster.columns) > MOST_COLUMNS:
        words = _(
            "There are %(has)s columns here; keep the %(most)s that matter.", most=MOST_COLUMNS, has=len(roster.columns)
        )
        raise InputError(Problem(words, file=file))
    _refuse_long(roster)
    known = _known_people(organisation)
    found = [_person_in(roster, place, known, ids_are_employees) for place in range(len(roster))]
    _refuse_twice(roster, found)
    columns = {name: list(cells) for name, cells in roster.columns.items() if name != "id"}
    if "manager" in columns:
        columns["manager"] = _managers(roster)
    people = [
        Listed(one, _label(roster, place), found[place], {name: cells[place] for name, cells in columns.items()})
        for place, one in enumerate(roster.ids)
    ]
    return PeopleList(tuple(columns), people)


def list_of_teams(organisation: Organisation, teams: Sequence[int]) -> PeopleList:
    """List who is in certain teams today, with team, division, manager and time zone. Three queries.

    Raises InputError where nobody is, or where there are too many.
    """
    today = today_here()
    stays = TeamMembership.objects.filter(running(today), organisation=organisation, team__in=teams)
    here = {stay.person_id: stay for stay in stays.select_related("team")}
    lines = ReportingLine.objects.filter(running(today), organisation=organisation, person__in=here)
    above = dict(lines.values_list("person", "manager"))
    belonging = Affiliation.objects.filter(running(today), organisation=organisation, person__in=here)
    found = sorted(belonging.select_related("person"), key=lambda one: (str(one), one.person_id))
    if not found:
        raise InputError(_("Nobody is in these teams today. Choose others."))
    if len(found) > MOST_PEOPLE:
        words = _("There are %(has)s people here; at most %(most)s can be seated.", has=len(found), most=MOST_PEOPLE)
        raise InputError(words)
    codes = {one.person_id: one.employee_id or f"person-{one.person_id}" for one in found}
    people = [
        Listed(
            codes[one.person_id],
            str(one)[:LONGEST_CODE],
            one.person_id,
            {
                "team": here[one.person_id].team.name,
                "division": here[one.person_id].team.division,
                "manager": codes.get(above.get(one.person_id, 0), ""),
                # UTC is what nobody chose.
                "timezone": "" if one.person.time_zone == "UTC" else one.person.time_zone,
            },
        )
        for one in found
    ]
    columns = tuple(name for name in ("team", "division", "manager", "timezone") if any(p.cells[name] for p in people))
    return PeopleList(columns, people)


def _as_expected(content: bytes) -> tuple[bytes, bool]:
    """Give a file as the engine knows it: UTF-8, commas, an id, known columns by their usual names.

    And whether its ids are those of employees: any other list may count from 1.
    """
    text = _text(content)
    if text is None:
        return content, False
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return content, False
    # The first row that says something; the engine counts it as the header, wherever it stands.
    place = next((at for at, row in enumerate(rows) if any(cell.strip() for cell in row)), None)
    if place is None:
        return content, False
    rows[place], instead = _named(rows[place])
    made = io.StringIO(newline="")
    csv.writer(made).writerows(rows)
    return made.getvalue().encode(), instead in EMPLOYEES


def _text(content: bytes) -> str | None:
    """Decode what spreadsheets save as CSV; None for what is no text, which the engine then says."""
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or b"\0" in content:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel writes where its user did not choose UTF-8; some bytes mean nothing there either.
        try:
            return content.decode("cp1252")
        except UnicodeDecodeError:
            return None


def _named(header: Sequence[str]) -> tuple[list[str], str]:
    """Give the columns by the names that mean something here, and what the id was called."""
    names = [cell.strip() for cell in header]
    for place, name in enumerate(names):
        meant = _ALSO.get(name.lower(), name.lower())
        if meant in _MEANT | NAMES and meant not in names[:place] + names[place + 1 :]:
            names[place] = meant
    lower = [name.lower() for name in names]
    instead = "id" if "id" in lower else next((one for one in (*EMPLOYEES, "email", "name") if one in lower), "")
    if instead:
        names[lower.index(instead)] = "id"
    return names, instead


def _label(roster: Roster, place: int) -> str:
    columns = roster.columns
    if "name" in columns and columns["name"][place]:
        return columns["name"][place][:LONGEST_CODE]
    parts = [columns[name][place] for name in ("first name", "last name") if name in columns]
    return " ".join(part for part in parts if part)[:LONGEST_CODE] or roster.ids[place]


@dataclass(frozen=True)
class _Known:
    """Who belongs today, by address, and by employee id with their names; all in small letters."""

    by_email: Mapping[str, int]
    by_number: Mapping[str, tuple[int, str]]


def _known_people(organisation: Organisation) -> _Known:
    """Look up everybody who belongs today. One query."""
    belonging = Affiliation.objects.filter(running(today_here()), organisation=organisation)
    found = list(belonging.values_list("person", "person__email", "employee_id", "person__name"))
    return _Known(
        {email.lower(): person for person, email, _number, _name in found if email},
        {number.lower(): (person, name.lower()) for person, _email, number, name in found if number},
    )


def _person_in(roster: Roster, place: int, known: _Known, ids_are_employees: bool) -> int | None:
    """Recognise somebody by address; by an employee id only where the list calls it so, or the name is the same."""
    one = roster.ids[place].lower()
    email = roster.columns["email"][place].lower() if "email" in roster.columns else ""
    if email or "@" in one:
        return known.by_email.get(email or one)
    person, name = known.by_number.get(one, (None, ""))
    return person if ids_are_employees or name == _label(roster, place).lower() else None


def _managers(roster: Roster) -> list[str]:
    """Give managers by the list's ids, whether it names them by id, by e-mail, or by a name that is theirs alone."""
    codes: dict[str, str] = {}
    labels = [_label(roster, place).lower() for place in range(len(roster))]
    codes |= {label: one for label, one in zip(labels, roster.ids, strict=True) if labels.count(label) == 1}
    if "email" in roster.columns:
        codes |= {text.lower(): one for text, one in zip(roster.columns["email"], roster.ids, strict=True) if text}
    codes |= {one.lower(): one for one in roster.ids}
    return [codes.get(cell.lower(), cell) for cell in roster.columns["manager"]]


def _refuse_long(roster: Roster) -> None:
    long = [place for place, one in enumerate(roster.ids) if len(one) > LONGEST_CODE]
    if long:
        words = _("An id has at most %(most)s characters.", most=LONGEST_CODE)
        raise InputError(
            [Problem(words, roster.rows[place], "id", roster.ids[place][:50], roster.file) for place in long[:20]]
        )


def _refuse_twice(roster: Roster, found: Sequence[int | None]) -> None:
    first: dict[int, int] = {}
    problems = []
    for place, person in enumerate(found):
        if person is not None and person in first:
            words = _("This is the same person as in row %(row)s.", row=roster.rows[first[person]])
            problems.append(Problem(words, roster.rows[place], "id", roster.ids[place][:50], roster.file))
        elif person is not None:
            first[person] = place
    if problems:
        raise InputError(problems[:20])


def teams_today(organisation: Organisation) -> list[tuple[int, str, int]]:
    """Give each team that has people today: id, division and name, how many. One query."""
    stays = TeamMembership.objects.filter(running(today_here()), organisation=organisation)
    counted: dict[tuple[str, str, int], int] = {}
    for number, division, name in stays.values_list("team", "team__division", "team__name"):
        counted[division, name, number] = counted.get((division, name, number), 0) + 1
    return [
        (number, f"{division} · {name}" if division else name, many)
        for (division, name, number), many in sorted(counted.items())
    ]
