"""What stands beside "did it move?", what cycles of before keep, and what guesses are held against."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from roost.ground.kit import clock
from roost.ground.people.models import Organisation, Person
from roost.grow.growth.access import cycle_for
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
from roost.grow.growth.engine import Change, Fit
from roost.grow.growth.models import Cycle, Experiment, Moved, Outcome, Seen
from roost.grow.growth.reads import guesses_of, past_cycles, review_of

BrowserFor = Callable[[Person | None], Client]
Queries = Callable[[int], object]
TODAY = date(2024, 6, 12)
CAME, OTHERWISE, NO_MOMENT = Outcome.AS_EXPECTED, Outcome.OTHERWISE, Outcome.DID_NOT_COME


@pytest.fixture
def cycle(in_scope: Organisation, member: Person) -> Cycle:
    cycle = answer_questions(in_scope, by=member, given={"expected": Given(["decisions"])})
    put_first(cycle, by=member, behaviours=["deciding", "compassion"])
    choose_needles(cycle, by=member, chosen={"deciding": "It waits.", "compassion": "A hard month."})
    return cycle


def planned(cycle: Cycle, number: int, *, chance: int = 60, tries: int = 3, behaviour: str = "deciding") -> Experiment:
    words = {"behaviour": behaviour, "cue": "a", "action": f"decide {number}", "expectation": "c"}
    return plan_experiment(cycle, by=cycle.person, **words, chance=chance, tries=tries, key=f"{number:032}")


def tried(experiment: Experiment, *outcomes: Outcome, learned: str = "") -> None:
    for number, outcome in enumerate(outcomes, start=1):
        record_try(experiment, by=experiment.person, number=number, tried_on=TODAY, outcome=outcome, learned=learned)


def test_a_needle_stands_beside_what_was_tried_and_what_others_saw(
    cycle: Cycle, member: Person, founder: Person, client_for: BrowserFor, django_assert_num_queries: Queries
) -> None:
    experiment = planned(cycle, 1)
    asked = ask_to_watch(experiment, by=member, observer=founder)
    tried(experiment, OTHERWISE, CAME, learned="Say who decides.")
    say_what_was_seen(asked, by=founder, seen=Seen.PARTLY, words="You asked, and then you told.")
    with django_assert_num_queries(4):
        deciding, compassion = review_of(cycle)
    assert [(one.experiment, [each.outcome for each in one.tries]) for one in deciding.shown] == [
        (experiment, [OTHERWISE, CAME])
    ]
    assert [(one.observer, one.words) for one in deciding.shown[0].observations] == [
        (founder, "You asked, and then you told.")
    ]
    assert (compassion.needle.behaviour, compassion.shown) == ("compassion", [])
    page = client_for(member).get(reverse("growth:review")).content.decode()
    for words in ("Decide 1", "As I expected", "Otherwise", "Say who decides.", "A little", "You asked, and then"):
        assert words in page
    assert "You tried nothing for this in this cycle." in page


def test_what_is_planned_and_not_tried_is_said_to_be_so(cycle: Cycle, member: Person, client_for: BrowserFor) -> None:
    planned(cycle, 1)
    assert "Planned, and not tried yet." in client_for(member).get(reverse("growth:review")).content.decode()


def test_a_needle_that_was_let_go_stays_with_its_reason(
    cycle: Cycle, member: Person, client_for: BrowserFor, django_assert_num_queries: Queries
) -> None:
    tried(planned(cycle, 1, tries=1), CAME)
    leaving = {"deciding": "Somebody else decides now."}
    choose_needles(cycle, by=member, chosen={"compassion": "A hard month."}, leaving=leaving)
    browser, address = client_for(member), reverse("growth:past")
    for open_still in (True, False):
        page = browser.get(address).content.decode()
        assert ("Open since 12 June 2024" in page) == open_still
        assert "Somebody else decides now." in page
        assert "It waits." in page
        if open_still:
            close_cycle(cycle_for(member), by=member, moved={"compassion": Moved.A_LITTLE})
    with django_assert_num_queries(4):
        (past,) = past_cycles(member, cycle.organisation)
    assert [one.needle.behaviour for one in past.needles] == ["compassion"]
    assert [one.needle.left_why for one in past.left] == ["Somebody else decides now."]


def test_days_are_the_persons_own(cycle: Cycle, member: Person) -> None:
    with clock.at(datetime(2024, 6, 20, 12, tzinfo=UTC)):
        close_cycle(cycle, by=member, moved={"deciding": Moved.CLEARLY, "compassion": Moved.NOT_YET})
    for zone, day in (("UTC", 20), ("Pacific/Kiritimati", 21)):
        member.time_zone = zone
        (past,) = past_cycles(member, cycle.organisation)
        assert past.closed_on == date(2024, 6, day)


def test_one_experiment_and_several_tries_are_counted_in_words(
    cycle: Cycle, member: Person, client_for: BrowserFor
) -> None:
    tried(planned(cycle, 1), OTHERWISE, CAME, CAME)
    close_cycle(cycle, by=member, moved={"deciding": Moved.CLEARLY, "compassion": Moved.NOT_YET})
    assert "1 experiment, 3 tries" in client_for(member).get(reverse("growth:past")).content.decode()


def test_a_guess_is_held_against_the_first_try_that_came_about(
    cycle: Cycle, member: Person, django_assert_num_queries: Queries
) -> None:
    assert guesses_of(member, cycle.organisation).sentence == (
        "Roost holds each guess against what happens the first time. Nothing has been tried yet."
    )
    tried(planned(cycle, 1, chance=80), OTHERWISE, CAME, CAME)
    assert guesses_of(member, cycle.organisation).sentence.startswith(
        "You gave 80 %; 0 of 1 experiment turned out so the first time. That is too early to tell"
    )
    tried(planned(cycle, 2, chance=60), NO_MOMENT, CAME)
    planned(cycle, 3)
    with django_assert_num_queries(1):
        found = guesses_of(member, cycle.organisation)
    assert (found.calibration.guesses, found.calibration.came, found.calibration.fit) == (2, 1, Fit.TOO_EARLY)
    assert found.sentence == (
        "You gave 70 % on average; 1 of 2 experiments turned out so the first time. That is too early to tell how well "
        "you guess: with so few, even a difference of 20 points may be chance."
    )
    assert found.change == ""


def test_enough_guesses_are_judged(cycle: Cycle, member: Person) -> None:
    for number in range(11):
        tried(planned(cycle, number, chance=90, tries=1), CAME if number % 2 else OTHERWISE)
    found = guesses_of(member, cycle.organisation)
    assert found.sentence == (
        "You gave 90 % on average; 5 of 11 experiments turned out so the first time. Your guesses are too high."
    )
    assert found.change == "Whether your later guesses are better than the earlier ones is too early to tell."


def test_later_guesses_are_those_that_were_made_later(cycle: Cycle, member: Person) -> None:
    experiments = []
    for number in range(22):
        with clock.at(clock.now() + timedelta(minutes=number)):
            experiments.append(planned(cycle, number, chance=90, tries=1))
    # What was planned first is tried last.
    for number, experiment in reversed(list(enumerate(experiments))):
        tried(experiment, OTHERWISE if number < 6 else CAME)
    found = guesses_of(member, cycle.organisation)
    assert found.calibration.change is Change.CLOSER
    assert found.change == "Your later guesses are closer: 10 points from what came, after 45 points."
