"""What the columns of a file of people mean: the headers that HR systems write, and which field each stands for.

Sources: the import and export pages of BambooHR, Culture Amp, Lattice and PeopleForce; Workday reports name their
columns freely, so the usual names of its fields stand here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from roost.ground.kit.errors import Problem
from roost.ground.kit.errors import Words as _


class Field(StrEnum):
    """What a column can say about a person."""

    EMPLOYEE_ID = _("employee id")
    EMAIL = _("e-mail")
    NAME = _("name")
    FIRST_NAME = _("first name")
    LAST_NAME = _("last name")
    TITLE = _("title")
    TEAM = _("team")
    DIVISION = _("division")
    MANAGER_ID = _("manager's employee id")
    MANAGER_EMAIL = _("manager's e-mail")
    MANAGER = _("manager")
    STARTS_ON = _("start date")
    ENDS_ON = _("end date")
    STATUS = _("status")


# Per field, alternatives from the one to prefer to the one to fall back on, as `plain` spells them.
SYNONYMS: Mapping[Field, tuple[frozenset[str], ...]] = {
    Field.EMPLOYEE_ID: (
        frozenset({"employee number", "employee no", "employee num", "personnel number", "staff number"}),
        frozenset(
            {"employee id", "employee", "person", "person id", "worker id", "worker", "empl id", "emp id", "staff id"}
            | {"external user id", "external id", "id"}
        ),
    ),
    Field.EMAIL: (
        frozenset({"work email", "work email address", "business email", "company email", "email work"}),
        frozenset({"email", "email address", "primary email", "primary work email", "user email", "best email"}),
    ),
    Field.NAME: (
        frozenset({"name", "full name", "display name", "employee name", "worker name", "full name1"}),
        frozenset({"legal name", "preferred full name"}),
    ),
    Field.FIRST_NAME: (
        frozenset({"preferred first name"}),
        frozenset({"first name", "given name", "forename", "legal name first name", "legal first name"}),
    ),
    Field.LAST_NAME: (
        frozenset({"preferred last name"}),
        frozenset({"last name", "surname", "family name", "legal name last name", "legal last name"}),
    ),
    Field.TITLE: (
        frozenset({"title", "job title", "business title", "position title"}),
        frozenset({"position", "job profile", "job"}),
    ),
    Field.TEAM: (
        frozenset({"team", "team name"}),
        frozenset({"department", "department name"}),
        frozenset({"supervisory organization", "supervisory organisation", "supervisory org"}),
        frozenset({"cost center", "cost centre"}),
    ),
    Field.DIVISION: (frozenset({"division", "division name"}), frozenset({"business unit"}), frozenset({"company"})),
    Field.MANAGER_ID: (
        frozenset({"supervisor e id", "supervisor eid", "manager employee number", "supervisor employee number"}),
        frozenset(
            {"manager id", "manager employee id", "managers employee id", "supervisor id", "supervisor employee id"}
            | {"reports to id", "line manager id", "manager worker id", "manager external id"}
        ),
    ),
    Field.MANAGER_EMAIL: (
        frozenset(
            {"manager email", "manager email address", "managers email", "manager work email", "supervisor email"}
            | {"supervisor work email", "line manager email", "reports to email"}
        ),
    ),
    Field.MANAGER: (
        frozenset({"manager", "reports to", "reporting to", "supervisor", "line manager"}),
        frozenset({"manager name", "supervisor name", "line manager name", "managers name"}),
    ),
    Field.STARTS_ON: (
        frozenset({"hire date", "hired on", "date of hire", "original hire date"}),
        frozenset({"start date", "started at", "started on", "starts on", "start date yyyy mm dd", "joined on"}),
    ),
    Field.ENDS_ON: (
        frozenset({"termination date", "terminated on"}),
        frozenset({"end date", "ends on", "leaving date", "left on", "exit date", "last day of work"}),
    ),
    Field.STATUS: (
        frozenset({"status", "active status", "employee status", "worker status"}),
        frozenset({"employment status"}),
        frozenset({"active"}),
    ),
}
_MEANING = {
    header: (field, rank)
    for field, alternatives in SYNONYMS.items()
    for rank, headers in enumerate(alternatives)
    for header in headers
}


def plain(header: str) -> str:
    """Spell a header in lower-case words: `workEmail`, `Work_Email` and `Work e-mail` are all `work email`."""
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", header.strip())
    text = text.replace("#", " number ").replace("'", "").replace("\u2019", "").lower()
    text = " ".join(re.findall(r"[^\W_]+", text))
    return re.sub(r"\be mail\b", "email", text)


def is_known(header: str) -> bool:
    """Say whether a header stands for something that Roost reads."""
    return plain(header) in _MEANING


# Of these a row takes whichever alternative it fills; of all others the best column alone, so that a blank stays blank.
FALLING_BACK = frozenset({Field.FIRST_NAME, Field.LAST_NAME, Field.MANAGER_ID})


@dataclass(frozen=True)
class Columns:
    """Where each field stands in a file: positions from the preferred column to the last fall-back.

    `record_id` is the position of a second number of people, which BambooHR calls Employee ID beside the company's
    own Employee Number; the manager columns in `by_record_id` refer to it.
    """

    headers: tuple[str, ...]
    positions: Mapping[Field, tuple[int, ...]]
    record_id: int | None
    by_record_id: frozenset[int]
    unused: tuple[str, ...]
    problems: tuple[Problem, ...]


def read_header(headers: Sequence[str]) -> Columns:
    """Find out what each column means; columns that mean nothing to Roost are `unused`, in the file's order."""
    found: dict[Field, dict[int, list[int]]] = {}
    for position, header in enumerate(headers):
        if meaning := _MEANING.get(plain(header)):
            found.setdefault(meaning[0], {}).setdefault(meaning[1], []).append(position)
    identity = [places[0] for _rank, places in sorted(found.get(Field.EMPLOYEE_ID, {}).items())]
    record_id = identity[1] if len(identity) == 2 else None
    by_record_id = found.get(Field.MANAGER_ID, {}).get(1, []) if record_id is not None else []

    if Field.MANAGER_ID in found or Field.MANAGER_EMAIL in found:
        found.pop(Field.MANAGER, None)
    if Field.NAME in found:
        found.pop(Field.FIRST_NAME, None)
        found.pop(Field.LAST_NAME, None)
    positions = {}
    problems = []
    for field, ranks in found.items():
        chosen = sorted(ranks) if field in FALLING_BACK else [min(ranks)]
        positions[field] = tuple(ranks[rank][0] for rank in chosen)
        problems += [_twice(field, headers, *ranks[rank][:2]) for rank in chosen if len(ranks[rank]) > 1]
    if Field.EMPLOYEE_ID not in positions and Field.EMAIL not in positions:
        problems.append(_nobody_known(headers))
    used = {position for places in positions.values() for position in places} | {record_id}
    return Columns(
        headers=tuple(headers),
        positions=positions,
        record_id=record_id,
        by_record_id=frozenset(by_record_id),
        unused=tuple(header for position, header in enumerate(headers) if header and position not in used),
        problems=tuple(problems),
    )


def _twice(field: Field, headers: Sequence[str], first: int, second: int) -> Problem:
    names = {"first": repr(headers[first]), "second": repr(headers[second]), "field": _(field.value)}
    return Problem(
        _("%(first)s and %(second)s both give the %(field)s. Keep one of the two columns.", **names),
        row=1,
        column=headers[second],
        value=headers[second],
    )


def _nobody_known(headers: Sequence[str]) -> Problem:
    named = ", ".join(headers)
    return Problem(
        _(
            "No column gives the employee id or the e-mail of people, so nobody can be recognised. "
            "The first row must hold headers such as 'Employee ID', 'Email', 'Name', 'Team', 'Manager Email'."
        ),
        row=1,
        column=headers[0] if headers else "1",
        value=named if len(named) <= 80 else named[:79] + "\u2026",
    )
