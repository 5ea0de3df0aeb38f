"""Two tabs, two telephones, a form sent twice: nothing is overwritten unseen, and nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from roost.ground.kit.errors import Conflict
from roost.ground.people.models import Organisation, Person
from roost.grow.growth.access import own_needles
from roost.grow.growth.actions import (
    Given,
    Outcome,
    Plan,
    Seen,
    Told,
    answer_questions,
    ask_to_watch,
    change_experiment,
    choose_needles,
    close_cycle,
    correct_try,
    end_experiment,
    plan_experiment,
    planned,
    put_first,
    record_try,
    say_what_was_seen,
)
from roost.grow.growth.models import Cycle, Experiment, Moved, Try
from roost.grow.growth.reads import experiment_page, latest_answers

BrowserFor = Callable[[Person | None], Client]
TODAY = date(2024, 6, 12)


@pytest.fixture
def cycle(in_scope: Organisation, member: Person) -> Cycle:
    cycle = answer_questions(in_scope, by=member, given={"body": Given("3")})
    put_first(cycle, by=member, behaviours=["deciding"])
    choose_needles(cycle, by=member, chosen={"deciding": "It waits."})
    return cycle


@pytest.fixture
def browser(cycle: Cycle, member: Person, client_for: BrowserFor) -> Client:
    return client_for(member)


@pytest.fixture
def experiment(cycle: Cycle, member: Person) -> Experiment:
    words = {"behaviour": "deciding", "cue": "a", "action": "b", "expectation": "c"}
    return plan_experiment(cycle, by=member, **words, chance=60, tries=2, key="0" * 32)


def initial(form: Any) -> dict[str, Any]:
    """Give what a browser would send of a form as it stands."""
    values = {field.html_name: field.value() for field in form}
    return {name: value for name, value in values.items() if value is not None and value is not False}


def test_a_stale_tab_erases_no_answer(browser: Client, in_scope: Organisation, member: Person) -> None:
    address = reverse("growth:section", args=["energy"])
    old_tab = initial(browser.get(address).context["form"])
    phone = initial(browser.get(address).context["form"]) | {"body": "2", "drains": ["politics"]}
    assert browser.post(address, phone).status_code == 302
    assert browser.post(address, phone).status_code == 302
    refused = browser.post(address, old_tab | {"mind": "3", "spirit": "4"})
    words = refused.content.decode()
    assert refused.status_code == 409
    assert "nothing was changed yet" in words
    assert "Kept now: Low" in words
    assert "Kept now: Politics" in words
    form = refused.context["form"]
    assert (form["mind"].value(), form["body"].value()) == ("3", "3")
    assert latest_answers(member, in_scope)["body"].value == "2"
    assert browser.post(address, initial(form)).status_code == 302
    assert {key: one.value for key, one in latest_answers(member, in_scope).items()} == {
        "body": "3",
        "mind": "3",
        "spirit": "4",
        "drains": [],
    }


def test_another_audience_of_before_is_shown_as_well(browser: Client) -> None:
    address = reverse("growth:section", args=["energy"])
    old_tab = initial(browser.get(address).context["form"])
    assert browser.post(address, old_tab | {"audience-body": "counted"}).status_code == 302
    refused = browser.post(address, old_tab | {"mind": "3"})
    assert refused.status_code == 409
    assert "Kept now: So-so (counted with others, without my name)" in refused.content.decode()


def test_another_section_answered_meanwhile_stands_in_nobodys_way(browser: Client) -> None:
    address = reverse("growth:section", args=["energy"])
    old_tab = initial(browser.get(address).context["form"])
    assert browser.post(reverse("growth:section", args=["context"]), {"role": "I mend things."}).status_code == 302
    assert browser.post(address, old_tab | {"mind": "3"}).status_code == 302


def test_the_two_jobs_are_not_overwritten_unseen(browser: Client) -> None:
    address = reverse("growth:work")
    old_tab = initial(browser.get(address).context["form"])
    assert browser.post(address, old_tab | {"visible-job": "Plan the shifts."}).status_code == 302
    refused = browser.post(address, old_tab | {"hidden-job": "Say no."})
    assert refused.status_code == 409
    assert "Kept now: Plan the shifts." in refused.content.decode()
    assert "Say no." in refused.content.decode()


def test_an_order_of_before_is_not_overwritten_unseen(browser: Client, cycle: Cycle) -> None:
    address = reverse("growth:put-first")
    old_tab = initial(browser.get(address).context["form"])
    assert browser.post(address, old_tab | {"first": "compassion"}).status_code == 302
    assert browser.post(address, old_tab | {"first": "compassion"}).status_code == 302
    refused = browser.post(address, old_tab | {"first": "confidence"})
    assert (refused.status_code, refused.context["kept"]) == (409, ["Compassion"])
    cycle.refresh_from_db()
    assert cycle.own_first == ["compassion"]
    assert browser.post(address, initial(refused.context["form"])).status_code == 302
    cycle.refresh_from_db()
    assert cycle.own_first == ["confidence"]


def test_needles_of_before_are_not_overwritten_unseen(browser: Client, cycle: Cycle) -> None:
    address = reverse("growth:needle")
    old_tab = initial(browser.get(address).context["form"])
    assert browser.post(address, old_tab | {"why-deciding": "It waits for weeks."}).status_code == 302
    refused = browser.post(address, old_tab | {"why-deciding": "I am afraid of it."})
    words = refused.content.decode()
    assert refused.status_code == 409
    assert "Deciding: It waits for weeks." in words
    assert "I am afraid of it." in words
    assert own_needles(cycle).get().why == "It waits for weeks."
    assert browser.post(address, initial(refused.context["form"])).status_code == 302
    assert own_needles(cycle).get().why == "I am afraid of it."


def test_other_words_under_the_same_key_are_kept_on_the_page(browser: Client) -> None:
    address = reverse("growth:plan")
    sent = initial(browser.get(address).context["form"]) | {"chance": "60"}
    for _ in range(2):
        assert browser.post(address, sent).status_code == 302
    refused = browser.post(address, sent | {"action": "do something else"})
    assert refused.status_code == 409
    words = refused.content.decode()
    assert "do something else" in words
    assert reverse("growth:change-experiment", args=[Experiment.objects.get().pk]) in words
    assert browser.post(address, initial(refused.context["form"])).status_code == 302
    assert Experiment.objects.count() == 2


def test_a_plan_is_not_lost_with_its_needle(browser: Client, cycle: Cycle) -> None:
    address = reverse("growth:plan")
    sent = initial(browser.get(address).context["form"]) | {"chance": "60"}
    own_needles(cycle).delete()
    assert browser.post(address, sent).status_code == 302
    assert Experiment.objects.get().behaviour == "deciding"


def test_a_plan_is_mended_before_it_is_tried(browser: Client, experiment: Experiment) -> None:
    address = reverse("growth:change-experiment", args=[experiment.pk])
    old_tab = initial(browser.get(address).context["form"])
    for _ in range(2):
        assert browser.post(address, old_tab | {"action": "say who decides"}).status_code == 302
    refused = browser.post(address, old_tab | {"action": "say when"})
    words = refused.content.decode()
    assert refused.status_code == 409
    assert "say who decides" in words
    assert "say when" in words
    assert browser.post(address, initial(refused.context["form"])).status_code == 302
    experiment.refresh_from_db()
    assert (experiment.action, experiment.version) == ("say when", 3)


def test_what_was_tried_seen_or_ended_stays_as_it_was_planned(
    experiment: Experiment, cycle: Cycle, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    words = {"behaviour": "deciding", "cue": "a", "action": "b", "expectation": "c"}
    seen = plan_experiment(cycle, by=member, **words, chance=60, key="1" * 32)
    ended = plan_experiment(cycle, by=member, **words, chance=60, key="2" * 32)
    record_try(experiment, by=member, number=1, tried_on=TODAY, outcome=Outcome.OTHERWISE)
    say_what_was_seen(ask_to_watch(seen, by=member, observer=founder), by=founder, seen=Seen.YES)
    end_experiment(ended, by=member)
    for one in (experiment, seen, ended):
        one.refresh_from_db()
        assert not experiment_page(one).can_change
        with pytest.raises(Conflict, match="stays as it was"):
            change_experiment(one, by=member, plan=Plan("a", "b", "d", 90), version=1)
        address = reverse("growth:change-experiment", args=[one.pk])
        assert client_for(member).get(address)["Location"] == reverse("growth:experiment", args=[one.pk])
        assert planned(one).expectation == "c"


def test_another_try_with_a_number_that_is_taken_is_shown_beside_it(browser: Client, experiment: Experiment) -> None:
    address = reverse("growth:experiment", args=[experiment.pk])
    sent = {"number": "1", "outcome": "otherwise", "tried_on": "2024-06-12", "learned": "They wait for it."}
    for _ in range(2):
        assert browser.post(address, sent).status_code == 302
    refused = browser.post(address, sent | {"learned": "They fear it."})
    words = refused.content.decode()
    assert refused.status_code == 409
    assert "They wait for it." in words
    assert "They fear it." in words
    correct = reverse("growth:correct-try", args=[experiment.pk])
    assert browser.post(correct, initial(refused.context["form"])).status_code == 302
    kept = Try.objects.get()
    assert (kept.learned, kept.version) == ("They fear it.", 2)
    assert "Corrected on 12 June 2024" in browser.get(address).content.decode()


def test_a_correction_of_before_is_not_overwritten_unseen(browser: Client, experiment: Experiment) -> None:
    record_try(experiment, by=experiment.person, number=1, tried_on=TODAY, outcome=Outcome.OTHERWISE)
    address = reverse("growth:correct-try", args=[experiment.pk])
    old_tab = initial(browser.get(address).context["form"])
    assert browser.post(address, old_tab | {"learned": "One"}).status_code == 302
    refused = browser.post(address, old_tab | {"learned": "Two"})
    assert refused.status_code == 409
    assert [word in refused.content.decode() for word in ("One", "Two")] == [True, True]
    assert browser.post(address, old_tab | {"tried_on": "2024-06-13"}).status_code == 409
    again = initial(refused.context["form"])
    assert browser.post(address, again | {"tried_on": "2024-06-13"}).status_code == 422
    assert browser.post(address, again).status_code == 302
    assert Try.objects.get().learned == "Two"


def told(outcome: Outcome) -> Told:
    return Told(TODAY, outcome)


def test_a_correction_ends_an_experiment_or_lets_it_go_on(experiment: Experiment, member: Person) -> None:
    for number in (1, 2):
        record_try(experiment, by=member, number=number, tried_on=TODAY, outcome=Outcome.AS_EXPECTED)
    experiment.refresh_from_db()
    assert experiment.ended_at is not None
    with pytest.raises(Conflict, match="tried it again since"):
        correct_try(experiment, by=member, number=1, told=told(Outcome.OTHERWISE), version=1)
    correct_try(experiment, by=member, number=2, told=told(Outcome.DID_NOT_COME), version=1)
    experiment.refresh_from_db()
    assert experiment.ended_at is None
    correct_try(experiment, by=member, number=2, told=told(Outcome.OTHERWISE), version=2)
    experiment.refresh_from_db()
    assert experiment.ended_at is not None


def test_an_experiment_that_was_ended_by_hand_stays_ended(experiment: Experiment, member: Person) -> None:
    record_try(experiment, by=member, number=1, tried_on=TODAY, outcome=Outcome.AS_EXPECTED)
    ended_at = end_experiment(experiment, by=member).ended_at
    Experiment.objects.update(ended_at=ended_at.replace(hour=20) if ended_at else None)
    correct_try(experiment, by=member, number=1, told=told(Outcome.DID_NOT_COME), version=1)
    experiment.refresh_from_db()
    assert experiment.ended_at is not None


def test_nothing_is_corrected_in_a_closed_cycle(experiment: Experiment, cycle: Cycle, member: Person) -> None:
    record_try(experiment, by=member, number=1, tried_on=TODAY, outcome=Outcome.AS_EXPECTED)
    close_cycle(cycle, by=member, moved={"deciding": Moved.CLEARLY})
    experiment.refresh_from_db()
    assert not experiment_page(experiment).can_correct
    with pytest.raises(Conflict, match="closed"):
        correct_try(experiment, by=member, number=1, told=told(Outcome.OTHERWISE), version=1)
