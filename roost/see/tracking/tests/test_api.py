"""The API says what the pages say, to those to whom pages say it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from roost.doors.api.actions import make_token, revoke_token
from roost.ground.kit import clock
from roost.ground.people.models import Organisation, Person
from roost.see.tracking.actions import launch_program
from roost.see.tracking.models import Program
from roost.see.tracking.reads import board_page

VISITS = {
    "title": "Visits",
    "time_zone": "UTC",
    "metrics": [{"key": "visits", "points_per_unit": 2, "team": "sum"}],
}


class Api:
    """A program that holds a person's token."""

    def __init__(self, person: Person) -> None:
        self.token, secret = make_token(person, name="test")
        self.headers = {"Authorization": f"Bearer {secret}"}

    def get(self, address: str, **query: str) -> Any:
        return Client().get(f"/api/v1{address}", query, headers=self.headers)

    def post(self, address: str, told: Any) -> Any:
        return Client().post(f"/api/v1{address}", told, content_type="application/json", headers=self.headers)

    def delete(self, address: str) -> Any:
        return Client().delete(f"/api/v1{address}", headers=self.headers)


@pytest.fixture
def program(in_scope: Organisation, founder: Person, member: Person) -> Program:
    return launch_program(founder, organisation=in_scope, document=VISITS)


def score(key: str, value: str = "3", **more: Any) -> dict[str, Any]:
    return {"id": key, "metric": "visits", "value": value, "occurred_at": "2024-06-10", **more}


def test_a_score_counts_once_however_often_it_is_sent(program: Program, member: Person) -> None:
    api = Api(member)
    first = api.post(f"/programs/{program.pk}/scores", {"scores": [score("one")]})
    again = api.post(f"/programs/{program.pk}/scores", {"scores": [score("one")]})
    assert (first.status_code, first.json()) == (201, {"added": 1, "known": 0})
    assert (again.status_code, again.json()) == (201, {"added": 0, "known": 1})


def test_the_rank_of_the_page_is_the_rank_of_the_api(program: Program, member: Person, founder: Person) -> None:
    api = Api(member)
    api.post(f"/programs/{program.pk}/scores", {"scores": [score("one"), score("two", "4.5")]})
    answer = api.get(f"/programs/{program.pk}/board", window="2024-06").json()
    page = board_page(program, member, window="2024-06")
    lines = [(line.name, line.rank, line.points) for board in page.boards for line in board.lines]
    assert [(row["team"], row["rank"], row["points"]) for row in answer["rows"]] == lines == [("Cleveland", 1, 15000)]


def test_problems_name_the_score_and_the_column(program: Program, member: Person) -> None:
    told = {"scores": [score("one"), score("two", "many"), score("three", occurred_at="yesterday")]}
    answer = Api(member).post(f"/programs/{program.pk}/scores", told)
    assert answer.status_code == 422
    assert [(one["row"], one["column"]) for one in answer.json()["problems"]] == [(2, "value"), (3, "occurred_at")]
    assert program.entries.count() == 0


def test_nobody_enters_scores_of_others(program: Program, member: Person, founder: Person) -> None:
    told = {"scores": [score("one", person=founder.pk)]}
    assert Api(member).post(f"/programs/{program.pk}/scores", told).status_code == 403
    assert Api(founder).post(f"/programs/{program.pk}/scores", told).status_code == 201


def test_a_score_is_taken_back_once(program: Program, member: Person) -> None:
    api = Api(member)
    api.post(f"/programs/{program.pk}/scores", {"scores": [score("one")]})
    assert api.delete(f"/programs/{program.pk}/scores/one").json() == {"added": 1, "known": 0}
    assert api.delete(f"/programs/{program.pk}/scores/one").json() == {"added": 0, "known": 1}
    assert api.get(f"/programs/{program.pk}/board").json()["rows"][0]["points"] == 0


@pytest.mark.parametrize("key", ["a/b", "a/", "/", "a b", "ä?#%2F", ".."])
def test_any_id_that_was_entered_can_be_taken_back(key: str, program: Program, member: Person) -> None:
    api = Api(member)
    assert api.post(f"/programs/{program.pk}/scores", {"scores": [score(key)]}).status_code == 201
    assert api.delete(f"/programs/{program.pk}/scores/{quote(key, safe='')}").json() == {"added": 1, "known": 0}


def test_an_outsider_finds_no_program(program: Program, outsider: Person) -> None:
    api = Api(outsider)
    assert api.get("/programs").json() == []
    assert api.get(f"/programs/{program.pk}").status_code == 404
    assert api.get(f"/programs/{program.pk}/board").status_code == 404


def test_a_revoked_key_and_a_cookie_open_nothing(
    program: Program, member: Person, client_for: Callable[[Person | None], Client]
) -> None:
    api = Api(member)
    revoke_token(api.token, by=member)
    assert api.get("/me").status_code == 401
    assert client_for(member).get("/api/v1/me").status_code == 401


def test_a_person_who_was_switched_off_has_no_working_key(program: Program, member: Person) -> None:
    api = Api(member)
    Person.objects.filter(pk=member.pk).update(is_active=False)
    assert api.get("/me").status_code == 401


def test_use_of_a_key_is_remembered(program: Program, member: Person) -> None:
    api = Api(member)
    api.get("/me")
    api.token.refresh_from_db()
    assert api.token.used_at == clock.now()


@pytest.mark.parametrize("window", ["2024-6", "2024-W53", "season", "yesterday", ""])
def test_a_window_that_is_none_is_refused(window: str, program: Program, member: Person) -> None:
    assert Api(member).get(f"/programs/{program.pk}/board", window=window).status_code == 422
