"""The map of the hidden job: what stands on it, who may count it, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from roost.ground.kit.errors import InputError, NotFound
from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import Organisation, Person
from roost.grow.growth.access import barrier_for, own_barriers
from roost.grow.growth.actions import (
    Given,
    answer_questions,
    choose_needles,
    forget_barrier,
    meet_barriers,
    meet_own_barrier,
    share_barrier,
)
from roost.grow.growth.models import Barrier, Direction, Experiment, Reach
from roost.grow.growth.reads import barrier_map, latest_answers, told_of

BrowserFor = Callable[[Person | None], Client]
PLAN = {"cue": "a", "action": "b", "expectation": "c", "chance": "50", "tries": "1", "key": "a" * 32}


def people_told(person: Person, organisation: Organisation) -> list[int | None]:
    return [one.people for row in barrier_map(person, organisation) for one in row.met]


def test_a_barrier_stands_on_the_map_once(in_scope: Organisation, member: Person) -> None:
    for _ in range(2):
        meet_barriers(in_scope, by=member, keys=["held-up", "no-time", "what-counts"])
    found = {row.direction: [str(one.words) for one in row.met] for row in barrier_map(member, in_scope)}
    assert found == {
        Direction.UP: ["My manager has no time for me", "Nobody says what really counts here"],
        Direction.DOWN: [],
        Direction.ACROSS: ["Another team holds our work up"],
    }
    with pytest.raises(InputError):
        meet_barriers(in_scope, by=member, keys=["gravity"])


def test_everyday_ones_stand_before_those_that_are_hard_to_grasp(in_scope: Organisation, member: Person) -> None:
    meet_barriers(in_scope, by=member, keys=["what-counts"])
    meet_own_barrier(in_scope, by=member, words=" Three chiefs ", direction=Direction.UP, reach=Reach.EVERYDAY)
    assert [one.words for one in barrier_map(member, in_scope)[0].met] == [
        "Three chiefs",
        "Nobody says what really counts here",
    ]


def test_how_many_met_it_is_told_from_five_people_up(in_scope: Organisation, make_person: Any) -> None:
    people = [make_person(f"Person {number}") for number in range(6)]
    for person in people:
        meet_barriers(in_scope, by=person, keys=["held-up"])
        share_barrier(own_barriers(person, in_scope).get(), by=person, shared=person is not people[0])
        assert people_told(people[0], in_scope) == [5 if person is people[5] else None]
    share_barrier(own_barriers(people[5], in_scope).get(), by=people[5], shared=False)
    assert people_told(people[0], in_scope) == [None]


def test_people_of_another_organisation_do_not_count(
    in_scope: Organisation, other_organisation: Organisation, make_person: Any, member: Person
) -> None:
    meet_barriers(in_scope, by=member, keys=["held-up"])
    with everywhere():
        for number in range(9):
            other = make_person(f"Other {number}", organisation=other_organisation)
            meet_barriers(other_organisation, by=other, keys=["held-up"])
            share_barrier(own_barriers(other, other_organisation).get(), by=other, shared=True)
        assert people_told(member, in_scope) == [None]


def test_own_words_stay_with_the_person(in_scope: Organisation, member: Person) -> None:
    own = meet_own_barrier(in_scope, by=member, words="Three chiefs", direction=Direction.UP, reach=Reach.ELUSIVE)
    with pytest.raises(InputError, match="stays with you"):
        share_barrier(own, by=member, shared=True)
    with pytest.raises(InputError):
        meet_own_barrier(in_scope, by=member, words=" ", direction=Direction.UP, reach=Reach.ELUSIVE)


def test_barriers_speak_for_what_may_matter(in_scope: Organisation, member: Person) -> None:
    meet_barriers(in_scope, by=member, keys=["held-up"])
    meet_own_barrier(in_scope, by=member, words="Three chiefs", direction=Direction.UP, reach=Reach.ELUSIVE)
    told = told_of(latest_answers(member, in_scope), own_barriers(member, in_scope))
    assert told == {"barriers": ["held-up"]}


def test_nobody_holds_anothers_barrier(in_scope: Organisation, member: Person, founder: Person) -> None:
    meet_barriers(in_scope, by=member, keys=["held-up"])
    number = own_barriers(member, in_scope).get().pk
    assert barrier_for(member, number).key == "held-up"
    with pytest.raises(NotFound):
        barrier_for(founder, number)


def test_a_barrier_turns_into_an_experiment_with_one_click(
    in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    meet_barriers(in_scope, by=member, keys=["held-up"])
    number = own_barriers(member, in_scope).get().pk
    browser, address = client_for(member), f"{reverse('growth:plan')}?barrier={number}"
    form = browser.get(address).context["form"]
    assert (form["behaviour"].value(), form["cue"].value()) == ("collaborating", "we wait for them")
    assert browser.post(address, PLAN | {"behaviour": "collaborating"}).status_code == 302
    kept = Experiment.objects.get()
    assert kept.barrier_id == number
    forget_barrier(own_barriers(member, in_scope).get(), by=member)
    kept.refresh_from_db()
    assert kept.barrier_id is None


def test_one_in_own_words_needs_a_needle_first(in_scope: Organisation, member: Person, client_for: BrowserFor) -> None:
    own = meet_own_barrier(in_scope, by=member, words="Three chiefs", direction=Direction.UP, reach=Reach.ELUSIVE)
    browser, address = client_for(member), f"{reverse('growth:plan')}?barrier={own.pk}"
    assert browser.get(address)["Location"] == reverse("growth:needle")
    cycle = answer_questions(in_scope, by=member, given={"role": Given("I run a team.")})
    choose_needles(cycle, by=member, chosen={"deciding": "It waits."})
    assert "In your way: Three chiefs" in browser.get(address).content.decode()


@pytest.mark.parametrize("number", ["9" * 30, "none", "-1", "0"])
def test_a_barrier_that_is_none_is_no_error(
    number: str, in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    meet_barriers(in_scope, by=member, keys=["held-up"])
    assert client_for(member).get(f"{reverse('growth:plan')}?barrier={number}").status_code in {302, 404}


def test_the_map_is_filled_from_its_page(in_scope: Organisation, member: Person, client_for: BrowserFor) -> None:
    browser, address = client_for(member), reverse("growth:work")
    assert (
        browser.post(address, {"visible-job": "Plan the shifts.", "hidden-job": "Say no upwards."}).status_code == 302
    )
    assert browser.post(reverse("growth:barriers"), {}).status_code == 422
    sent = {"known-up": ["no-time"], "known-across": ["held-up"], "words": "Three chiefs", "direction": "up"}
    assert browser.post(reverse("growth:barriers"), sent).status_code == 302
    assert browser.post(reverse("growth:barriers"), {"known-up": ["gravity"]}).status_code == 422
    page = browser.get(address).content.decode()
    for words in ("Plan the shifts.", "Say no upwards.", "Three chiefs", "Another team holds our work up"):
        assert words in page
    barrier = Barrier.objects.get(key="no-time")
    share = reverse("growth:share-barrier", args=[barrier.pk])
    for said, shared in (("yes", True), ("no", False)):
        assert browser.post(share, {"shared": said}).status_code == 302
        barrier.refresh_from_db()
        assert barrier.shared == shared
    assert browser.post(reverse("growth:forget-barrier", args=[barrier.pk])).status_code == 302
    assert not Barrier.objects.filter(key="no-time").exists()
