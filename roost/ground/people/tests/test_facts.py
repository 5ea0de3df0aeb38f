"""Whatever is written about people, teams and lines is recorded, because boards are remembered until the next fact."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from django.db.models import Model
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from roost.ground.activity.models import Fact
from roost.ground.kit import clock
from roost.ground.kit.errors import RoostError
from roost.ground.kit.scopes import everywhere
from roost.ground.people.actions import (
    add_person,
    apply_import,
    choose_password,
    create_organisation,
    end_affiliation,
    grant_role,
    make_sign_in_link,
    move_to_team,
    resume_affiliation,
    revise_person,
    revoke_role,
)
from roost.ground.people.engine import TeamName
from roost.ground.people.models import (
    Affiliation,
    Organisation,
    Person,
    ReportingLine,
    Role,
    RoleGrant,
    Team,
    TeamMembership,
)

START = date(2024, 6, 12)
KINDS: tuple[type[Model], ...] = (
    Organisation, Person, Affiliation, Team, TeamMembership, ReportingLine, RoleGrant
)  # fmt: skip
Act = Callable[[Organisation, Person, Person, date], object]


def written() -> list[list[dict[str, object]]]:
    with everywhere():
        return [list(kind._default_manager.order_by("pk").values()) for kind in KINDS]


def facts_of_all() -> int:
    with everywhere():
        return Fact.objects.count()


def affiliation(organisation: Organisation, person: Person) -> Affiliation:
    return Affiliation.objects.select_related("person", "organisation").get(organisation=organisation, person=person)


def bring(organisation: Organisation, text: str) -> None:
    apply_import(organisation, content=text.encode(), by=None)


def revising(**changes: object) -> Act:
    return lambda here, one, _, on: revise_person(affiliation(here, one), changes, by=None, on=on)


def number_of(here: Organisation, person: Person) -> str | None:
    return affiliation(here, person).employee_id


ACTS: dict[str, Act] = {
    "add": lambda here, _, other, on: add_person(
        here, by=None, employee_id=f"N{on:%j}", team=TeamName("New", f"{on:%j}"), manager=other, starts_on=on
    ),
    "name": revising(name="Renamed"),
    "e-mail": revising(email="renamed@example.org"),
    "title": revising(title="Lead"),
    "number": revising(employee_id="E99"),
    "start": lambda here, one, _, on: revise_person(affiliation(here, one), {"starts_on": on}, by=None),
    "team": revising(team=TeamName("North", "Detroit")),
    "new team": lambda here, one, _, on: revise_person(
        affiliation(here, one), {"team": TeamName("New", f"{on:%j}")}, by=None, on=on
    ),
    "no team": lambda here, one, _, on: move_to_team(one, organisation=here, team=None, by=None, on=on),
    "lead": lambda here, one, other, on: revise_person(affiliation(here, one), {"manager": other.pk}, by=None, on=on),
    "nobody leads": revising(manager=None),
    "end": lambda here, one, _, on: end_affiliation(one, organisation=here, by=None, on=on),
    "resume": lambda here, one, _, on: resume_affiliation(one, organisation=here, by=None),
    "resume later": lambda here, one, _, on: resume_affiliation(one, organisation=here, by=None, on=on),
    "grant": lambda here, one, _, on: grant_role(one, organisation=here, role=Role.ADMINISTRATOR, by=None),
    "revoke": lambda here, one, _, on: revoke_role(one, organisation=here, role=Role.ADMINISTRATOR, by=None),
    "link": lambda here, one, _, on: make_sign_in_link(affiliation(here, one), by=None),
    "organisation": lambda here, one, _, on: create_organisation(f"New {on:%j}", by=None),
    "file: new and moved": lambda here, one, other, on: bring(
        here, f"person,team,reports_to\n{number_of(here, one)},T{on:%j},{number_of(here, other)}\nF{on:%j},Cleveland,\n"
    ),
    "file: leaves": lambda here, one, _, on: bring(here, f"person,termination date\n{number_of(here, one)},{on}\n"),
    "file: is here": lambda here, one, _, on: bring(here, f"person,status\n{number_of(here, one)},active\n"),
    "file: hired": lambda here, one, _, on: bring(here, f"person,hire date\n{number_of(here, one)},{on}\n"),
}


def test_a_leave_that_is_called_off_is_told(in_scope: Organisation, member: Person) -> None:
    end_affiliation(member, organisation=in_scope, by=None, on=START + timedelta(days=9))
    resume_affiliation(member, organisation=in_scope, by=None)
    end_affiliation(member, organisation=in_scope, by=None, on=START)
    resume_affiliation(member, organisation=in_scope, by=None)
    told = list(Fact.objects.order_by("pk").values_list("verb", flat=True))
    assert told == ["people.left", "people.changed", "people.left", "people.joined"]


# A step: what is done, to whom, effective how many days from now, and how many days pass before it.
steps = st.lists(
    st.tuples(st.sampled_from(sorted(ACTS)), st.booleans(), st.integers(-20, 20), st.integers(0, 9)),
    min_size=1,
    max_size=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps)
@example([("end", True, 9, 0), ("resume", True, 0, 0)])
def test_nothing_is_written_without_a_fact(
    in_scope: Organisation, make_person: Callable[..., Person], story: list[tuple[str, bool, int, int]]
) -> None:
    with everywhere():
        Person.objects.all().delete()
        Team.objects.all().delete()
    team = Team.objects.create(organisation=in_scope, division="North", name="Cleveland")
    people = make_person("One", team=team), make_person("Two", team=team)
    today = START
    for what, is_first, shift, passing in story:
        today += timedelta(days=passing)
        one, other = people if is_first else people[::-1]
        before, facts = written(), facts_of_all()
        with clock.at(datetime(today.year, today.month, today.day, 12, tzinfo=UTC)):
            try:
                ACTS[what](in_scope, one, other, today + timedelta(days=shift))
            except RoostError:
                assert written() == before
                continue
        assert written() == before or facts_of_all() > facts, what


def test_a_chosen_password_is_told(in_scope: Organisation, member: Person) -> None:
    choose_password(member, password="another-long-password")
    assert [fact.verb for fact in Fact.objects.all()] == ["people.welcomed"]
