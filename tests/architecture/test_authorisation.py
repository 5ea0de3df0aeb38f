"""Every address, method by method and role by role, against one table; an address without a row fails.

The table names what is answered; methods that a row leaves out are refused with 405 (strangers are asked to sign in
first). A refusal changes nothing and tells nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from roost.doors.api.actions import make_token
from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import Organisation, Person, Team
from roost.see.tracking.actions import Score, launch_program, open_screen, submit_score

TABLE: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("authorisation.toml").read_text())
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
ACTORS = ("stranger", "outsider", "member", "founder", "administrator")
CANARY = "Canary of Harbour"


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, list[str]]]:
    """Give every address's name with the names of its parameters."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, f"{prefix}{one.namespace}:" if one.namespace else prefix)
        elif isinstance(one, URLPattern):
            yield f"{prefix}{one.name}", list(one.pattern.converters)


ADDRESSES = dict(patterns(get_resolver()))


def test_every_address_stands_in_the_table_and_no_other() -> None:
    assert sorted(ADDRESSES) == sorted(TABLE)


@pytest.fixture
def world(
    in_scope: Organisation, founder: Person, member: Person, administrator: Person, outsider: Person, team: Team
) -> dict[str, Any]:
    document = {
        "title": CANARY,
        "time_zone": "UTC",
        "metrics": [{"key": "visits", "points_per_unit": 1, "team": "sum"}],
    }
    program = launch_program(founder, organisation=in_scope, document=document)
    submit_score(program, by=member, score=Score(member.pk, "visits", "1", "2024-06-10", key="one"))
    screen = open_screen(program, by=founder, name="Kitchen")
    return {
        "stranger": None,
        "outsider": outsider,
        "member": member,
        "founder": founder,
        "administrator": administrator,
        "parameters": {
            "program": program.pk,
            "team": team.pk,
            "person": member.pk,
            "screen": screen.pk,
            "score": "one",
            "role": "member",
            "uid": "none",
            "token": "none",
        },
        "screen-token": screen.token,
    }


def rows_of_everything() -> dict[str, int]:
    ignored = {"Session", "ApiToken"}
    with everywhere():
        return {
            model._meta.label: model._base_manager.count() for model in apps.get_models() if model.__name__ not in ignored
        }


def parameters_of(name: str, world: dict[str, Any], actor: str) -> dict[str, Any]:
    given = {**world["parameters"], **TABLE[name].get("parameters", {})}
    if name.startswith("tracking:screen"):
        given["token"] = world["screen-token"]
    return {key: given[key] for key in ADDRESSES[name]}


def expected(name: str, method: str, actor: str) -> int:
    row = TABLE[name]
    answers = row.get("GET" if method == "HEAD" else method)
    if isinstance(answers, int):
        return answers
    if answers is not None:
        return int(answers[actor])
    if actor == "stranger" and not row.get("public"):
        return 302
    return 405


@pytest.mark.django_db
@pytest.mark.parametrize("actor", ACTORS)
@pytest.mark.parametrize("name", sorted(TABLE))
def test_each_method_answers_as_the_table_says(
    name: str, actor: str, world: dict[str, Any], client_for: Callable[[Person | None], Client]
) -> None:
    person = world[actor]
    through_api = name.startswith("api:")
    headers = {}
    if through_api and person:
        headers["Authorization"] = f"Bearer {make_token(person, name='test')[1]}"
    for method in METHODS:
        browser = client_for(None if through_api else person)
        before = rows_of_everything()
        sent = {} if method in {"GET", "HEAD"} else {"content_type": "application/json", "data": "{}"}
        if method == "POST" and not through_api:
            sent = {"data": {}}
        address = reverse(name, kwargs=parameters_of(name, world, actor))
        answer = browser.generic(method, address, headers=headers, **_raw(sent))
        assert answer.status_code == expected(name, method, actor), f"{method} {name} as {actor}"
        if answer.status_code in {302, 400, 401, 403, 404, 405}:
            assert method == "GET" or rows_of_everything() == before or _allowed_to_write(name, method, actor)
        if answer.status_code in {401, 404, 405} or (answer.status_code == 302 and person is None):
            assert CANARY not in answer.content.decode(errors="replace")


def _raw(sent: dict[str, Any]) -> dict[str, Any]:
    if isinstance(sent.get("data"), dict):
        return {"content_type": "application/x-www-form-urlencoded", "data": ""}
    return sent


def _allowed_to_write(name: str, method: str, actor: str) -> bool:
    return actor in TABLE[name].get("writes", [])
