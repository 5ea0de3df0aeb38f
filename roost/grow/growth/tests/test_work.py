"""The map of the hidden job: what stands on it, who may count it, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from roost.ground.kit.errors import InputError, NotFound
from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import Affiliation, Organisation, Person
from roost.grow.growth.access import barrier_for, own_barriers
from roost.grow.growth.actions import (
    Given,
    OwnBarrier,
    answer_questions,
    choose_needles,
    forget_barrier,
    meet_barriers,
    publish_barriers,
    share_barrier,
)
from roost.grow.growth.models import Barrier, Direction, Experiment, Reach
from roost.grow.growth.reads import barrier_map, latest_answers, told_of

BrowserFor = Callable[[Person | None], Client]
TODAY = date(2024, 6, 12)
PLAN = {"cue": "a", "action": "b", "expectation": "c", "chance": "50", "tries": "1", "key": "a" * 32}


def people_told(person: Person, organisation: Organisation, day: date = TODAY) -> list[int | None]:
    publish_barriers(organisation, day)
    return [one.people for row in barrier_map(person, organisation, day) for one in row.met]


def let_count(person: Person, organisation: Organisation, shared: bool = True) -> None:
    meet_barriers(organisation, by=person, keys=["held-up"])
    share_barrier(own_barriers(person, organisation).get(key="held-up"), by=person, shared=shared)


def test_a_barrier_stands_on_the_map_once(in_scope: Organisation, member: Person) -> None:
    for _ in range(2):
        meet_barriers(in_scope, by=member, keys=["held-up", "no-time", "what-counts"])
    found = {row.direction: [str(one.words) for one in row.met] for row in barrier_map(member, in_scope, TODAY)}
    assert found == {
        Direction.UP: ["My manager has no time for me", "Nobody says what really counts here"],
        Direction.DOWN: [],
        Direction.ACROSS: ["Another team holds our work up"],
    }
    with pytest.raises(InputError):
        meet_barriers(in_scope, by=member, keys=["gravity"])


def test_everyday_ones_stand_before_those_that_are_hard_to_grasp(in_scope: Organisation, member: Person) -> None:
    meet_barriers(in_scope, by=member, keys=["what-counts"])
    meet_barriers(in_scope, by=member, own=OwnBarrier(" Three chiefs "))
    assert [one.words for one in barrier_map(member, in_scope, TODAY)[0].met] == [
        "Three chiefs",
        "Nobody says what really counts here",
    ]


def test_how_many_others_met_it_is_told_in_steps_from_five_up(in_scope: Organisation, make_person: Any) -> None:
    people = [make_person(f"Person {number}") for number in range(11)]
    for place, person in enumerate(people):
        let_count(person, in_scope)
        others = place if person is not people[0] else 0
        day = TODAY + timedelta(days=place)
        assert people_told(people[0], in_scope, day) == [10 if others >= 10 else 5 if others >= 5 else None]


def test_nobody_learns_of_others_by_switching_themselves_on_and_off(in_scope: Organisation, make_person: Any) -> None:
    viewer, *others = [make_person(f"Person {number}") for number in range(6)]
    meet_barriers(in_scope, by=viewer, keys=["held-up"])
    for person in others:
        let_count(person, in_scope)
    assert people_told(viewer, in_scope) == [5]
    for days, on in ((1, True), (2, False), (3, True)):
        let_count(viewer, in_scope, on)
        assert people_told(viewer, in_scope, TODAY + timedelta(days=days)) == [5]
    # Also not by taking it off the map and putting it there again, on the same day.
    forget_barrier(own_barriers(viewer, in_scope).get(), by=viewer)
    meet_barriers(in_scope, by=viewer, keys=["held-up"])
    assert people_told(viewer, in_scope, TODAY + timedelta(days=3)) == [5]


def test_what_was_told_in_the_morning_is_told_all_day(in_scope: Organisation, make_person: Any) -> None:
    viewer, *others = [make_person(f"Person {number}") for number in range(6)]
    meet_barriers(in_scope, by=viewer, keys=["held-up"])
    for person in others[:4]:
        let_count(person, in_scope)
    assert people_told(viewer, in_scope) == [None]
    let_count(others[4], in_scope)
    assert people_told(viewer, in_scope) == [None]
    assert people_told(viewer, in_scope, TODAY + timedelta(days=1)) == [5]
    let_count(others[4], in_scope, False)
    assert people_told(viewer, in_scope, TODAY + timedelta(days=1)) == [5]
    assert people_told(viewer, in_scope, TODAY + timedelta(days=2)) == [None]


def test_who_has_left_is_counted_no_more(in_scope: Organisation, make_person: Any) -> None:
    viewer, *others = [make_person(f"Person {number}") for number in range(6)]
    meet_barriers(in_scope, by=viewer, keys=["held-up"])
    for person in others:
        let_count(person, in_scope)
    Affiliation.objects.filter(person=others[0]).update(ends_on=TODAY)
    assert people_told(viewer, in_scope) == [None]


def test_the_map_states_its_queries(
    in_scope: Organisation, member: Person, django_assert_num_queries: Callable[[int], Any]
) -> None:
    meet_barriers(in_scope, by=member, keys=["held-up", "no-time"])
    publish_barriers(in_scope, TODAY)
    with django_assert_num_queries(3):
        barrier_map(member, in_scope, TODAY)


def test_people_of_another_organisation_do_not_count(
    in_scope: Organisation, other_organisation: Organisation, make_person: Any, member: Person
) -> None:
    meet_barriers(in_scope, by=member, keys=["held-up"])
    with everywhere():
        for number in range(9):
            let_count(make_person(f"Other {number}", organisation=other_organisation), other_organisation)
        assert people_told(member, in_scope) == [None]


def test_own_words_stay_with_the_person(in_scope: Organisation, member: Person) -> None:
    meet_barriers(in_scope, by=member, own=OwnBarrier("Three chiefs", reach=Reach.ELUSIVE))
    with pytest.raises(InputError, match="stays with you"):
        share_barrier(own_barriers(member, in_scope).get(), by=member, shared=True)
    with pytest.raises(InputError):
        meet_barriers(in_scope, by=member, keys=["held-up"], own=OwnBarrier(" "))
    assert not own_barriers(member, in_scope).filter(key="held-up").exists()


def test_own_words_sent_twice_stand_once_and_other_words_are_not_lost(
    in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    browser, address = client_for(member), reverse("growth:barriers")
    sent = {"words": "Three chiefs", "direction": "up", "reach": "everyday", "key": "a" * 32}
    for _ in range(2):
        assert browser.post(address, sent).status_code == 302
    assert own_barriers(member, in_scope).get().words == "Three chiefs"
    refused = browser.post(address, sent | {"words": "Two chiefs"})
    assert refused.status_code == 409
    form = refused.context["barriers"]
    assert form["words"].value() == "Two chiefs"
    assert browser.post(address, sent | {"words": "Two chiefs", "key": form["key"].value()}).status_code == 302
    assert [one.words for one in own_barriers(member, in_scope)] == ["Three chiefs", "Two chiefs"]


def test_barriers_speak_for_what_may_matter(in_scope: Organisation, member: Person) -> None:
    meet_barriers(in_scope, by=member, keys=["held-up"])
    meet_barriers(in_scope, by=member, own=OwnBarrier("Three chiefs", reach=Reach.ELUSIVE))
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
    meet_barriers(in_scope, by=member, own=OwnBarrier("Three chiefs", reach=Reach.ELUSIVE))
    own = own_barriers(member, in_scope).get()
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
