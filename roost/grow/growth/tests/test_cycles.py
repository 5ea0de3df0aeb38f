"""Looking back: what a closed cycle keeps, what the next begins with, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from roost.ground.activity.models import Fact
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.people.models import Organisation, Person
from roost.grow.growth.access import cycle_before, cycle_for, own_experiments, own_needles
from roost.grow.growth.actions import (
    Given,
    answer_questions,
    choose_needles,
    close_cycle,
    plan_experiment,
    put_first,
    record_try,
)
from roost.grow.growth.models import Cycle, Experiment, Moved, Outcome
from roost.grow.growth.reads import overview_of, past_cycles

BrowserFor = Callable[[Person | None], Client]
TODAY = date(2024, 6, 12)


def begun(organisation: Organisation, person: Person) -> Cycle:
    cycle = answer_questions(organisation, by=person, given={"expected": Given(["decisions"])})
    put_first(cycle, by=person, behaviours=["deciding", "compassion"])
    choose_needles(cycle, by=person, chosen={"deciding": "It waits.", "compassion": "A hard month."})
    return cycle


def planned(cycle: Cycle, number: int, chance: int = 60, tries: int = 1) -> Experiment:
    words = {"behaviour": "deciding", "cue": "a", "action": "b", "expectation": "c"}
    return plan_experiment(cycle, by=cycle.person, **words, chance=chance, tries=tries, key=f"{number:032}")


def tried(cycle: Cycle, number: int, outcome: Outcome, chance: int = 60) -> Experiment:
    experiment = planned(cycle, number, chance)
    record_try(experiment, by=cycle.person, number=1, tried_on=TODAY, outcome=outcome)
    return experiment


@pytest.fixture
def cycle(in_scope: Organisation, member: Person) -> Cycle:
    return begun(in_scope, member)


MOVED = {"deciding": Moved.CLEARLY, "compassion": Moved.NOT_YET}


def test_a_closed_cycle_keeps_what_moved_and_the_next_begins_with_it(cycle: Cycle, member: Person) -> None:
    untried, ended = planned(cycle, 1), tried(cycle, 2, Outcome.OTHERWISE)
    following = close_cycle(cycle, by=member, moved=MOVED, learned=" Say who decides. ", going_on=["compassion"])
    assert (following.number, following.own_first, cycle_before(following)) == (2, [], cycle)
    assert [(one.behaviour, one.why) for one in own_needles(following)] == [("compassion", "A hard month.")]
    assert list(own_experiments(following)) == [untried]
    past = past_cycles(member, following.organisation)
    assert [(one.cycle.number, one.cycle.learned, one.tries) for one in past] == [(1, "Say who decides.", 1)]
    assert [(one.needle.behaviour, one.needle.moved) for one in past[0].needles] == list(MOVED.items())
    assert past[0].experiments == [ended]


def test_what_was_tried_stays_with_its_cycle_and_ends_with_it(cycle: Cycle, member: Person) -> None:
    half = planned(cycle, 1, tries=3)
    never_came = planned(cycle, 2, tries=1)
    for experiment, outcome in ((half, Outcome.OTHERWISE), (never_came, Outcome.DID_NOT_COME)):
        record_try(experiment, by=member, number=1, tried_on=TODAY, outcome=outcome)
    following = close_cycle(cycle, by=member, moved=MOVED)
    cycle.refresh_from_db()
    half.refresh_from_db()
    assert (half.cycle, half.ended_at) == (cycle, cycle.closed_at)
    assert list(own_experiments(following)) == [never_came]
    with pytest.raises(Conflict, match="has ended"):
        record_try(half, by=member, number=2, tried_on=TODAY, outcome=Outcome.AS_EXPECTED)


def test_the_division_is_the_one_in_which_it_was_closed(cycle: Cycle, member: Person, founder: Person) -> None:
    close_cycle(cycle, by=member, moved=MOVED)
    cycle.refresh_from_db()
    assert cycle.division == "North"


def test_a_cycle_is_closed_once_and_whole(cycle: Cycle, member: Person) -> None:
    for moved in ({}, {"deciding": Moved.CLEARLY}, MOVED | {"confidence": Moved.NOT_YET}):
        with pytest.raises(InputError):
            close_cycle(cycle, by=member, moved=moved)
    with pytest.raises(InputError):
        close_cycle(cycle, by=member, moved=MOVED, going_on=["confidence"])
    following = close_cycle(cycle, by=member, moved=MOVED, learned="Ask.", going_on=["deciding"])
    assert close_cycle(cycle, by=member, moved=MOVED, learned="Ask.", going_on=["deciding"]) == following
    for change in ({"learned": "Tell."}, {"going_on": []}, {"moved": MOVED | {"deciding": Moved.NOT_YET}}):
        with pytest.raises(Conflict, match="closed already"):
            close_cycle(cycle, by=member, **{"moved": MOVED, "learned": "Ask.", "going_on": ["deciding"]} | change)
    assert Fact.objects.filter(verb="growth.closed").count() == 1
    assert cycle_for(member).number == 2


def test_nobody_closes_anothers_cycle(cycle: Cycle, founder: Person) -> None:
    with pytest.raises(NotFound):
        close_cycle(cycle, by=founder, moved=MOVED)


def test_nothing_is_chosen_or_planned_in_a_closed_cycle(cycle: Cycle, member: Person) -> None:
    close_cycle(cycle, by=member, moved=MOVED)
    with pytest.raises(Conflict):
        put_first(cycle, by=member, behaviours=["confidence"])
    with pytest.raises(Conflict):
        choose_needles(cycle, by=member, chosen={"confidence": "Now."})
    with pytest.raises(Conflict):
        planned(cycle, 9)


def test_a_double_tap_closes_one_cycle(in_scope: Organisation, cycle: Cycle, member: Person, client_for: Any) -> None:
    browser, address = client_for(member), reverse("growth:review")
    form = browser.get(address).context["form"]
    sent = {"cycle": form["cycle"].value(), "learned": "Say who.", "on-deciding": "on"}
    sent |= {"moved-deciding": "clearly", "moved-compassion": "a-little"}
    for _ in range(3):
        assert browser.post(address, sent)["Location"] == reverse("growth:overview")
    assert Cycle.objects.filter(person=member).count() == 2
    assert Fact.objects.filter(verb="growth.closed").count() == 1
    refused = browser.post(address, sent | {"learned": "Something else"})
    assert refused.status_code == 409
    assert "Something else" in refused.content.decode()
    assert cycle_for(member).number == 2


def test_closing_needs_to_know_which_cycle(cycle: Cycle, member: Person, client_for: BrowserFor) -> None:
    sent = {"moved-deciding": "clearly", "moved-compassion": "a-little"}
    for number, status in (("", 422), ("none", 422), ("9", 404), ("9" * 30, 422)):
        assert client_for(member).post(reverse("growth:review"), sent | {"cycle": number}).status_code == status
    assert cycle_for(member) == cycle


def test_the_next_cycle_begins_with_how_one_is_now_and_the_own_order(
    in_scope: Organisation, cycle: Cycle, member: Person, client_for: BrowserFor
) -> None:
    def next_url() -> str:
        return overview_of(member, in_scope).next_url

    answer_questions(in_scope, by=member, given={"body": Given("2")})
    planned(cycle, 1)
    with clock.at(clock.now() + timedelta(days=1)):
        following = close_cycle(cycle, by=member, moved=MOVED, going_on=["deciding"])
        assert next_url() == reverse("growth:section", args=["energy"])
        form = client_for(member).get(reverse("growth:put-first")).context["form"]
        assert (form["first"].value(), form["second"].value()) == ("deciding", "compassion")
        # The same as before, told anew, is news of this cycle.
        answer_questions(in_scope, by=member, given={"body": Given("2")})
        assert next_url() == reverse("growth:put-first")
        put_first(following, by=member, behaviours=["deciding"])
        assert (overview_of(member, in_scope).step, next_url()) == (0, reverse("growth:plan"))


def test_a_cycle_closes_from_its_page(in_scope: Organisation, member: Person, client_for: BrowserFor) -> None:
    browser, address = client_for(member), reverse("growth:review")
    answer_questions(in_scope, by=member, given={"expected": Given(["decisions"])})
    assert browser.get(address)["Location"] == reverse("growth:needle")
    begun(in_scope, member)
    assert browser.post(address, {"cycle": "1", "moved-deciding": "clearly"}).status_code == 422
    sent = {"moved-deciding": "clearly", "moved-compassion": "a-little", "on-deciding": "on", "learned": "Say who."}
    sent["cycle"] = "1"
    assert browser.post(address, sent).status_code == 302
    page = browser.get(reverse("growth:past")).content.decode()
    assert "Say who." in page
    assert [one.behaviour for one in own_needles(cycle_for(member))] == ["deciding"]
