"""Each page asked by the cast: everybody has their own, and nobody another's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import Organisation, Person
from roost.ground.people.reads import people_around
from roost.grow.growth.access import cycle_for, experiment_for, growing_in
from roost.grow.growth.actions import (
    Given,
    answer_questions,
    ask_to_watch,
    choose_needles,
    plan_experiment,
    put_first,
)
from roost.grow.growth.models import Answer, Audience, Experiment, Needle
from roost.grow.growth.reads import (
    experiment_page,
    latest_answers,
    overview_of,
    plan_page,
    watching_card,
    watching_page,
)

BrowserFor = Callable[[Person | None], Client]
SECRET = "my own words about my work"


@pytest.fixture
def growing(in_scope: Organisation, member: Person) -> Person:
    cycle = answer_questions(in_scope, by=member, given={"role": Given(SECRET), "expected": Given(["decisions"])})
    put_first(cycle, by=member, behaviours=["deciding"])
    choose_needles(cycle, by=member, chosen={"deciding": "a line that only I read"})
    return member


@pytest.mark.parametrize("name", ["overview", "put-first", "needle", "weights", "plan"])
def test_who_grows_sees_every_page(name: str, growing: Person, client_for: BrowserFor) -> None:
    assert client_for(growing).get(reverse(f"growth:{name}")).status_code == 200


def test_nobody_else_reads_what_was_told(
    growing: Person, founder: Person, administrator: Person, outsider: Person, client_for: BrowserFor
) -> None:
    """Everybody has answered, chosen and planned, so each page has something to show: their own."""
    addresses = [reverse(f"growth:{name}") for name in ("overview", "put-first", "needle", "plan", "review", "past")]
    addresses += [reverse("growth:section", args=["context"]), reverse("growth:work"), reverse("growth:asked"), "/"]
    words = {"behaviour": "deciding", "cue": "a cue of mine", "action": "b", "expectation": "c"}
    theirs = plan_experiment(cycle_for(growing), by=growing, **words, chance=60, key="0" * 32)
    with everywhere():
        for other in (founder, administrator, outsider):
            cycle = answer_questions(growing_in(other), by=other, given={"role": Given("theirs")})
            choose_needles(cycle, by=other, chosen={"deciding": "theirs"})
            put_first(cycle, by=other, behaviours=["deciding"])
    mine = "".join(client_for(growing).get(address).content.decode() for address in addresses)
    assert all(one in mine for one in (SECRET, "a line that only I read", "a cue of mine"))
    for other in (founder, administrator, outsider):
        browser = client_for(other)
        for address in addresses:
            answer = browser.get(address)
            assert answer.status_code == 200, address
            for one in (SECRET, "a line that only I read", "a cue of mine"):
                assert one not in answer.content.decode(), address
        for name in ("experiment", "change-experiment", "correct-try"):
            assert browser.get(reverse(f"growth:{name}", args=[theirs.pk])).status_code == 404


def test_reads_state_their_queries(
    growing: Person, founder: Person, in_scope: Organisation, django_assert_num_queries: Callable[[int], Any]
) -> None:
    cycle = cycle_for(growing)
    words = {"behaviour": "deciding", "cue": "a", "action": "b", "expectation": "c"}
    experiment = plan_experiment(cycle, by=growing, **words, chance=60, key="0" * 32)
    ask_to_watch(experiment, by=growing, observer=founder)
    experiment = experiment_for(growing, experiment.pk)
    for queries, read in (
        (1, lambda: latest_answers(growing, in_scope)),
        (4, lambda: overview_of(growing, in_scope)),
        (1, lambda: plan_page(cycle, None, wanted="", start="")),
        (2, lambda: experiment_page(experiment)),
        (4, lambda: people_around(growing, in_scope)),
        (1, lambda: watching_page(founder, in_scope)),
        (3, lambda: watching_card(founder, founder)),
    ):
        with django_assert_num_queries(queries):
            read()


def test_answers_come_from_the_page(in_scope: Organisation, founder: Person, client_for: BrowserFor) -> None:
    sent = {
        "transition": "in-trouble",
        "expected": ["change", "less"],
        "role": " I mend things. ",
        "audience-transition": "counted",
        "audience-expected": "me",
        "audience-role": "counted",
    }
    browser = client_for(founder)
    answer = browser.post(reverse("growth:section", args=["context"]), sent)
    # Own words cannot be counted, whatever a browser sends.
    assert answer.status_code == 422
    answer = browser.post(reverse("growth:section", args=["context"]), sent | {"audience-role": "me"})
    assert answer["Location"] == reverse("growth:section", args=["energy"])
    with everywhere():
        kept = {one.question: (one.value, one.audience) for one in Answer.objects.filter(person=founder)}
    assert kept == {
        "transition": ("in-trouble", Audience.COUNTED),
        "expected": (["change", "less"], Audience.ME),
        "role": ("I mend things.", Audience.ME),
    }


def test_an_unknown_section_or_answer_is_refused(member: Person, client_for: BrowserFor) -> None:
    browser = client_for(member)
    assert browser.get("/grow/profile/astrology/").status_code == 404
    assert browser.post("/grow/profile/context/", {"transition": "from-mars"}).status_code == 422
    with everywhere():
        assert Answer.objects.count() == 0


def test_something_that_nobody_offered_can_be_chosen(growing: Person, client_for: BrowserFor) -> None:
    sent = {
        "choose-deciding": "on",
        "why-deciding": "a line that only I read",
        "other": "leading-change",
        "other_why": "We have to.",
    }
    assert client_for(growing).post(reverse("growth:needle"), sent)["Location"] == reverse("growth:plan")
    with everywhere():
        kept = list(Needle.objects.filter(left_at=None).order_by("pk").values_list("behaviour", "why"))
    assert kept == [("deciding", "a line that only I read"), ("leading-change", "We have to.")]


def test_a_needle_goes_only_with_a_reason(growing: Person, client_for: BrowserFor) -> None:
    browser, address = client_for(growing), reverse("growth:needle")
    sent = {"other": "leading-change", "other_why": "We have to."}
    refused = browser.post(address, sent)
    assert refused.status_code == 422
    assert "It stays in your history." in refused.content.decode()
    assert browser.post(address, sent | {"letting_go": "I decide now."}).status_code == 302
    with everywhere():
        assert Needle.objects.get(behaviour="deciding").left_why == "I decide now."


def test_a_suggestion_fills_the_form_and_can_be_changed(growing: Person, client_for: BrowserFor) -> None:
    browser = client_for(growing)
    form = browser.get(reverse("growth:plan"), {"from": "deciding-2"}).context["form"]
    assert form["action"].value() == "say first who decides, and by when"
    empty = browser.get(reverse("growth:plan"), {"from": "none"}).context["form"]
    assert empty["action"].value() is None
    sent = {
        "behaviour": "deciding",
        "cue": "Monday's meeting begins",
        "action": "name who decides",
        "expectation": "half an hour less",
        "chance": "70",
        "tries": "2",
        "key": form["key"].value(),
    }
    assert browser.post(reverse("growth:plan"), sent).status_code == 302
    assert browser.post(reverse("growth:plan"), sent).status_code == 302
    with everywhere():
        kept = Experiment.objects.get()
    assert (kept.cue, kept.chance, kept.tries, kept.person) == ("Monday's meeting begins", 70, 2, growing)


def test_today_shows_the_way_and_then_what_is_tried(growing: Person, client_for: BrowserFor) -> None:
    browser = client_for(growing)
    assert "You are at step 6 of 6." in browser.get("/").content.decode()
    browser.post(
        reverse("growth:plan"),
        {
            "behaviour": "deciding",
            "cue": "a",
            "action": "b",
            "expectation": "c",
            "chance": "50",
            "tries": "1",
            "key": "f" * 32,
        },
    )
    assert "What you try now" in browser.get("/").content.decode()


def test_who_belongs_nowhere_finds_nothing(in_scope: Organisation, client_for: BrowserFor) -> None:
    nobody = Person.objects.create_user("nobody@example.org", "a-long-password")
    assert client_for(nobody).get(reverse("growth:overview")).status_code == 404


def test_a_page_states_its_queries(
    growing: Person, client_for: BrowserFor, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    browser = client_for(growing)
    assert cycle_for(growing).own_first == ["deciding"]
    with django_assert_max_num_queries(27):  # type: ignore[attr-defined]
        browser.get(reverse("growth:overview"))
