"""Looking back: what a closed cycle keeps, what the next begins with, and what guesses were worth."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from math import prod
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError
from roost.ground.people.models import Organisation, Person, Team
from roost.ground.release.engine import Band
from roost.grow.growth.access import cycle_before, cycle_for, own_experiments, own_needles
from roost.grow.growth.actions import (
    Given,
    answer_questions,
    ask_to_watch,
    choose_needles,
    close_cycle,
    plan_experiment,
    put_first,
    record_try,
    say_what_was_seen,
)
from roost.grow.growth.engine import Fit, Guess, brier, calibrate, how_many_come
from roost.grow.growth.models import Cycle, Experiment, Moved, Outcome, Seen
from roost.grow.growth.reads import capacity_of, guesses_of, overview_of, past_cycles

BrowserFor = Callable[[Person | None], Client]
TODAY = date(2024, 6, 12)
CHANCES = st.lists(st.integers(1, 99), max_size=9)


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
    still_open, ended = planned(cycle, 1), tried(cycle, 2, Outcome.OTHERWISE)
    following = close_cycle(cycle, by=member, moved=MOVED, learned=" Say who decides. ", going_on=["compassion"])
    assert (following.number, following.own_first, cycle_before(following)) == (2, [], cycle)
    assert [(one.behaviour, one.why) for one in own_needles(following)] == [("compassion", "A hard month.")]
    assert list(own_experiments(following)) == [still_open]
    past = past_cycles(member, following.organisation)
    assert [(one.cycle.number, one.cycle.learned, one.tries) for one in past] == [(1, "Say who decides.", 1)]
    assert [(one.needle.behaviour, one.needle.moved) for one in past[0].needles] == list(MOVED.items())
    assert past[0].experiments == [ended]


def test_a_cycle_is_closed_once_and_whole(cycle: Cycle, member: Person) -> None:
    for moved in ({}, {"deciding": Moved.CLEARLY}, MOVED | {"confidence": Moved.NOT_YET}):
        with pytest.raises(InputError):
            close_cycle(cycle, by=member, moved=moved)
    with pytest.raises(InputError):
        close_cycle(cycle, by=member, moved=MOVED, going_on=["confidence"])
    close_cycle(cycle, by=member, moved=MOVED)
    with pytest.raises(Conflict):
        close_cycle(cycle, by=member, moved=MOVED)
    assert cycle_for(member).number == 2


def test_the_next_cycle_begins_with_how_one_is_now(
    in_scope: Organisation, cycle: Cycle, member: Person, client_for: BrowserFor
) -> None:
    close_cycle(cycle, by=member, moved=MOVED)
    assert overview_of(member, in_scope).next_url == reverse("growth:section", args=["energy"])
    form = client_for(member).get(reverse("growth:put-first")).context["form"]
    assert (form["first"].value(), form["second"].value()) == ("deciding", "compassion")


def test_a_cycle_closes_from_its_page(in_scope: Organisation, member: Person, client_for: BrowserFor) -> None:
    browser, address = client_for(member), reverse("growth:review")
    answer_questions(in_scope, by=member, given={"expected": Given(["decisions"])})
    assert browser.get(address)["Location"] == reverse("growth:needle")
    begun(in_scope, member)
    assert browser.post(address, {"moved-deciding": "clearly"}).status_code == 422
    sent = {"moved-deciding": "clearly", "moved-compassion": "a-little", "on-deciding": "on", "learned": "Say who."}
    assert browser.post(address, sent).status_code == 302
    page = browser.get(reverse("growth:past")).content.decode()
    assert "Say who." in page
    assert [one.behaviour for one in own_needles(cycle_for(member))] == ["deciding"]


def test_guesses_by_hand() -> None:
    assert brier([Guess(100 - 30, True), Guess(50, False)]) == pytest.approx((0.09 + 0.25) / 2)
    assert calibrate([Guess(60, True)] * 4).fit is Fit.TOO_FEW
    # 0.9 to the power of nothing: five certain-looking guesses, none of which came, have chance 0.00001.
    assert calibrate([Guess(90, False)] * 5).fit is Fit.TOO_HIGH
    assert calibrate([Guess(10, True)] * 5).fit is Fit.TOO_LOW
    assert calibrate([Guess(50, came) for came in (True, False, True, False, True)]).fit is Fit.FITS
    better = calibrate([Guess(90, False)] * 5 + [Guess(90, True)] * 5)
    assert (better.earlier, better.later) == (pytest.approx(0.81), pytest.approx(0.01))


@given(CHANCES)
def test_how_many_come_as_counted_case_by_case(chances: list[int]) -> None:
    counted = [0.0] * (len(chances) + 1)
    for came in product((0, 1), repeat=len(chances)):
        pairs = zip(chances, came, strict=True)
        counted[sum(came)] += prod(one / 100 if yes else 1 - one / 100 for one, yes in pairs)
    assert how_many_come(chances) == pytest.approx(counted)


def test_moments_that_did_not_come_are_no_guesses(cycle: Cycle, member: Person) -> None:
    for number in range(5):
        tried(cycle, number, Outcome.DID_NOT_COME)
    assert guesses_of(member, cycle.organisation).calibration.guesses == 0
    for number in range(5, 10):
        tried(cycle, number, Outcome.OTHERWISE, chance=90)
    found = guesses_of(member, cycle.organisation)
    assert found.sentence == ("You gave 90 % on average, and 0 % of 5 tries turned out so: your guesses are too high.")


def test_later_guesses_are_held_against_earlier_ones(cycle: Cycle, member: Person) -> None:
    for number in range(10):
        tried(cycle, number, Outcome.AS_EXPECTED if number >= 5 else Outcome.OTHERWISE, chance=80)
    assert guesses_of(member, cycle.organisation).change == (
        "Your later guesses were closer than your earlier ones: 0.04 after 0.64; 0 is perfect. "
        "With so few guesses that may be chance."
    )


def test_capacity_is_told_of_divisions_and_never_of_few(
    in_scope: Organisation, make_person: Any, team: Team, founder: Person
) -> None:
    people = [make_person(f"Person {number}", team=team) for number in range(8)]
    for place, person in enumerate(people):
        assert capacity_of(in_scope, TODAY) == []
        cycle = begun(in_scope, person)
        experiment = planned(cycle, 1)
        if place < 6:
            seen = ask_to_watch(experiment, by=person, observer=founder)
            say_what_was_seen(seen, by=founder, seen=Seen.YES if place else Seen.NO)
        record_try(experiment, by=person, number=1, tried_on=TODAY, outcome=Outcome.AS_EXPECTED)
        close_cycle(cycle, by=person, moved=MOVED)
    assert [(one.division, one.seen, one.guessing) for one in capacity_of(in_scope, TODAY)] == [
        ("North", Band.HALF, Band.HIDDEN)
    ]
    with clock.at(clock.now() + timedelta(days=1)):
        assert capacity_of(in_scope, date(2023, 1, 1)) == []
