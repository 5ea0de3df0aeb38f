"""Telling, choosing and planning: what is kept, what is refused, and what it says."""

from __future__ import annotations

from typing import Any

import pytest

from roost.ground.activity.models import Fact
from roost.ground.kit.errors import InputError, NotFound
from roost.ground.kit.privacy import erase_person, export_person
from roost.ground.people.models import Organisation, Person
from roost.grow.growth.access import cycle_for, own_experiments, own_needles
from roost.grow.growth.actions import Given, answer_questions, choose_needles, plan_experiment, put_first
from roost.grow.growth.models import Answer, Audience, Cycle, Experiment, Needle
from roost.grow.growth.reads import latest_answers, needle_page, overview_of, told_of

PLAN: dict[str, Any] = {
    "behaviour": "deciding",
    "cue": "we begin to discuss something",
    "action": "say first who decides",
    "expectation": "a shorter discussion",
    "chance": 60,
    "key": "0" * 32,
}


@pytest.fixture
def cycle(in_scope: Organisation, member: Person) -> Cycle:
    return answer_questions(in_scope, by=member, given={"expected": Given(["people"])})


def test_only_what_is_new_is_kept_and_what_was_told_before_stays(in_scope: Organisation, member: Person) -> None:
    answer_questions(in_scope, by=member, given={"role": Given("I run a team."), "body": Given("2"), "mind": Given("")})
    answer_questions(in_scope, by=member, given={"role": Given("I run a team."), "body": Given("4")})
    assert list(Answer.objects.order_by("pk").values_list("question", "value")) == [
        ("role", "I run a team."),
        ("body", "2"),
        ("body", "4"),
    ]
    assert latest_answers(member, in_scope)["body"].value == "4"
    answer_questions(in_scope, by=member, given={"body": Given("4", Audience.COUNTED)})
    assert latest_answers(member, in_scope)["body"].audience == Audience.COUNTED


def test_an_answer_can_be_taken_back(in_scope: Organisation, member: Person) -> None:
    answer_questions(in_scope, by=member, given={"drains": Given(["politics"]), "body": Given("1")})
    answer_questions(in_scope, by=member, given={"drains": Given([]), "body": Given("")})
    assert told_of(latest_answers(member, in_scope)) == {}


def test_own_words_that_are_taken_back_are_gone(in_scope: Organisation, member: Person) -> None:
    for words in ("I run a team.", "I run two teams.", ""):
        answer_questions(in_scope, by=member, given={"role": Given(words), "body": Given("2" if words else "")})
    assert list(Answer.objects.filter(question="role").values_list("value", flat=True)) == [""]
    assert list(Answer.objects.filter(question="body").values_list("value", flat=True)) == ["2", ""]


def test_the_first_answers_open_one_cycle(in_scope: Organisation, member: Person, cycle: Cycle) -> None:
    again = answer_questions(in_scope, by=member, given={"body": Given("3")})
    assert again == cycle == cycle_for(member)
    assert [fact.verb for fact in Fact.objects.filter(verb="growth.began")] == ["growth.began"]


def test_who_has_not_begun_is_told_where_to(in_scope: Organisation, member: Person) -> None:
    with pytest.raises(NotFound, match="begin there"):
        cycle_for(member)


def test_needles_are_at_most_two_and_each_has_its_reason(cycle: Cycle, member: Person) -> None:
    for chosen in ({}, {"deciding": "a", "compassion": "b", "confidence": "c"}, {"deciding": " "}, {"flying": "a"}):
        with pytest.raises(InputError):
            choose_needles(cycle, by=member, chosen=chosen)
    assert Needle.objects.count() == 0
    choose_needles(cycle, by=member, chosen={"deciding": " It waits on my desk. "})
    assert [(one.behaviour, one.why) for one in own_needles(cycle)] == [("deciding", "It waits on my desk.")]


def test_letting_a_needle_go_keeps_its_reason(cycle: Cycle, member: Person) -> None:
    choose_needles(cycle, by=member, chosen={"deciding": "It waits.", "compassion": "A hard month."})
    with pytest.raises(InputError, match="let the other one go"):
        choose_needles(cycle, by=member, chosen={"compassion": "A hard month."})
    choose_needles(cycle, by=member, chosen={"compassion": "A hard year."}, leaving={"deciding": "I decide now."})
    assert [(one.behaviour, one.why) for one in own_needles(cycle)] == [("compassion", "A hard year.")]
    assert Needle.objects.get(behaviour="deciding").left_why == "I decide now."
    choose_needles(cycle, by=member, chosen={"compassion": "A hard year.", "deciding": "It waits again."})
    assert Needle.objects.filter(behaviour="deciding").count() == 2


@pytest.mark.parametrize("behaviours", [[], ["deciding", "deciding"], ["flying"], ["deciding"] * 4])
def test_what_comes_first_is_one_to_three_behaviours(behaviours: list[str], cycle: Cycle, member: Person) -> None:
    with pytest.raises(InputError):
        put_first(cycle, by=member, behaviours=behaviours)


def test_an_experiment_sent_twice_is_planned_once(cycle: Cycle, member: Person) -> None:
    first = plan_experiment(cycle, by=member, **PLAN)
    assert plan_experiment(cycle, by=member, **PLAN) == first
    assert list(own_experiments(cycle)) == [first]
    assert Fact.objects.filter(verb="growth.planned").count() == 1


@pytest.mark.parametrize(
    "change", [{"chance": 0}, {"chance": 100}, {"tries": 0}, {"tries": 4}, {"cue": " "}, {"behaviour": "flying"}]
)
def test_an_experiment_that_cannot_be_one_is_refused(change: dict[str, Any], cycle: Cycle, member: Person) -> None:
    with pytest.raises(InputError):
        plan_experiment(cycle, by=member, **PLAN | change)
    assert Experiment.objects.count() == 0


def test_the_overview_leads_step_by_step(in_scope: Organisation, member: Person) -> None:
    def step() -> tuple[int, str]:
        found = overview_of(member, in_scope)
        return found.step, found.next_url

    assert step() == (1, "/grow/profile/context/")
    cycle = answer_questions(in_scope, by=member, given={"role": Given("I run a team.")})
    assert step() == (2, "/grow/profile/energy/")
    answer_questions(in_scope, by=member, given={"body": Given("3")})
    assert step() == (4, "/grow/first/")
    put_first(cycle, by=member, behaviours=["deciding"])
    assert step() == (5, "/grow/needle/")
    choose_needles(cycle, by=member, chosen={"deciding": "It waits."})
    assert step() == (6, "/grow/experiments/new/")
    plan_experiment(cycle, by=member, **PLAN)
    assert step()[0] == 0


def test_the_own_order_and_the_answers_stand_side_by_side(in_scope: Organisation, member: Person) -> None:
    told = {
        "transition": Given("first-team"),
        "expected": Given(["people", "results"]),
        "drains": Given(["doing-it-all"]),
    }
    cycle = answer_questions(in_scope, by=member, given=told)
    put_first(cycle, by=member, behaviours=["confidence", "building-capability"])
    found = {one.behaviour.key: one for one in needle_page(member, cycle).candidates}
    assert list(found) == ["confidence", "building-capability", "committing-to-outcomes", "earning-trust"]
    assert "you may know something" in found["confidence"].compared
    assert found["building-capability"].compared == "You put it second, your answers put it first."
    assert found["earning-trust"].compared == "Your answers put it third; you did not name it."
    assert [(one.words, one.points) for one in found["building-capability"].reasons] == [
        ("You said: Bringing people on", 9),
        ("You said: Doing everything myself", 6),
        ("You said: I lead people for the first time", 6),
    ]


def test_with_too_little_to_go_on_the_own_order_stands_alone(cycle: Cycle, member: Person) -> None:
    put_first(cycle, by=member, behaviours=["confidence"])
    found = needle_page(member, cycle)
    assert (found.is_enough, found.answers) == (False, 1)
    assert [(one.behaviour.key, one.compared) for one in found.candidates] == [("confidence", "You put it first.")]


def test_all_of_it_can_be_taken_away_and_goes_with_the_person(
    in_scope: Organisation, cycle: Cycle, member: Person
) -> None:
    put_first(cycle, by=member, behaviours=["deciding"])
    choose_needles(cycle, by=member, chosen={"deciding": "It waits."})
    plan_experiment(cycle, by=member, **PLAN)
    held = export_person(member.pk)
    assert [len(held[f"growth.{table}"]) for table in ("Answer", "Cycle", "Needle", "Experiment")] == [1, 1, 1, 1]
    erase_person(member.pk)
    assert [model.objects.count() for model in (Answer, Cycle, Needle, Experiment)] == [0, 0, 0, 0]
