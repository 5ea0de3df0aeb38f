"""What the page says of a ranking is true of it: places, points, ties, what speaks against, and how sure it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from roost.ground.people.models import Organisation, Person
from roost.grow.growth.actions import Given, answer_questions, choose_needles, put_first
from roost.grow.growth.models import Cycle
from roost.grow.growth.reads import needle_page
from roost.grow.growth.reads.needle import ORDER, PLACES, Candidate

BrowserFor = Callable[[Person | None], Client]
TOLD = {
    "transition": Given("first-team"),
    "expected": Given(["people", "results"]),
    "drains": Given(["doing-it-all"]),
}
"""Building capability 21, committing to outcomes 9, earning trust 4; compassion and being proactive 3 each."""


@pytest.fixture
def cycle(in_scope: Organisation, member: Person) -> Cycle:
    return answer_questions(in_scope, by=member, given=TOLD)


def shown(cycle: Cycle, *own: str) -> dict[str, Candidate]:
    put_first(cycle, by=cycle.person, behaviours=own)
    cycle.refresh_from_db()
    return {one.behaviour.key: one for one in needle_page(cycle.person, cycle).candidates}


def test_what_stands_fourth_is_said_to_stand_fourth_with_its_points(cycle: Cycle) -> None:
    found = shown(cycle, "proactive")["proactive"]
    assert found.compared == ("You put it first, your answers put it fourth. It has 3 points, as many as Compassion.")
    assert (found.points, [(one.words, one.points) for one in found.reasons]) == (
        3,
        [("You said: Results, on time", 3)],
    )
    assert (found.sure, found.is_open) == ("", False)
    found = shown(cycle, "communicating-with-impact")["communicating-with-impact"]
    assert found.compared == "You put it first, your answers put it sixth. It has 2 points."


def test_answers_do_not_point_there_only_where_they_do_not(cycle: Cycle) -> None:
    found = shown(cycle, "confidence", "earning-trust")
    assert found["confidence"].compared == (
        "You put it first. Your answers do not point there: you may know something that was not asked."
    )
    assert (found["confidence"].points, found["confidence"].reasons) == (0, [])
    assert found["earning-trust"].compared == "You put it second, your answers put it third."


def test_what_counts_against_is_said_to_count_against(in_scope: Organisation, member: Person, cycle: Cycle) -> None:
    answer_questions(in_scope, by=member, given={"strengths": Given(["confidence", "communicating-with-impact"])})
    found = shown(cycle, "confidence", "communicating-with-impact")
    against = found["confidence"]
    assert against.compared == "You put it first. Your answers count against it, because you have it already."
    assert (against.points, [one.words for one in against.reasons]) == (-2, ["A strength of yours already: Confidence"])
    even = found["communicating-with-impact"]
    assert even.compared == "You put it second. Your answers speak for it as much as against it."
    assert (even.points, [one.points for one in even.reasons]) == (0, [2, -2])


def test_equal_ones_are_said_to_be_equal(in_scope: Organisation, member: Person, cycle: Cycle) -> None:
    answer_questions(in_scope, by=member, given={"feeds": Given(["helping", "starting"])})
    # Earning trust, compassion and being proactive have four points each now; the first in the usual order is shown.
    found = shown(cycle, "proactive")
    assert found["proactive"].compared == (
        "You put it first, your answers put it third. It has 4 points, as many as Earning trust and Compassion."
    )
    assert found["earning-trust"].compared == (
        "Your answers put it third; you did not name it. It has 4 points, as many as Compassion and Being proactive."
    )
    assert "compassion" not in found


def test_an_open_place_names_the_answer_that_it_hangs_on(cycle: Cycle) -> None:
    found = shown(cycle, "building-capability")
    assert found["building-capability"].sure == (
        "Steady: it stays among the first whichever two of your answers are left out."
    )
    assert (found["committing-to-outcomes"].sure, found["committing-to-outcomes"].is_open) == (
        "Open: leave out one answer alone, and it no longer stands here. It hangs on “Results, on time”.",
        True,
    )


def test_a_likely_place_says_what_it_withstands(in_scope: Organisation, member: Person, cycle: Cycle) -> None:
    answer_questions(in_scope, by=member, given={"drains": Given(["doing-it-all", "meetings"])})
    assert shown(cycle, "confidence")["committing-to-outcomes"].sure == (
        "Likely: it stays among the first whichever one of your answers is left out, "
        "and in 9 of 10 ways of leaving two out."
    )


def test_answers_that_only_speak_against_are_not_enough(in_scope: Organisation, member: Person) -> None:
    given = {"strengths": Given(["compassion", "researching", "deciding"]), "drains": Given(["politics"])}
    cycle = answer_questions(in_scope, by=member, given=given)
    put_first(cycle, by=member, behaviours=["deciding"])
    cycle.refresh_from_db()
    found = needle_page(member, cycle)
    assert (found.is_enough, found.answers, [one.compared for one in found.candidates]) == (
        False,
        1,
        ["You put it first."],
    )


def test_a_needle_of_before_that_nobody_names_now_says_where_it_stands(cycle: Cycle, member: Person) -> None:
    choose_needles(cycle, by=member, chosen={"compassion": "A hard month."})
    found = shown(cycle, "building-capability")
    assert found["compassion"].compared == (
        "Your answers put it fourth; you did not name it. It has 3 points, as many as Being proactive."
    )


def test_every_place_has_its_word() -> None:
    assert len(set(PLACES)) == len(PLACES) == len(ORDER)


def test_the_page_takes_four_queries_and_says_all_of_it(
    cycle: Cycle, member: Person, client_for: BrowserFor, django_assert_num_queries: Callable[[int], object]
) -> None:
    shown(cycle, "proactive", "confidence")
    with django_assert_num_queries(4):
        needle_page(member, cycle)
    page = client_for(member).get(reverse("growth:needle")).content.decode()
    assert "your answers put it fourth" in page
    assert "Why your answers point here: 3 points" in page
    assert "It hangs on" in page
    assert "With fewer than 4 answers" in client_for(member).get(reverse("growth:weights")).content.decode()
