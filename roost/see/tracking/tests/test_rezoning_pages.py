"""What people see of rules that wait for another time zone, and what they can do about them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict
from roost.ground.people.models import Organisation, Person
from roost.see.tracking.actions import change_rules, give_up_rezoning, launch_program, leave_rezoning, rezone
from roost.see.tracking.models import Program, Rezoning
from roost.see.tracking.tests.rezonings import ask_for_chicago
from roost.see.tracking.tests.score_files import VISITS

BrowserFor = Callable[[Person | None], Client]


@pytest.fixture
def program(in_scope: Organisation, founder: Person) -> Program:
    return launch_program(founder, organisation=in_scope, document=VISITS, purpose="See people", is_for_all=True)


@pytest.fixture
def asked(program: Program, founder: Person) -> Callable[[], Rezoning]:
    return lambda: ask_for_chicago(program, founder)


def test_pages_say_how_far_it_is_and_take_no_other_rules(
    program: Program, founder: Person, member: Person, client_for: BrowserFor, asked: Callable[[], Rezoning]
) -> None:
    rezoning = asked()
    rules, form = (reverse(f"tracking:{name}", args=[program.pk]) for name in ("rules", "edit-rules"))
    assert "This waits for its turn" in client_for(member).get(rules).text
    Rezoning.objects.update(status="reading", scores=1_000_000, scores_read=430_000)
    for browser, page in ((client_for(member), rules), (client_for(founder), rules), (client_for(founder), form)):
        told = browser.get(page).text
        assert "added up again for America/Chicago" in told
        assert "430,000 of 1,000,000 scores read" in told
        assert "decided by Noor Founder" in told
        assert f'hx-get="{rules}"' in told
        assert "Use these rules" not in told
    part = client_for(member).get(rules, headers={"HX-Request": "true"})
    assert 'value="430000"' in part.text
    assert "<main" not in part.text
    rezone(rezoning.pk)
    over = client_for(member).get(rules, headers={"HX-Request": "true"})
    assert (over["HX-Refresh"], over.text) == ("true", "")
    assert "added up again" not in client_for(founder).get(rules).text
    assert "Use these rules" in client_for(founder).get(form).text


def test_the_form_keeps_what_was_typed_while_other_rules_wait(
    program: Program, founder: Person, client_for: BrowserFor, asked: Callable[[], Rezoning]
) -> None:
    asked()
    typed = {
        "version": "1", "wish": "keep", "title": "My own title", "starts": "2024-01-01", "ends": "2024-12-31",
        "time_zone": "UTC", "week_start": "monday", "ties": "dense", "m-TOTAL_FORMS": "1", "m-INITIAL_FORMS": "0",
        "m-0-key": "visits", "m-0-label": "Visits", "m-0-points_per_unit": "1", "m-0-team": "sum",
    }  # fmt: skip
    refused = client_for(founder).post(reverse("tracking:edit-rules", args=[program.pk]), typed)
    assert refused.status_code == 422
    assert "Make your change when that is done" in refused.text
    assert 'value="My own title"' in refused.text
    assert "hx-get" not in refused.text


def test_who_runs_the_program_reads_why_rules_did_not_come_into_force(
    program: Program, founder: Person, member: Person, client_for: BrowserFor, asked: Callable[[], Rezoning]
) -> None:
    give_up_rezoning(asked().pk)
    rules = reverse("tracking:rules", args=[program.pk])
    assert "The rules for America/Chicago did not come into force" in client_for(founder).get(rules).text
    assert "Something went wrong" not in client_for(member).get(rules).text
    assert "Use these rules" in client_for(founder).get(reverse("tracking:edit-rules", args=[program.pk])).text
    change_rules(program, by=founder, document=VISITS, version=1)
    assert "did not come into force" not in client_for(founder).get(rules).text


def test_who_runs_the_program_keeps_the_earlier_rules_in_place_of_those_that_wait(
    program: Program, founder: Person, member: Person, client_for: BrowserFor, asked: Callable[[], Rezoning]
) -> None:
    rezoning = asked()
    rules, leave = (reverse(f"tracking:{name}", args=[program.pk]) for name in ("rules", "leave-rules"))
    assert leave not in client_for(member).get(rules).text
    assert leave in client_for(founder).get(rules).text
    assert leave not in client_for(founder).get(rules, headers={"HX-Request": "true"}).text
    assert client_for(member).post(leave).status_code == 403
    page = client_for(founder).post(leave, follow=True).text
    assert "The rules for America/Chicago did not come into force" in page
    assert "Noor Founder stopped this." in page
    rezone(rezoning.pk)
    assert program.rules.count() == 1
    change_rules(program, by=founder, document=VISITS, version=1)


def test_rules_that_are_in_force_already_are_not_left_behind(
    program: Program, founder: Person, client_for: BrowserFor, asked: Callable[[], Rezoning]
) -> None:
    rezone(asked().pk)
    page = client_for(founder).post(reverse("tracking:leave-rules", args=[program.pk]), follow=True).text
    assert "No rules wait any more. These are in force." in page
    assert program.rules.count() == 2


def test_nobody_gives_large_programs_one_zone_after_another(
    program: Program, founder: Person, administrator: Person, asked: Callable[[], Rezoning]
) -> None:
    asked()
    leave_rezoning(program, by=founder)
    with pytest.raises(Conflict, match="You can do so again at 16:00"):
        asked()
    rezoning = ask_for_chicago(program, administrator)
    leave_rezoning(program, by=founder)
    with clock.at(rezoning.asked_at + timedelta(hours=1)):
        asked()


def test_who_closes_a_period_meanwhile_is_told(
    program: Program, founder: Person, client_for: BrowserFor, asked: Callable[[], Rezoning]
) -> None:
    address = reverse("tracking:close-period", args=[program.pk])
    words = "The days are being added up by another time zone"
    assert words not in client_for(founder).get(address, {"window": "2024-05"}).text
    rezoning = asked()
    told = client_for(founder).get(address, {"window": "2024-05"}).text
    assert words in told
    assert "Rules by America/Chicago come into force in a while." in told
    rezone(rezoning.pk)
    assert words not in client_for(founder).get(address, {"window": "2024-05"}).text
