"""One click per part, and only where the demo made the database."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from roost.doors.demo.access import PARTS
from roost.doors.demo.models import Demo
from roost.doors.demo.reads import DemoRole, demo_roles, ways_in
from roost.ground.kit import clock
from roost.ground.people.models import Affiliation, Organisation, Person


@pytest.fixture
def company(organisation: Organisation, in_scope: Organisation) -> Organisation:
    """Give an organisation with the three people whose parts one may take."""
    for part in PARTS:
        person = Person.objects.create_user(part.email, name=part.name)
        Affiliation.objects.create(organisation=organisation, person=person)
    return organisation


@pytest.fixture
def demo(company: Organisation) -> Demo:
    return Demo.objects.create(seed=7, as_of=clock.today("UTC"), sellers=24, created_at=clock.now())


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.key)
def test_a_click_signs_in_as_the_person_of_the_part(demo: Demo, part: object, client: Client) -> None:
    answer = client.post(reverse("demo:enter", args=[part.key]))
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert Person.objects.get(pk=client.session["_auth_user_id"]).email == part.email


def test_nobody_walks_in_where_the_demo_did_not_make_the_database(company: Organisation, client: Client) -> None:
    for part in PARTS:
        assert client.post(reverse("demo:enter", args=[part.key])).status_code == 404
    assert "_auth_user_id" not in client.session
    assert demo_roles() == []
    assert ways_in(None, None) is None


def test_an_unknown_part_is_not_found(demo: Demo, client: Client) -> None:
    assert client.post(reverse("demo:enter", args=["sponsor"])).status_code == 404


def test_a_link_alone_signs_nobody_in(demo: Demo, client: Client) -> None:
    assert client.get(reverse("demo:enter", args=["member"])).status_code == 405
    assert "_auth_user_id" not in client.session


def test_a_form_of_another_site_signs_nobody_in(demo: Demo) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(reverse("demo:enter", args=["administrator"])).status_code == 403
    assert "_auth_user_id" not in client.session


def test_walking_in_as_somebody_else_starts_a_session_of_its_own(
    demo: Demo, client_for: Callable[[Person | None], Client]
) -> None:
    client = client_for(Person.objects.get(name=PARTS[0].name))
    before = client.session.session_key
    client.post(reverse("demo:enter", args=["administrator"]))
    assert client.session.session_key != before
    assert Person.objects.get(pk=client.session["_auth_user_id"]).name == PARTS[-1].name


def test_every_part_says_whom_and_what_one_sees(demo: Demo) -> None:
    roles = demo_roles()
    assert [role.key for role in roles] == ["member", "leader", "founder", "administrator"]
    assert all(isinstance(role, DemoRole) and role.person and str(role.label) and str(role.sees) for role in roles)


def test_the_first_page_offers_one_click_per_part(demo: Demo, client: Client) -> None:
    page = client.get(reverse("home:welcome")).content.decode()
    for part in PARTS:
        assert f'action="{reverse("demo:enter", args=[part.key])}"' in page
        assert part.name in page
        assert f"Walk in as {part.name.split()[0]}" in page


def test_the_parts_take_two_queries(demo: Demo, django_assert_num_queries: Callable[[int], object]) -> None:
    with django_assert_num_queries(2):
        demo_roles()
