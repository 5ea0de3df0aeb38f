"""The API says what the pages say, to those to whom pages say it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from roost.doors.api.actions import make_token, revoke_token
from roost.doors.api.words import misread
from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import Affiliation, Organisation, Person
from roost.see.tracking.access import entry_for
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
    return launch_program(founder, organisation=in_scope, document=VISITS, is_for_all=True)


def score(key: str, value: object = "3", **more: Any) -> dict[str, Any]:
    return {"id": key, "metric": "visits", "value": value, "occurred_at": "2024-06-10", **more}


def words_of(answer: Any) -> list[str]:
    return [problem["message"] for problem in answer.json()["problems"]]


def entered(added: int, known: int, **more: int) -> dict[str, int]:
    return {"added": added, "known": known, "taken_back": 0, "teamless": 0, "late": 0, "uncounted": 0} | more


def employee_of(person: Person) -> str:
    return str(Affiliation.objects.get(person=person).employee_id)


def test_a_score_counts_once_however_often_it_is_sent(program: Program, member: Person) -> None:
    api = Api(member)
    first = api.post(f"/programs/{program.pk}/scores", {"scores": [score("one")]})
    again = api.post(f"/programs/{program.pk}/scores", {"scores": [score("one")]})
    assert (first.status_code, first.json()) == (201, entered(1, 0))
    assert (again.status_code, again.json()) == (201, entered(0, 1))


def test_a_value_is_a_number_or_its_text(program: Program, member: Person) -> None:
    api = Api(member)
    told = [score("one", 3), score("two", 0.1), score("three", "0.2"), score("four", -1.125)]
    assert api.post(f"/programs/{program.pk}/scores", {"scores": told}).json() == entered(4, 0)
    assert sorted(program.entries.values_list("value", flat=True)) == [-1125, 100, 200, 3000]
    assert api.post(f"/programs/{program.pk}/scores", {"scores": [score("one", "3")]}).json() == entered(0, 1)
    assert api.post(f"/programs/{program.pk}/scores", {"scores": [score("five", 0.1234)]}).status_code == 422


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


@pytest.mark.parametrize(
    ("told", "place", "words"),
    [
        ({"scores": [score("one"), score("two", person="you")]}, (2, "person"), "This must be a whole number."),
        ({"scores": [score("one", person=1.5)]}, (1, "person"), "This must be a whole number."),
        ({"scores": [score("one", person=0)]}, (1, "person"), "This must be 1 or more."),
        ({"scores": [score("one", value=True)]}, (1, "value"), "This must be text, in quotation marks."),
        ({"scores": [score("")]}, (1, "id"), "This must not be empty."),
        ({"scores": [score("x" * 121)]}, (1, "id"), "This must have 120 characters at most."),
        ({"scores": [score("a\nb")]}, (1, "id"), "This must be one line of plain text, without invisible characters."),
        ({"scores": [{"id": "one"}]}, (1, "metric"), "This is missing."),
        ({"scores": [score("one", colour="red")]}, (1, "colour"), "There is no field of this name here."),
        ({"scores": ["one"]}, (1, "scores"), "This must be an object with named fields, in curly brackets."),
        ({"scores": "one"}, (None, "scores"), "This must be a list, in square brackets."),
        ({"scores": []}, (None, "scores"), "There must be 1 or more of these."),
        ({"scores": [score("one")] * 1001}, (None, "scores"), "There can be 1000 of these at once."),
        ({}, (None, "scores"), "This is missing."),
        ([], (None, "body"), "This must be an object with named fields, in curly brackets."),
    ],
)
def test_what_has_not_the_right_form_is_said_in_plain_words(
    told: Any, place: tuple[int | None, str], words: str, program: Program, member: Person
) -> None:
    answer = Api(member).post(f"/programs/{program.pk}/scores", told)
    assert answer.status_code == 422
    problem = answer.json()["problems"][0]
    assert (problem["row"], problem["column"]) == place
    assert problem["message"].startswith(words)


def test_a_body_that_is_no_json_is_said_to_be_none(program: Program, member: Person) -> None:
    address = f"/api/v1/programs/{program.pk}/scores"
    answer = Client().post(address, "{", content_type="application/json", headers=Api(member).headers)
    assert (answer.status_code, words_of(answer)) == (
        422,
        ["The body of the request cannot be read. Send JSON in UTF-8."],
    )


@pytest.mark.parametrize("kind", ["bytes_type", "string_too_long"])
def test_an_error_of_an_unknown_kind_or_without_its_bounds_has_words_too(kind: str) -> None:
    problem = misread({"type": kind, "loc": ("query", "window"), "msg": "Value error"})
    assert (problem.message, problem.column) == ("This does not have the form that is expected here.", "window")


def test_a_person_is_named_by_employee_id_as_well(program: Program, founder: Person, member: Person) -> None:
    employee = employee_of(member)
    told = {"scores": [score("one", employee=employee), score("two")]}
    assert Api(founder).post(f"/programs/{program.pk}/scores", told).status_code == 201
    assert dict(program.entries.values_list("key", "person")) == {"one": member.pk, "two": founder.pk}
    assert Api(member).post(
        f"/programs/{program.pk}/scores", {"scores": [score("x", employee=employee)]}
    ).json() == entered(1, 0)


def test_an_employee_id_of_nobody_or_beside_a_person_is_refused(
    program: Program, founder: Person, member: Person, outsider: Person
) -> None:
    with everywhere():
        foreign = employee_of(outsider)
    told = {
        "scores": [
            score("one", employee=employee_of(member)),
            score("two", employee=foreign),
            score("three", employee=""),
            score("four", employee=employee_of(member), person=member.pk),
        ]
    }
    answer = Api(founder).post(f"/programs/{program.pk}/scores", told)
    assert answer.status_code == 422
    problems = answer.json()["problems"]
    assert [(one["row"], one["column"], one["value"]) for one in problems] == [
        (2, "employee", foreign),
        (3, "employee", ""),
        (4, "employee", employee_of(member)),
    ]
    assert "not by both" in problems[2]["message"]
    assert program.entries.count() == 0


def test_a_member_cannot_try_out_employee_ids(program: Program, founder: Person, member: Person) -> None:
    address = f"/programs/{program.pk}/scores"
    answers = [
        Api(member).post(address, {"scores": [score("one", employee=employee)]})
        for employee in (employee_of(founder), "nobody")
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert words_of(answers[0]) == words_of(answers[1])


def test_a_time_longer_than_the_ledger_keeps_is_refused(program: Program, member: Person) -> None:
    told = {"scores": [score("one", occurred_at=f"2024-06-10T10:00:00.{'1' * 30}Z")]}
    answer = Api(member).post(f"/programs/{program.pk}/scores", told)
    assert answer.status_code == 422
    assert [(one["row"], one["column"]) for one in answer.json()["problems"]] == [(1, "occurred_at")]


def test_nobody_enters_scores_of_others(program: Program, member: Person, founder: Person) -> None:
    told = {"scores": [score("one", person=founder.pk)]}
    assert Api(member).post(f"/programs/{program.pk}/scores", told).status_code == 403
    assert Api(founder).post(f"/programs/{program.pk}/scores", told).status_code == 201


def test_a_score_is_taken_back_once(program: Program, member: Person) -> None:
    api = Api(member)
    api.post(f"/programs/{program.pk}/scores", {"scores": [score("one")]})
    assert api.delete(f"/programs/{program.pk}/scores/one").json() == {"added": 1, "known": 0}
    assert api.delete(f"/programs/{program.pk}/scores/one").json() == {"added": 0, "known": 1}
    again = api.post(f"/programs/{program.pk}/scores", {"scores": [score("one")]})
    assert again.json() == entered(0, 1, taken_back=1)
    assert api.get(f"/programs/{program.pk}/board").json()["rows"][0]["points"] == 0


@pytest.mark.parametrize("first", ["runner", "member"])
def test_an_id_that_runner_and_member_share_names_the_score_of_each(
    first: str, program: Program, member: Person, founder: Person
) -> None:
    address = f"/programs/{program.pk}/scores"
    told = {"runner": (Api(founder), score("q1", "5", person=member.pk)), "member": (Api(member), score("q1", "3"))}
    for who in sorted(told, key=lambda who: who != first):
        api, one = told[who]
        assert api.post(address, {"scores": [one]}).json() == entered(1, 0)
    members_key, taken_back = f"member:{member.pk}:q1", program.entries.exclude(reverses=None).order_by("pk")
    assert entry_for(member, program, "q1").recorded_by == founder
    assert entry_for(member, program, members_key).recorded_by == member
    assert Api(member).delete(f"{address}/q1").json() == {"added": 1, "known": 0}
    assert [entry.reverses for entry in taken_back] == [members_key]
    assert Api(member).delete(f"{address}/q1").json() == {"added": 0, "known": 1}
    assert Api(founder).delete(f"{address}/q1").json() == {"added": 1, "known": 0}
    assert [entry.reverses for entry in taken_back.all()] == [members_key, "q1"]


def test_a_member_takes_back_the_own_score_that_the_runner_entered(
    program: Program, member: Person, founder: Person
) -> None:
    address = f"/programs/{program.pk}/scores"
    Api(founder).post(address, {"scores": [score("q1", person=member.pk), score("q2")]})
    assert Api(member).delete(f"{address}/q1").json() == {"added": 1, "known": 0}
    assert Api(member).delete(f"{address}/q2").status_code == 404


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
    revoked, cookie = api.get("/me"), client_for(member).get("/api/v1/me")
    assert [answer.status_code for answer in (revoked, cookie)] == [401, 401]
    assert "This key does not work" in words_of(revoked)[0]


def test_whoever_sends_no_key_is_told_what_to_send(db: None) -> None:
    answer = Client().get("/api/v1/me")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    (words,) = words_of(answer)
    assert "Authorization: Bearer roost_..." in words
    assert "http://localhost:8000/me/" in words


def test_the_scheme_may_be_written_in_small_letters(member: Person) -> None:
    _, secret = make_token(member, name="test")
    assert Client().get("/api/v1/me", headers={"Authorization": f"bearer {secret}"}).status_code == 200


@pytest.mark.parametrize("address", ["/nothing", "/me/more", "/", "/../v2/me"])
def test_where_there_is_nothing_the_answer_is_a_problem(address: str, member: Person) -> None:
    answer = Api(member).get(address)
    assert (answer.status_code, words_of(answer)) == (404, ["There is nothing at this address."])


@pytest.mark.parametrize("address", ["/me", "/openapi.json"])
def test_a_method_that_does_not_fit_is_a_problem_that_names_those_that_do(address: str, member: Person) -> None:
    answer = Api(member).delete(address)
    (words,) = words_of(answer)
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/json")
    assert answer["Allow"] in words
    assert "GET" in answer["Allow"]


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
