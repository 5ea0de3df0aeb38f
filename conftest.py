"""The cast: people whose relation to the data everybody knows by heart, and what a machine must have for a test.

`member` takes part. `founder` started the program. `administrator` looks after people data. `outsider` belongs to
another organisation and should have no access to anything here. `third` sits with member and founder in `circle`.
`stranger` is nobody: a client without a sign-in.
"""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import HealthCheck, settings

from roost.gather.circles.access import circle_for
from roost.gather.circles.actions import found_circle
from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.people.models import Affiliation, Organisation, Person, Role, RoleGrant, Team, TeamMembership
from roost.see.tracking.reads.running import boards

TODAY = date(2024, 6, 12)
NOW = datetime(2024, 6, 12, 15, 0, tzinfo=UTC)

settings.register_profile("quick", deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("brief", parent=settings.get_profile("quick"), max_examples=10)
settings.register_profile("thorough", parent=settings.get_profile("quick"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

# What is loaded stays to the end: to look through all of it for garbage again and again takes a sixth of the time.
gc.set_threshold(100_000)


def lacking(what: str, why: str) -> None:
    """Skip with a line that says why, or fail where ROOST_REQUIRE names it."""
    if what in os.environ.get("ROOST_REQUIRE", "").split(","):
        pytest.fail(f"ROOST_REQUIRE asks for {what}: {why}")
    pytest.skip(why)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to the run on PostgreSQL what only it can show, and to this one what asks no database; begin with that run.

    It is the longest of all tests, and the others are done beside it. Journeys stay behind the tests of rooms: while a
    browser is driven, Django takes its thread for an asynchronous one.
    """
    items.sort(key=lambda item: item.path.name != "test_postgres.py")
    on_postgresql = bool(os.environ.get("ROOST_DATABASE_URL"))
    belongs_here = _asks_the_database if on_postgresql else _is_for_any_database
    config.hook.pytest_deselected(items=[item for item in items if not belongs_here(item)])
    items[:] = filter(belongs_here, items)


def pytest_collection_finish() -> None:
    """Look for garbage only among what tests make."""
    gc.freeze()


def _asks_the_database(item: pytest.Item) -> bool:
    wanted = {"db", "transactional_db", "django_db_setup"}
    return bool(item.get_closest_marker("django_db") or wanted & set(getattr(item, "fixturenames", ())))


def _is_for_any_database(item: pytest.Item) -> bool:
    return not item.get_closest_marker("on_postgresql")


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """Give the folder of real data that ROOST_REFERENCE_DATA names."""
    named = os.environ.get("ROOST_REFERENCE_DATA")
    if not named or not Path(named).is_dir():
        lacking("data", "ROOST_REFERENCE_DATA names no folder of reference data")
    return Path(str(named))


@pytest.fixture(scope="session")
def chromium() -> str:
    """Give the path of a Chromium that can be driven."""
    # Without windows it takes a fifth less time for everything.
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    if not found:
        lacking("browser", "no Chromium was found; run tools/install-browser")
    return str(found)


@pytest.fixture(scope="session")
def postgres_bin() -> Path:
    """Give the folder of PostgreSQL's programs."""
    places = [Path(shutil.which("initdb") or "/nowhere").parent, *sorted(Path("/usr/lib/postgresql").glob("*/bin"))]
    found = [place for place in places if (place / "initdb").exists()]
    if not found:
        lacking("postgres", "no PostgreSQL server was found")
    return found[-1]


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Let each test begin as a process begins, because each database begins anew as well."""
    boards.forget()


@pytest.fixture
def noon() -> Iterator[datetime]:
    """Let the test happen on Wednesday 12 June 2024, 15:00 UTC."""
    with clock.at(NOW):
        yield NOW


@pytest.fixture
def organisation(db: None, noon: datetime) -> Organisation:
    return Organisation.objects.create(name="Harbour", created_at=noon)


@pytest.fixture
def other_organisation(db: None, noon: datetime) -> Organisation:
    return Organisation.objects.create(name="Elsewhere", created_at=noon)


@pytest.fixture
def in_scope(organisation: Organisation) -> Iterator[Organisation]:
    """Let the test itself query the organisation's rows, as a command would."""
    with touching(organisation.pk):
        yield organisation


@pytest.fixture
def team(organisation: Organisation) -> Team:
    with everywhere():
        return Team.objects.create(organisation=organisation, division="North", name="Cleveland")


@pytest.fixture
def other_team(organisation: Organisation) -> Team:
    with everywhere():
        return Team.objects.create(organisation=organisation, division="North", name="Detroit")


def maker_of_people(organisation: Organisation) -> Callable[..., Person]:
    """Give a maker of an organisation's people: `make("Lena", team=team, organisation=..., since=date)`."""

    def make(
        name: str,
        *,
        team: Team | None = None,
        organisation: Organisation = organisation,
        since: date = date(2024, 1, 1),
    ) -> Person:
        number = Person.objects.count() + 1
        person = Person.objects.create_user(
            f"{name.lower().replace(' ', '.')}@example.org", "a-long-password", name=name
        )
        with everywhere():
            Affiliation.objects.create(
                organisation=organisation, person=person, employee_id=f"E{number}", starts_on=since
            )
            if team:
                TeamMembership.objects.create(organisation=organisation, person=person, team=team, starts_on=since)
        return person

    return make


@pytest.fixture
def make_person(organisation: Organisation) -> Callable[..., Person]:
    """Give a maker of people of the organisation."""
    return maker_of_people(organisation)


@pytest.fixture
def member(make_person: Callable[..., Person], team: Team) -> Person:
    return make_person("Mara Member", team=team)


@pytest.fixture
def founder(make_person: Callable[..., Person], team: Team) -> Person:
    return make_person("Noor Founder", team=team)


@pytest.fixture
def third(make_person: Callable[..., Person], team: Team) -> Person:
    return make_person("Thea Third", team=team)


@pytest.fixture
def circle(in_scope: Organisation, member: Person, founder: Person, third: Person) -> SharedCircle:
    """Give the circle of member, founder and third."""
    made = found_circle(in_scope, people=[member, founder, third], by=member)
    return shared_circle(circle_for(member, made.pk))


@pytest.fixture
def administrator(make_person: Callable[..., Person], organisation: Organisation) -> Person:
    person = make_person("Ada Administrator")
    with everywhere():
        RoleGrant.objects.create(organisation=organisation, person=person, role=Role.ADMINISTRATOR)
    return person


@pytest.fixture
def outsider(make_person: Callable[..., Person], other_organisation: Organisation) -> Person:
    person = make_person("Otto Outsider", organisation=other_organisation)
    with everywhere():
        RoleGrant.objects.create(organisation=other_organisation, person=person, role=Role.ADMINISTRATOR)
    return person


@pytest.fixture
def client_for() -> Callable[[Person | None], Client]:
    """Give a maker of browsers without scripts: `client_for(member)`, `client_for(None)` for a stranger."""

    def make(person: Person | None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person)
        return client

    return make
