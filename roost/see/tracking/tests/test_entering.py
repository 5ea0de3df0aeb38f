"""Scores entered by hand: each number reaches the metric beside which it was written, once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from roost.ground.people.models import Organisation, Person
from roost.see.tracking.actions import change_rules, launch_program
from roost.see.tracking.models import Program

BrowserFor = Callable[[Person | None], Client]


def metric(key: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "label": key.title(), "points_per_unit": 1, "team": "sum"} | more


RULES: dict[str, Any] = {
    "title": "Helping customers early",
    "time_zone": "America/Chicago",
    "metrics": [metric("visits"), metric("ratings")],
}


@pytest.fixture
def program(in_scope: Organisation, founder: Person) -> Program:
    return launch_program(founder, organisation=in_scope, document=RULES, is_for_all=True)


def named(program: Program, key: str) -> str:
    """Give the name of a metric's field."""
    return f"metric-{program.metrics.get(key=key).pk}"


def change_metrics(program: Program, *metrics: dict[str, Any]) -> None:
    change_rules(program, by=program.founder, document=RULES | {"metrics": list(metrics)}, version=1)


def entered(program: Program) -> list[tuple[str, int]]:
    return list(program.entries.order_by("pk").values_list("metric__key", "value"))


def test_scores_are_entered_by_hand_once(program: Program, member: Person, client_for: BrowserFor) -> None:
    address = reverse("tracking:enter", args=[program.pk])
    form = {"day": "2024-06-12", "key": "a" * 32, named(program, "visits"): "2", named(program, "ratings"): ""}
    browser = client_for(member)
    for _ in range(2):
        assert browser.post(address, form).status_code == 302
    assert entered(program) == [("visits", 2000)]


@pytest.mark.parametrize("value", ["two", "1,500", "1.234,5", "1.2345", "1e99", "٣", "9" * 29])
def test_a_number_that_is_none_is_explained(
    value: str, program: Program, member: Person, client_for: BrowserFor
) -> None:
    form = {"day": "2024-06-12", "key": "a" * 32, named(program, "visits"): value}
    answer = client_for(member).post(reverse("tracking:enter", args=[program.pk]), form)
    assert answer.status_code == 422
    assert entered(program) == []


@pytest.mark.parametrize(("typed", "value"), [("1,5", 1500), ("12,25", 12250), (" -0,5 ", -500), ("1,0500", 1050)])
def test_a_decimal_comma_is_as_good_as_a_point(
    typed: str, value: int, program: Program, member: Person, client_for: BrowserFor
) -> None:
    form = {"day": "2024-06-12", "key": "a" * 32, named(program, "visits"): typed}
    assert client_for(member).post(reverse("tracking:enter", args=[program.pk]), form).status_code == 302
    assert entered(program) == [("visits", value)]


def test_a_comma_that_may_group_thousands_is_asked_about(
    program: Program, member: Person, client_for: BrowserFor
) -> None:
    form = {"day": "2024-06-12", "key": "a" * 32, named(program, "visits"): "1,500"}
    answer = client_for(member).post(reverse("tracking:enter", args=[program.pk]), form)
    assert answer.context["form"].errors[named(program, "visits")] == [
        "This is not a number. Write 1.500, with a point. If the comma groups thousands, write 1500."
    ]


def test_a_score_on_a_day_without_a_team_is_entered_with_a_word(
    program: Program, member: Person, client_for: BrowserFor
) -> None:
    form = {"day": "2023-06-12", "key": "c" * 32, named(program, "visits"): "5"}
    page = client_for(member).post(reverse("tracking:enter", args=[program.pk]), form, follow=True)
    assert "1 score is entered. It counts for no team, because the person was in none on that day." in page.text
    assert "on the board." not in page.text


def test_numbers_corrected_after_going_back_go_in_on_the_second_try(
    program: Program, member: Person, client_for: BrowserFor
) -> None:
    address = reverse("tracking:enter", args=[program.pk])
    form = {"day": "2024-06-12", "key": "b" * 32, named(program, "visits"): "5"}
    browser = client_for(member)
    browser.post(address, form)
    again = browser.post(address, {**form, named(program, "visits"): "7"})
    assert again.status_code == 422
    new_key = again.context["form"]["key"].value()
    assert browser.post(address, {**form, named(program, "visits"): "7", "key": new_key}).status_code == 302


def test_a_number_reaches_its_metric_though_the_rules_changed_their_order_meanwhile(
    program: Program, member: Person, client_for: BrowserFor
) -> None:
    browser, address = client_for(member), reverse("tracking:enter", args=[program.pk])
    shown = browser.get(address).context["form"]
    fields = {field.label: field.html_name for field in shown.metric_fields}
    change_metrics(program, metric("calls"), metric("ratings"), metric("visits"))
    told = {"day": "2024-06-12", "key": shown["key"].value(), fields["Visits"]: "3", fields["Ratings"]: "4"}
    for _ in range(2):
        assert browser.post(address, told).status_code == 302
    assert sorted(entered(program)) == [("ratings", 4000), ("visits", 3000)]


def test_a_number_for_a_metric_that_is_gone_is_refused_and_the_rest_kept(
    program: Program, member: Person, client_for: BrowserFor
) -> None:
    browser, address = client_for(member), reverse("tracking:enter", args=[program.pk])
    told = {"day": "2024-06-12", "key": "d" * 32, named(program, "visits"): "3", named(program, "ratings"): "4"}
    change_metrics(program, metric("calls"), metric("ratings"))
    refused = browser.post(address, told)
    assert refused.status_code == 422
    assert "visits is not counted any more" in refused.text
    kept = {field.html_name: field.value() for field in refused.context["form"].metric_fields}
    assert kept == {named(program, "calls"): None, named(program, "ratings"): "4"}
    assert entered(program) == []
    assert browser.post(address, told | {named(program, "visits"): ""}).status_code == 302
    assert entered(program) == [("ratings", 4000)]


@pytest.mark.parametrize(("changes", "status", "scores"), [(1, 302, [("visits", 2000)]), (2, 422, [])])
def test_scores_sent_at_the_moment_of_a_change_count_by_the_new_rules_or_stay_in_the_form(
    changes: int, status: int, scores: list[Any], program: Program, member: Person, client_for: BrowserFor
) -> None:
    versions = iter(range(1, changes + 1))

    def change(execute: Callable[..., Any], sql: str, *others: Any) -> Any:
        if sql.startswith("CREATE TEMPORARY TABLE tracking_staged") and (version := next(versions, None)):
            change_rules(program, by=program.founder, document=RULES | {"time_zone": "UTC"}, version=version)
        return execute(sql, *others)

    form = {"day": "2024-06-12", "key": "a" * 32, named(program, "visits"): "2"}
    with connection.execute_wrapper(change):
        answer = client_for(member).post(reverse("tracking:enter", args=[program.pk]), form)
    assert (answer.status_code, entered(program)) == (status, scores)
    if status == 422:
        assert "The rules changed at this very moment. Send the scores again." in answer.text
        assert 'value="2"' in answer.text
