"""Programs are started, and their rules read and changed, on pages."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from roost.ground.people.models import Organisation, Person
from roost.see.tracking.actions import change_rules
from roost.see.tracking.models import Program
from roost.see.tracking.reads import Reader
from roost.see.tracking.tests.early_help import EARLY_HELP

BrowserFor = Callable[[Person | None], Client]
METRIC = {
    "m-TOTAL_FORMS": "1",
    "m-INITIAL_FORMS": "0",
    "m-0-label": "Calls",
    "m-0-points_per_unit": "2",
    "m-0-team": "sum",
}
PROGRAM = {"title": "Calls", "starts": "2024-06-01", "ends": "2024-06-30", "time_zone": "Europe/Paris"}
FORM = {**METRIC, **PROGRAM, "week_start": "monday", "ties": "competition", "wish": "keep"}


@pytest.mark.parametrize("version", ["0", "3", "-1", "1.0", "one", "9" * 30, "9" * 5000])
def test_rules_of_a_version_that_never_was_are_not_found(
    version: str, program: Program, member: Person, client_for: BrowserFor
) -> None:
    for name in ("rules", "rules-file"):
        address = reverse(f"tracking:{name}", args=[program.pk])
        assert client_for(member).get(address, {"version": version}).status_code == 404


def test_anybody_starts_a_program(in_scope: Organisation, member: Person, client_for: BrowserFor) -> None:
    answer = client_for(member).post(reverse("tracking:launch"), FORM)
    made = Program.objects.get(title="Calls")
    assert answer.status_code == 302
    assert made.founder == member
    assert client_for(member).get(reverse("tracking:rules", args=[made.pk])).status_code == 200


def test_a_new_program_begins_with_the_zone_of_who_starts_it_in_plain_sight(
    in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    address, script = reverse("tracking:launch"), "tracking/zone.js"
    # Of somebody without a zone the browser is asked, and what was typed stays.
    assert script in client_for(member).get(address).text
    assert script not in client_for(member).post(address, {**FORM, "time_zone": "UTC", "wish": "check"}).text
    member.time_zone = "Asia/Kolkata"
    member.save()
    page = client_for(member).get(address).text
    before, _summary, _folded = page.partition("Weeks and equal points")
    assert re.search('name="time_zone" value="Asia/Kolkata"', before)
    assert script not in page


def test_a_form_sent_twice_starts_one_program(in_scope: Organisation, member: Person, client_for: BrowserFor) -> None:
    for _ in range(2):
        client_for(member).post(reverse("tracking:launch"), {**FORM, "key": "the same form"})
    assert Program.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"m-0-bonus": "1.2.3: 10"},
        {"m-0-bonus": ".: 10"},
        {"ends": "9999-12-31"},
        {"m-TOTAL_FORMS": "²", "wish": "add"},
        {"m-TOTAL_FORMS": "9" * 5000, "wish": "add"},
        {"m-0-points_per_unit": "1e99"},
        {"version": "9" * 5000, "title": ""},
    ],
)
def test_odd_answers_are_refused_with_words(
    wrong: dict[str, str], in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    answer = client_for(member).post(reverse("tracking:launch"), {**FORM, **wrong})
    assert answer.status_code in {200, 422}
    assert not Program.objects.exists()


@pytest.mark.parametrize("steps", ["10: 5, 10: 7", "10: 5; 20: 6, 10.0 = 5"])
def test_a_bonus_has_one_step_for_each_amount(
    steps: str, in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    answer = client_for(member).post(reverse("tracking:launch"), {**FORM, "m-0-bonus": steps})
    assert answer.status_code == 422
    assert "10 stands here twice. Write one step for it, with all the points it gives." in answer.text
    assert not Program.objects.exists()


def test_rules_are_said_in_plain_words_before_they_are_kept(
    in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    answer = client_for(member).post(reverse("tracking:launch"), {**FORM, "wish": "check"})
    assert "Each one is worth 2 points." in answer.text
    assert not Program.objects.exists()


def test_a_rule_that_cannot_be_used_is_explained(
    in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    answer = client_for(member).post(reverse("tracking:launch"), {**FORM, "time_zone": "Mars/Olympus"})
    assert answer.status_code == 422
    assert "This zone is not known" in answer.text


def test_rules_changed_meanwhile_are_not_overwritten(program: Program, founder: Person, client_for: BrowserFor) -> None:
    address = reverse("tracking:edit-rules", args=[program.pk])
    browser = client_for(founder)
    assert browser.post(address, {**FORM, "version": "1", "without": "visits ratings"}).status_code == 302
    again = browser.post(address, {**FORM, "version": "1", "without": "visits ratings"})
    assert again.status_code == 422
    assert "Somebody changed these rules" in again.text


def test_rules_that_were_replaced_can_still_be_read(
    program: Program, founder: Person, member: Person, client_for: BrowserFor
) -> None:
    change_rules(program, by=founder, version=1, document=EARLY_HELP | {"metrics": EARLY_HELP["metrics"][:1]})
    address = reverse("tracking:rules", args=[program.pk])
    browser = client_for(member)
    assert "no longer in force" not in browser.get(address).text
    earlier = browser.get(address, {"version": "1"})
    assert "no longer in force" in earlier.text
    assert "Ratings" in earlier.text
    file = reverse("tracking:rules-file", args=[program.pk])
    assert len(browser.get(file, {"version": "1"}).json()["metrics"]) == 2
    assert len(browser.get(file).json()["metrics"]) == 1
    assert [browser.get(address, {"version": asked}).status_code for asked in ("3", "x", "-1")] == [404] * 3


def test_rules_that_count_less_are_used_only_knowingly(
    program: Program, founder: Person, client_for: BrowserFor
) -> None:
    browser, address = client_for(founder), reverse("tracking:edit-rules", args=[program.pk])
    told = FORM | {"version": "1", "m-0-key": "visits", "m-0-label": "Visits"}
    asked = browser.post(address, told)
    assert asked.status_code == 422
    assert "Ratings: its 1 score stays in the ledger, and counts for nothing." in asked.text
    assert 'name="without" value="ratings"' in asked.text
    assert program.rules.count() == 1
    assert browser.post(address, told | {"without": "visits"}).status_code == 422
    assert browser.post(address, told | {"without": "ratings"}).status_code == 302
    assert program.rules.count() == 2


def test_a_metric_of_a_name_that_was_counted_before_is_that_metric_again(
    program: Program, founder: Person, client_for: BrowserFor
) -> None:
    browser, address = client_for(founder), reverse("tracking:edit-rules", args=[program.pk])
    only_visits = FORM | {"version": "1", "m-0-key": "visits", "m-0-label": "Visits", "without": "ratings"}
    assert browser.post(address, only_visits).status_code == 302
    both = only_visits | {"version": "2", "m-TOTAL_FORMS": "3", "m-1-label": "ratings", "m-1-points_per_unit": "1"}
    both |= {"m-1-team": "sum", "m-2-label": "Ratings!", "m-2-points_per_unit": "1", "m-2-team": "sum"}
    assert browser.post(address, both).status_code == 302
    metrics = Reader(Program.objects.get(pk=program.pk)).rules.metrics
    assert [metric.key for metric in metrics] == ["visits", "ratings", "ratings-2"]


def test_rules_of_before_can_be_used_once_more(program: Program, founder: Person, client_for: BrowserFor) -> None:
    change_rules(program, by=founder, version=1, document=EARLY_HELP | {"metrics": EARLY_HELP["metrics"][:1]})
    browser = client_for(founder)
    earlier = browser.get(reverse("tracking:rules", args=[program.pk]), {"version": "1"}).text
    again = f"{reverse('tracking:edit-rules', args=[program.pk])}?version=1"
    assert f'href="{again}"' in earlier
    form = browser.get(again).context["form"]
    assert (form.version, [one["label"].value() for one in form.metrics]) == (2, ["Visits", "Ratings"])


def test_who_was_told_of_others_rules_may_still_use_the_own_ones(
    program: Program, founder: Person, client_for: BrowserFor
) -> None:
    change_rules(program, by=founder, version=1, document=EARLY_HELP)
    browser, address = client_for(founder), reverse("tracking:edit-rules", args=[program.pk])
    told = browser.post(address, FORM | {"version": "1", "without": "visits ratings"})
    assert told.status_code == 422
    assert 'name="version" value="2"' in told.text
    assert browser.post(address, FORM | {"version": "2", "without": "visits ratings"}).status_code == 302
