"""The server's cells and memberships, as the relations that the engine's statements start from."""

from __future__ import annotations

from django.db import connection
from django.utils.translation import gettext

from roost.ground.kit.errors import NotFound
from roost.ground.people.models import Team, TeamMembership
from roost.see.tracking.engine import POSTGRESQL, SQLITE_FORMAT, Dialect, Rules, Source
from roost.see.tracking.models import Cell, Enrolment, Metric, Program

NO_PLACE = -1
ORDINAL = {
    "sqlite": "CAST(julianday({day}) - 1721424.5 AS INTEGER)",
    "postgresql": "({day} - DATE '0001-01-01' + 1)",
}


def dialect() -> Dialect:
    """Give the spellings of the database in use."""
    return POSTGRESQL if connection.vendor == "postgresql" else SQLITE_FORMAT


def source_for(program: Program, rules: Rules, *, person: int | None = None) -> Source:
    """Give a program's cells by the places of its metrics in the rules, and its organisation's memberships. One query.

    With `person` only that person's cells are given, so that one line costs no more than one line.
    """
    places = {metric.key: place for place, metric in enumerate(rules.metrics)}
    known = [(metric.pk, places.get(metric.key, NO_PLACE)) for metric in Metric.objects.filter(program=program)]
    cases = " ".join("WHEN %s THEN %s" for _ in known)
    whose, only = ((), "") if person is None else ((person,), " AND c.person_id = %s")
    memberships, memberships_params = _memberships(program)
    return Source(
        cells=f"""SELECT CASE c.metric_id {cases} END AS metric, c.person_id AS person, c.day, c.total, c.entries
            FROM {_table(Cell)} c WHERE c.metric_id IN ({", ".join("%s" for _ in known)}){only}""",
        cells_params=(*(number for pair in known for number in pair), *(number for number, _ in known), *whose),
        memberships=memberships,
        memberships_params=memberships_params,
    )


def _memberships(program: Program) -> tuple[str, tuple[object, ...]]:
    """Give who was in which team when and took part: who joined, or in a program for all who did not leave."""
    starts, ends, first, last = (
        ORDINAL[connection.vendor].format(day=f"{one}.{column}") for one in "me" for column in ("starts_on", "ends_on")
    )
    stays = f"""{_table(TeamMembership)} m
            JOIN (SELECT id, MIN(id) OVER (PARTITION BY division) AS division FROM {_table(Team)}
                  WHERE organisation_id = %s) t ON t.id = m.team_id"""
    enrolled = f"{_table(Enrolment)} e"
    joined = f"""SELECT m.person_id AS person, m.team_id AS team, t.division,
            CASE WHEN e.starts_on IS NULL OR m.starts_on > e.starts_on THEN {starts} ELSE {first} END AS starts,
            CASE WHEN e.ends_on IS NULL OR m.ends_on < e.ends_on THEN {ends} ELSE {last} END AS ends
            FROM {stays} JOIN {enrolled} ON e.person_id = m.person_id AND e.program_id = %s
            WHERE m.organisation_id = %s"""
    organisation = program.organisation_id
    params: tuple[object, ...] = (organisation, program.pk, organisation)
    if not program.is_for_all:
        return joined, params
    all_else = f"""SELECT m.person_id AS person, m.team_id AS team, t.division, {starts} AS starts, {ends} AS ends
            FROM {stays} WHERE m.organisation_id = %s
            AND m.person_id NOT IN (SELECT e.person_id FROM {enrolled} WHERE e.program_id = %s)"""
    return f"{all_else} UNION ALL {joined}", (organisation, organisation, program.pk, *params)


def _table(model: type[Cell] | type[Enrolment] | type[Team] | type[TeamMembership]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def team_names(program: Program) -> dict[int, tuple[str, str]]:
    """Give division and name of every team of the program's organisation, by id. One query."""
    found = Team.objects.filter(organisation=program.organisation_id).values_list("pk", "division", "name")
    return {number: (division, name) for number, division, name in found}


def division_number(names: dict[int, tuple[str, str]], division: str) -> int:
    """Give the number under which `source_for` knows a division, its first team's id; raise NotFound for none."""
    numbers = [number for number, (name, _) in names.items() if name == division]
    if not numbers:
        raise NotFound(gettext("There is no such division."))
    return min(numbers)
