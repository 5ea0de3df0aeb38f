"""Compare a file of people with what is known, and say what importing it would do. Nothing is decided elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from roost.ground.kit.errors import Problem
from roost.ground.kit.errors import Words as _
from roost.ground.people.engine.columns import Field
from roost.ground.people.engine.plans import Entry, Kind, Plan, Snapshot, Step, TeamName
from roost.ground.people.engine.reading import Cell, Reference, Row, Sheet
from roost.ground.people.engine.records import shortened
from roost.ground.people.engine.reporting import cycles
from roost.ground.people.engine.staying import administrators_left

# Of the people who belong today, how many may leave because a file does not name them.
MOST_MISSING = 10  # per cent
MOST_PROBLEMS = 1_000


def plan_import(sheet: Sheet, current: Snapshot, *, day: date, leavers: bool) -> Plan:
    """Say what importing a sheet on `day` would do.

    People are matched by employee id, then by e-mail, never by name. A field that a row leaves blank keeps its value.
    With `leavers`, people of the organisation whom the sheet does not name leave on `day`, unless that is more than a
    tenth of those who belong; people with a role stay.
    """
    return _Planning(sheet, current, day, leavers).plan()


class _Planning:
    def __init__(self, sheet: Sheet, current: Snapshot, day: date, leavers: bool) -> None:
        self.sheet, self.current, self.day, self.leavers = sheet, current, day, leavers
        self.problems = list(sheet.problems)
        self.remarks: list[str] = []
        self.known = {known.person: known for known in current.people}
        self.by_id = {known.entry.employee_id: known for known in current.people if known.entry.employee_id}
        self.by_email = {known.entry.email: known for known in current.people if known.entry.email}
        self.row_of: dict[int, Row] = {}
        self.gone: set[int] = set()
        self.shared: set[int] = set()
        self.departed_managers: set[int] = set()

    def plan(self) -> Plan:
        self._match()
        self._index_managers()
        drafts = [self._draft(who, row) for who, row in self.row_of.items() if who not in self.gone]
        steps = [step for step in drafts if step is not None]
        self._look_for_circles(steps)
        if self.leavers:
            steps += self._missing()
        self._keep_somebody_with_a_role(steps)
        self._remark(steps)
        problems = sorted(self.problems, key=lambda problem: problem.row or 0)
        if len(problems) > MOST_PROBLEMS:
            more = _("%(number)s further problems are not listed.", number=f"{len(problems) - MOST_PROBLEMS:,}")
            problems = [*problems[:MOST_PROBLEMS], Problem(more)]
        return Plan(tuple(steps), tuple(problems), self.sheet.unused, tuple(self.remarks))

    def _refuse(self, row: Row, cell: Cell | Reference, message: str) -> None:
        self.problems.append(Problem(message, row.number, cell.column, shortened(cell.value)))

    def _match(self) -> None:
        """Find whom each row is about: `row_of` maps a person's number, or minus the row, to the row."""
        rows_by: dict[Field, dict[str, int]] = {Field.EMPLOYEE_ID: {}, Field.EMAIL: {}}
        for row in self.sheet.rows:
            if self._stands_twice(row, rows_by):
                continue
            number, email = row.cells.get(Field.EMPLOYEE_ID), row.cells.get(Field.EMAIL)
            by_id = self.by_id.get(number.value) if number else None
            by_email = self.by_email.get(email.value) if email else None
            if email and by_email is not None and by_id is not by_email:
                other = by_email.entry.employee_id
                if number and (by_id is not None or other is not None):
                    words = _("This e-mail belongs to somebody else. One of the two is wrong.")
                    if other:
                        words = _("This e-mail belongs to employee %(id)s. One of the two is wrong.", id=other)
                    self._refuse(row, email, words)
                    continue
            match = by_id or by_email
            goes = match is None and self._has_left(row) and not self._ends_too_early(row, None)
            if email and email.value in self.current.elsewhere and not goes:
                words = _("This address already signs in to another organisation here. Use another address.")
                self._refuse(row, email, words)
                continue
            who = match.person if match else -row.number
            if who in self.row_of:
                cell = number or email
                assert cell is not None
                self._refuse(row, cell, _("Row %(row)s is about the same person.", row=self._row(who)))
                continue
            self.row_of[who] = row
            if goes:
                self.gone.add(who)

    def _stands_twice(self, row: Row, rows_by: dict[Field, dict[str, int]]) -> bool:
        twice = False
        for key, rows in rows_by.items():
            cell = row.cells.get(key)
            if cell is None:
                continue
            first = rows.setdefault(cell.value, row.number)
            if first != row.number:
                words = _("The same %(field)s stands in row %(row)s already.", field=_(key.value), row=first)
                self._refuse(row, cell, words)
                twice = True
        return twice or not (row.cells.get(Field.EMPLOYEE_ID) or row.cells.get(Field.EMAIL))

    def _has_left(self, row: Row) -> bool:
        if row.ends_on is not None:
            return row.ends_on <= self.day
        return row.here is False

    def _ends_too_early(self, row: Row, known_start: date | None) -> bool:
        starts_on = row.starts_on or known_start
        return row.ends_on is not None and starts_on is not None and row.ends_on < starts_on

    def _index_managers(self) -> None:
        """Prepare for looking managers up by whatever the file calls them; the file's word comes before the known."""
        self.managers: dict[tuple[Field, bool], dict[str, int]] = {
            (Field.MANAGER_ID, False): {number: known.person for number, known in self.by_id.items()},
            (Field.MANAGER_ID, True): {},
            (Field.MANAGER_EMAIL, False): {email: known.person for email, known in self.by_email.items()},
        }
        self.names = {known.entry.name for known in self.current.people}
        who_of = {row.number: who for who, row in self.row_of.items()}
        for row in self.sheet.rows:
            self.names.add(self._name(row, None))
            for key, said in (
                ((Field.MANAGER_ID, False), row.text(Field.EMPLOYEE_ID)),
                ((Field.MANAGER_ID, True), row.record_id),
                ((Field.MANAGER_EMAIL, False), row.text(Field.EMAIL)),
            ):
                # A row that is refused still counts as somebody: its reports need no complaint of their own.
                if said and row.number in who_of:
                    self.managers[key][said] = who_of[row.number]
                elif said:
                    self.managers[key].setdefault(said, -row.number)

    def _manager(self, row: Row, who: int) -> int | None:
        """Give whom a row names as manager, or None where it names nobody who can be used."""
        found: dict[int, Reference] = {}
        for named in row.managers:
            person = self._look_up(named)
            if person is not None:
                found.setdefault(person, named)
        if not row.managers:
            return None
        if not found:
            self._refuse(row, row.managers[0], self._why_nobody(row.managers[0]))
            return None
        (manager, named), *others = found.items()
        if others:
            said = {"column": named.column, "value": repr(named.value)}
            self._refuse(row, others[0][1], _("%(column)s says %(value)s, which is somebody else.", **said))
            return None
        if manager == who:
            words = _("Nobody can report to themselves. Leave the cell blank for whoever leads all.")
            self._refuse(row, named, words)
            return None
        if manager in self.gone:
            self.departed_managers.add(manager)
            return None
        return manager

    def _look_up(self, named: Reference) -> int | None:
        if named.field is not Field.MANAGER:
            return self.managers[named.field, named.by_record_id].get(named.value)
        by_id = self.managers[Field.MANAGER_ID, False].get(named.value)
        return by_id if by_id is not None else self.managers[Field.MANAGER_EMAIL, False].get(named.value.lower())

    def _why_nobody(self, named: Reference) -> str:
        if named.field is Field.MANAGER_EMAIL or "@" in named.value:
            return _("Nobody in this file or in Roost has this e-mail. Add the manager, or leave the cell blank.")
        if named.value in self.names or (named.field is Field.MANAGER and " " in named.value):
            return _(
                "This is a name, and two people can share one. Give the manager's employee id or e-mail, in a column "
                "such as 'Manager ID' or 'Manager Email', or leave this column out."
            )
        return _("Nobody in this file or in Roost has this employee id. Add the manager, or leave the cell blank.")

    def _draft(self, who: int, row: Row) -> Step | None:
        known = self.known.get(who)
        before = known.entry if known else None
        was = before or Entry()
        after = Entry(
            employee_id=row.text(Field.EMPLOYEE_ID) or was.employee_id,
            email=row.text(Field.EMAIL) or was.email,
            name=self._name(row, before) or was.name,
            title=row.text(Field.TITLE) or was.title,
            team=_team(row, was.team),
            manager=self._manager(row, who) or was.manager,
            starts_on=row.starts_on or was.starts_on,
            ends_on=self._ends_on(row, was),
        )
        if self._ends_too_early(row, was.starts_on):
            words = _("This is before the start date, %(day)s.", day=after.starts_on)
            self._refuse(row, row.cells[Field.ENDS_ON], words)
            return None
        if not after.belongs_on(self.day):
            after = replace(after, team=was.team, manager=was.manager)
        if known and known.shared and (after.email, after.name) != (was.email, was.name):
            self.shared.add(who)
            after = replace(after, email=was.email, name=was.name)
        return Step(self._kind(before, after), row.number, who if known else None, before, after)

    def _name(self, row: Row, before: Entry | None) -> str:
        if name := row.text(Field.NAME):
            return name
        parts = [part for part in (row.text(Field.FIRST_NAME), row.text(Field.LAST_NAME)) if part]
        # Half a name is a blank cell: it must not erase the other half of a name that is known.
        return "" if before and before.name and len(parts) < 2 else " ".join(parts)

    def _ends_on(self, row: Row, was: Entry) -> date | None:
        """Give the day from which a person no longer belongs; somebody who left comes back only if the file says so."""
        if row.ends_on is not None:
            return row.ends_on
        if was.ends_on is None or self.day < was.ends_on:
            return self._last_day(row.starts_on or was.starts_on) if row.here is False else was.ends_on
        back = row.here is True or self.leavers or (row.starts_on is not None and row.starts_on >= was.ends_on)
        return None if back and row.here is not False else was.ends_on

    def _last_day(self, starts_on: date | None) -> date:
        """Give the day on which somebody leaves who leaves now; who has not begun yet never comes."""
        return max(self.day, starts_on or self.day)

    def _kind(self, before: Entry | None, after: Entry) -> Kind:
        if before is None:
            return Kind.ADDED
        if before == after:
            return Kind.UNCHANGED
        ends = before.ends_on is None or not after.belongs_on(self.day)
        if after.ends_on is not None and before.belongs_on(self.day) and ends:
            return Kind.LEAVING
        if (before.team, before.manager) != (after.team, after.manager):
            return Kind.MOVED
        return Kind.CHANGED

    def _look_for_circles(self, steps: list[Step]) -> None:
        after = {step.who: step for step in steps}
        entries = {known.person: known.entry for known in self.current.people}
        entries.update({who: step.after for who, step in after.items()})
        lines = {who: entry.manager for who, entry in entries.items() if entry.belongs_on(self.day)}
        for circle in cycles(lines):
            rows = {who: self.row_of[who] for who in circle if who in after}
            if not rows:
                continue
            # Told from the first row that names a manager; who comes back under the manager they had names none.
            told = min(rows, key=lambda who: (not rows[who].managers, rows[who].number))
            row = rows[told]
            place = circle.index(told)
            around = [*circle[place:], *circle[:place], told]
            names = ", ".join(entries[who].label for who in around)
            cell = row.managers[0] if row.managers else next(iter(row.cells.values()))
            self._refuse(row, cell, _("Reporting goes in a circle, from each to the next: %(names)s.", names=names))

    def _row(self, who: int) -> int:
        return self.row_of[who].number

    def _missing(self) -> list[Step]:
        here = [known for known in self.current.people if known.entry.belongs_on(self.day)]
        absent = [known for known in here if known.person not in self.row_of]
        staying = [known for known in absent if known.stays]
        leaving = sorted(
            (known for known in absent if not known.stays), key=lambda known: (known.entry.label, known.person)
        )
        if staying:
            labels = ", ".join(known.entry.label for known in staying)
            words = _("Not in the file, but staying because they hold a role in Roost: %(people)s.", people=labels)
            self.remarks.append(words)
        if len(leaving) * 100 > MOST_MISSING * len(here):
            self.problems.append(
                Problem(
                    _(
                        "%(leaving)s of %(here)s people are missing from this file and would leave. That is more than "
                        "a tenth, so nothing is done: perhaps the file is only a part. Give those who left a row with "
                        "an end date.",
                        leaving=f"{len(leaving):,}",
                        here=f"{len(here):,}",
                    ),
                    value=str(len(leaving)),
                )
            )
        ended = [(known, replace(known.entry, ends_on=self._last_day(known.entry.starts_on))) for known in leaving]
        return [Step(Kind.LEAVING, None, known.person, known.entry, after) for known, after in ended]

    def _keep_somebody_with_a_role(self, steps: list[Step]) -> None:
        holders = {one.person: one.entry for one in self.current.people if one.stays and one.entry.belongs_on(self.day)}
        after = holders | {step.who: step.after for step in steps if step.who in holders}
        other_days = [who for who, was in holders.items() if _days(was) != _days(after[who])]
        if other_days and not administrators_left(after, self.day):
            who = other_days[0]
            row = self.row_of[who]
            fields = [Field.STARTS_ON] if holders[who].ends_on == after[who].ends_on else [Field.ENDS_ON, Field.STATUS]
            cell = next((row.cells[field] for field in fields if field in row.cells), next(iter(row.cells.values())))
            words = _("Nobody would be left to look after Roost. Give somebody else a role first.")
            self._refuse(row, cell, words)

    def _remark(self, steps: list[Step]) -> None:
        if self.gone:
            rows = _rows(sorted(self.row_of[who].number for who in self.gone))
            self.remarks.append(_("Already left and not known here, so not added: %(rows)s.", rows=rows))
        if self.departed_managers:
            labels = ", ".join(
                sorted(
                    self.row_of[who].text(Field.EMPLOYEE_ID) or self.row_of[who].text(Field.EMAIL) or ""
                    for who in self.departed_managers
                )
            )
            self.remarks.append(_("Named as manager, but already left, so not taken: %(people)s.", people=labels))
        away = [
            step.row
            for step in steps
            if step.row and step.before and not step.before.belongs_on(self.day) and not step.after.belongs_on(self.day)
        ]
        if away:
            words = _(
                "In the file, but known to have left: %(rows)s. They stay away, unless the file gives them the status "
                "'active' or a later start date.",
                rows=_rows(sorted(away)),
            )
            self.remarks.append(words)
        if self.shared:
            rows = _rows(sorted(map(self._row, self.shared)))
            words = _("Name and e-mail stay, since they belong to another organisation too: %(rows)s.", rows=rows)
            self.remarks.append(words)
        if self.sheet.unread_statuses:
            unread = ", ".join(repr(word) for word in self.sheet.unread_statuses[:10])
            self.remarks.append(_("Status not understood, so taken as no statement: %(words)s.", words=unread))
        self._remark_on_teams([step for step in steps if step.before is None or step.before.team != step.after.team])

    def _remark_on_teams(self, joining: list[Step]) -> None:
        says_no_team = not any(Field.TEAM in row.cells for row in self.sheet.rows)
        if says_no_team and any(
            step.after.team and step.after.team.name == step.after.team.division for step in joining
        ):
            self.remarks.append(_("No column names the teams, so each division becomes one team of its name."))
        undated = [step for step in joining if step.before is None and step.after.team and not step.after.starts_on]
        if undated:
            words = _(
                "People without a start date: %(number)s. They belong to their team only from %(day)s on, and what "
                "they did before counts for no team.",
                number=f"{len(undated):,}",
                day=self.day,
            )
            self.remarks.append(words)


def _team(row: Row, was: TeamName | None) -> TeamName | None:
    """Give the team of a row; a division alone is a team of the same name, until a team is told."""
    division = row.text(Field.DIVISION) or (was.division if was else "")
    own = was is not None and was.name == was.division
    name = row.text(Field.TEAM) or (was.name if was and not own else "") or division
    return TeamName(division, name) if name else None


def _days(entry: Entry) -> tuple[date | None, date | None]:
    return entry.starts_on, entry.ends_on


def _rows(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:10]))
    if len(numbers) > 10:
        return _("rows %(numbers)s and %(more)s more", numbers=shown, more=f"{len(numbers) - 10:,}")
    return _("row %(number)s", number=shown) if len(numbers) == 1 else _("rows %(numbers)s", numbers=shown)
