"""Read the list of people that a round is made from: a spreadsheet's file as it comes, or names as they are typed."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext, ngettext

from roost.gather.circles.engine.recognised import FALSE, TRUE, managers_of
from roost.gather.circles.engine.roster import Roster
from roost.gather.circles.models import LONGEST_CODE
from roost.gather.circles.reads.headers import EMPLOYEES, UNSEEN, meant_by, plain
from roost.gather.circles.reads.managing import Naming, guess_managers, resolved
from roost.gather.circles.reads.recognising import Known, folded, known_people, named_alone
from roost.gather.circles.reads.tables import MOST_PEOPLE, Table, table_in
from roost.ground.kit.errors import InputError, Problem
from roost.ground.kit.errors import Words as _
from roost.ground.kit.zones import is_zone
from roost.ground.people.models import Organisation

MOST_BYTES = 2 * 1024 * 1024
MOST_SHOWN = 5
MOST_PROBLEMS = 20


@dataclass(frozen=True)
class Listed:
    """One person of a list: `code` is the list's own id, `person` who this is in Roost, None where that is unknown.

    `cells` may hold more than the list's columns: that is used and never shown. `waiting` is the place on a waiting
    list for which they are on this one.
    """

    code: str
    label: str
    person: int | None
    cells: Mapping[str, str]
    waiting: int | None = None


@dataclass(frozen=True)
class PeopleList:
    """Everybody a round is made from, in the list's order, and the columns that say something of them.

    `remarks` say what was made of the list, `by_name` which places of it were recognised by name alone.
    """

    columns: Sequence[str]
    people: Sequence[Listed]
    remarks: Sequence[str] = ()
    by_name: Sequence[int] = ()


@dataclass(frozen=True)
class _Sheet:
    """A file's columns by what they mean here; `called` gives their own names, `numbers` the rows of the file."""

    columns: Mapping[str, list[str]]
    called: Mapping[str, str]
    numbers: Sequence[int]
    file: str
    ids_are_employees: bool

    def cell(self, name: str, place: int) -> str:
        return self.columns[name][place] if name in self.columns else ""

    def problem(self, words: str, place: int, name: str) -> Problem:
        shown = self.cell(name, place)[:50] or None
        return Problem(words, self.numbers[place], self.called.get(name), shown, self.file)

    def label(self, place: int) -> str:
        parts = [self.cell(name, place) for name in ("first name", "last name")]
        return (self.cell("name", place) or " ".join(part for part in parts if part))[:LONGEST_CODE]


def list_of_file(content: bytes, *, file: str, organisation: Organisation) -> PeopleList:
    """Read a spreadsheet's file and recognise who is in Roost. One query.

    By e-mail, by employee id where the list calls it so or the name agrees, or by a full name that nobody else has.
    Raises InputError that names rows and columns as the file calls them.
    """
    table, remarks = _seated_once(table_in(content, file=file))
    sheet = _sheet(table, file)
    codes, name_of_code = _codes(sheet)
    labels = [sheet.label(place) or code for place, code in enumerate(codes)]
    found, by_name = _recognised(sheet, codes, labels, known_people(organisation))
    _refuse_twice(sheet, found, name_of_code)
    columns = {name: cells for name, cells in sheet.columns.items() if name != "id"}
    columns, told = _with_zones(columns, sheet)
    remarks += told
    columns, told = _with_managers(columns, sheet, codes, labels)
    remarks += [*told, *_may_be_broken(table, sheet), *_may_be_same(sheet, labels)]
    people = [
        Listed(code, labels[place], found[place], {name: cells[place] for name, cells in columns.items()})
        for place, code in enumerate(codes)
    ]
    return PeopleList(tuple(columns), people, tuple(remarks), tuple(by_name))


def _seated_once(table: Table) -> tuple[Table, list[str]]:
    """Leave out rows that say the same as one before."""
    first: dict[tuple[str, ...], int] = {}
    kept, told = [], []
    for place, (number, cells) in enumerate(zip(table.numbers, table.rows, strict=True)):
        if cells in first:
            told.append((number, first[cells]))
        else:
            first[cells] = number
            kept.append(place)
    words = gettext("Row %(row)s repeats row %(first)s and was left out.")
    remarks = [words % {"row": row, "first": above} for row, above in told[:MOST_SHOWN]]
    if len(told) > MOST_SHOWN:
        more = len(told) - MOST_SHOWN
        words = ngettext("%s more row was left out likewise.", "%s more rows were left out likewise.", more)
        remarks.append(words % more)
    numbers, rows = [table.numbers[place] for place in kept], [table.rows[place] for place in kept]
    return replace(table, numbers=numbers, rows=rows), remarks


def _sheet(table: Table, file: str) -> _Sheet:
    """Give the columns by the names that mean something here; what says who somebody is must be among them."""
    meant = meant_by(table.header)
    if not meant.keys() & {"id", "email", "name", "first name", "last name"}:
        words = _("No column says who somebody is. Call one of them name, e-mail or id.")
        raise InputError(Problem(words, 1, file=file))
    names = {place: meaning for meaning, place in meant.items()}
    columns: dict[str, list[str]] = {}
    called: dict[str, str] = {}
    for place, own in enumerate(table.header):
        cells = [row[place] for row in table.rows]
        name = names.get(place, own)
        # Whether somebody leads others is no name of who leads them; 1 and 0 may be ids.
        if name == "manager" and {cell.lower() for cell in cells} <= (TRUE | FALSE) - {"1", "0"}:
            name = _free(own, columns)
        elif place not in names:
            name = _free(own, {*columns, *meant})
        columns[name], called[name] = cells, own
    return _Sheet(columns, called, table.numbers, file, plain(called.get("id", "")) in EMPLOYEES)


def _free(name: str, taken: Collection[str]) -> str:
    """Give a column's own name, or another where that one means something here or is taken."""
    while name in taken or name in UNSEEN:
        name = f"{name} (2)"
    return name


def _codes(sheet: _Sheet) -> tuple[list[str], list[str]]:
    """Give an id for each row, and the column it came from: the list's own, or the e-mail, the name, the row's number.

    Raises InputError for ids and addresses that stand twice, or are too long.
    """
    codes: list[str] = []
    sources: list[str] = []
    first: dict[str, int] = {}
    problems: list[Problem] = []
    for place, number in enumerate(sheet.numbers):
        tried = [("id", sheet.cell("id", place)), ("email", sheet.cell("email", place)), ("name", sheet.label(place))]
        source, code = next(((name, text) for name, text in tried if text), ("", _row(number)))
        if source in {"", "name"} and code in first:
            code = f"{code[: LONGEST_CODE - 20]} ({_row(number)})"
        if len(code) > LONGEST_CODE:
            words = _("An id has at most %(most)s characters.", most=LONGEST_CODE)
            problems.append(sheet.problem(words, place, source))
        elif code in first:
            words = _("The id %(id)s stands in row %(row)s already.", id=code, row=first[code])
            if source == "email":
                words = _("This is the same person as in row %(row)s.", row=first[code])
            problems.append(sheet.problem(words, place, source))
        first.setdefault(code, number)
        codes.append(code)
        sources.append(source)
    _raise_any(problems)
    return codes, sources


def _row(number: int) -> str:
    return gettext("row %s") % number


def _recognised(
    sheet: _Sheet, codes: Sequence[str], labels: Sequence[str], known: Known
) -> tuple[list[int | None], list[int]]:
    """Say who each row is in Roost, and which rows were recognised by name alone."""
    found = [_person_in(sheet, place, codes[place], labels[place], known) for place in range(len(codes))]
    by_name = []
    for place, is_alone in enumerate(named_alone(labels)):
        if found[place] is not None or sheet.cell("email", place) or "@" in codes[place] or not is_alone:
            continue
        person = known.by_full_name(labels[place])
        if person is not None and person not in found:
            found[place] = person
            by_name.append(place)
    return found, by_name


def _person_in(sheet: _Sheet, place: int, code: str, label: str, known: Known) -> int | None:
    """Recognise somebody by address; by an employee id only where the list calls it so, or the name is the same."""
    email = sheet.cell("email", place).lower()
    if email or "@" in code:
        return known.by_email.get(email or code.lower())
    person, name = known.by_number.get(code.lower(), (None, ""))
    return person if sheet.ids_are_employees or name == label.lower() else None


def _refuse_twice(sheet: _Sheet, found: Sequence[int | None], sources: Sequence[str]) -> None:
    first: dict[int, int] = {}
    problems = []
    for place, person in enumerate(found):
        if person is not None and person in first:
            words = _("This is the same person as in row %(row)s.", row=sheet.numbers[first[person]])
            name = "email" if sheet.cell("email", place) else sources[place]
            problems.append(sheet.problem(words, place, name))
        elif person is not None:
            first[person] = place
    _raise_any(problems)


def _with_zones(columns: Mapping[str, list[str]], sheet: _Sheet) -> tuple[dict[str, list[str]], list[str]]:
    """Keep a column of time zones as text where not all of them are some, and say so."""
    if "timezone" not in columns:
        return dict(columns), []
    zones = {cell: cell.replace(" ", "_") for cell in columns["timezone"] if cell}
    unknown = [cell for cell, zone in zones.items() if not is_zone(zone)]
    if not unknown:
        told = [zones.get(cell, "") for cell in columns["timezone"]]
        return {name: told if name == "timezone" else cells for name, cells in columns.items()}, []
    place = columns["timezone"].index(unknown[0])
    words = gettext(
        "“%(value)s” in row %(row)s is no time zone such as Europe/Paris, so “%(column)s” is kept as plain text and "
        "working hours cannot be asked for."
    )
    own = sheet.called["timezone"]
    told_as = {"value": unknown[0][:50], "row": sheet.numbers[place], "column": own}
    name = _free(own, columns.keys() - {"timezone"})
    return {name if one == "timezone" else one: cells for one, cells in columns.items()}, [words % told_as]


def _with_managers(
    columns: Mapping[str, list[str]], sheet: _Sheet, codes: Sequence[str], labels: Sequence[str]
) -> tuple[dict[str, list[str]], list[str]]:
    """Name managers by the list's ids, in the column that is called so or looks like it; nobody is their own."""
    naming = Naming.of(codes, labels, columns.get("email", ()))
    name = "manager" if "manager" in columns else guess_managers(naming, columns)
    if name is None:
        return dict(columns), []
    cells, own = resolved(naming, columns[name])
    made = {"manager" if one == name else one: cells if one == name else here for one, here in columns.items()}
    _refuse_loops(sheet, name, codes, cells)
    if not own:
        return made, []
    words = ngettext(
        "%s person stands as their own manager; that was left out.",
        "%s people stand as their own managers; that was left out.",
        own,
    )
    return made, [words % own]


def _refuse_loops(sheet: _Sheet, name: str, codes: Sequence[str], managers: Sequence[str]) -> None:
    columns = {"id": tuple(codes), "manager": tuple(managers)}
    try:
        managers_of(Roster(tuple(codes), columns, tuple(sheet.numbers), sheet.file))
    except InputError as error:
        raise InputError([replace(one, column=sheet.called[name]) for one in error.problems]) from None


def _may_be_broken(table: Table, sheet: _Sheet) -> list[str]:
    """Remark on rows that end too early, and on addresses that are none: by rows alone, as with other remarks."""
    words = gettext("Row %(row)s has %(has)s cells of %(of)s; the others were taken as empty.")
    told = [words % {"row": row, "has": has, "of": len(table.header)} for row, has in table.short.items()]
    words = gettext("What stands as an e-mail in row %s is none.")
    emails = sheet.columns.get("email", [])
    wrong = [words % number for number, cell in zip(sheet.numbers, emails, strict=False) if cell and "@" not in cell]
    return [*told[:MOST_SHOWN], *wrong[:MOST_SHOWN]]


def _may_be_same(sheet: _Sheet, labels: Sequence[str]) -> list[str]:
    """Remark on people who may stand twice on the list: one name in two spellings, or twice without an address.

    By rows alone, since remarks outlive whom they are about.
    """
    first: dict[str, int] = {}
    told = []
    for place, label in enumerate(labels):
        above = first.setdefault(folded(label), place)
        two_addresses = sheet.cell("email", place) and sheet.cell("email", above)
        if above != place and (label != labels[above] or not two_addresses):
            words = gettext("Rows %(above)s and %(row)s may be about the same person.")
            if not two_addresses:
                words += " " + gettext("By a name that comes twice nobody is recognised: delete one of them.")
            told.append(words % {"above": sheet.numbers[above], "row": sheet.numbers[place]})
    return told[:MOST_SHOWN]


def list_of_names(names: str, people: Mapping[int, str], *, organisation: Organisation) -> PeopleList:
    """List people typed one a line, and others by who they are in Roost; nobody twice. One query.

    A name that nobody else in the organisation has is recognised. Raises InputError where nobody is named, somebody is
    named twice, or there are too many.
    """
    known = known_people(organisation)
    typed = [(number, " ".join(line.split())) for number, line in enumerate(names.splitlines(), start=1)]
    typed = [(number, re.sub(r"^[-*•]\s+|^\d+[.)]\s+", "", line)[:LONGEST_CODE]) for number, line in typed if line]
    seen = {folded(name): name for name in people.values()}
    listed = [Listed(f"person-{person}", name[:LONGEST_CODE], person, {}) for person, name in people.items()]
    by_name, here = [], set(people)
    for number, line in typed:
        if folded(line) in seen:
            words = _("This name stands here already. Add something that tells the two apart, or leave it out.")
            raise InputError(Problem(words, number, value=line))
        seen[folded(line)] = line
        person = known.by_full_name(line)
        person = None if person in here else person
        if person is not None:
            here.add(person)
            by_name.append(len(listed))
        listed.append(Listed(gettext("line %s") % number, line, person, {}))
    if len(listed) > MOST_PEOPLE:
        words = _("There are %(has)s people here; at most %(most)s can be seated.", has=len(listed), most=MOST_PEOPLE)
        raise InputError(words)
    return PeopleList((), listed, (), tuple(by_name))


def _raise_any(problems: Sequence[Problem]) -> None:
    if problems:
        raise InputError(problems[:MOST_PROBLEMS])
