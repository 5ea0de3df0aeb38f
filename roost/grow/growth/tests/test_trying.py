"""Trying, and being watched: what a try keeps, when an experiment ends, and who reads what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.kit.privacy import erase_person
from roost.ground.people.models import Organisation, Person, ReportingLine, Team
from roost.grow.growth.access import experiment_for, observation_for, open_observations
from roost.grow.growth.actions import (
    Given,
    answer_questions,
    ask_to_watch,
    end_experiment,
    plan_experiment,
    record_try,
    say_what_was_seen,
)
from roost.grow.growth.models import Experiment, Observation, Outcome, Seen, Try
from roost.grow.growth.reads import experiment_page, people_around

BrowserFor = Callable[[Person | None], Client]
TODAY = date(2024, 6, 12)


@pytest.fixture
def experiment(in_scope: Organisation, member: Person) -> Experiment:
    cycle = answer_questions(in_scope, by=member, given={"expected": Given(["decisions"])})
    return plan_experiment(
        cycle,
        by=member,
        behaviour="deciding",
        cue="we begin to discuss something",
        action="say first who decides",
        expectation="my own secret hope",
        chance=60,
        tries=2,
        key="0" * 32,
    )


def tried(experiment: Experiment, number: int, outcome: Outcome = Outcome.AS_EXPECTED, **more: Any) -> Try:
    return record_try(experiment, by=experiment.person, number=number, tried_on=TODAY, outcome=outcome, **more)


def test_the_last_planned_try_ends_it(experiment: Experiment) -> None:
    tried(experiment, 1, Outcome.OTHERWISE, happened=" They looked at me. ", learned="They wait for it.")
    assert experiment_page(experiment).next_number == 2
    tried(experiment, 2)
    experiment.refresh_from_db()
    page = experiment_page(experiment)
    assert (page.next_number, [one.happened for one in page.tries]) == (0, ["They looked at me.", ""])
    assert page.sentence == "You gave it 60 %. It was tried 2 times, and turned out as you expected once."


def test_the_same_try_sent_twice_counts_once(experiment: Experiment) -> None:
    assert tried(experiment, 1) == tried(experiment, 1, Outcome.OTHERWISE)
    assert Try.objects.get().outcome == Outcome.AS_EXPECTED


def test_tries_come_one_after_the_other_and_none_after_the_end(experiment: Experiment) -> None:
    with pytest.raises(Conflict):
        tried(experiment, 2)
    end_experiment(experiment, by=experiment.person)
    with pytest.raises(Conflict):
        tried(experiment, 1)


@pytest.mark.parametrize("days", [-1, 1])
def test_a_try_lies_between_planning_and_today(days: int, experiment: Experiment) -> None:
    day = TODAY + timedelta(days=days)
    with pytest.raises(InputError):
        record_try(experiment, by=experiment.person, number=1, tried_on=day, outcome=Outcome.AS_EXPECTED)


def test_a_failure_and_a_moment_that_did_not_come_shame_nobody(experiment: Experiment) -> None:
    tried(experiment, 1, Outcome.DID_NOT_COME)
    end_experiment(experiment, by=experiment.person)
    experiment.refresh_from_db()
    assert "says nothing about you" in experiment_page(experiment).sentence


def test_never_is_worth_as_much(experiment: Experiment) -> None:
    for number in (1, 2):
        tried(experiment, number, Outcome.OTHERWISE)
    experiment.refresh_from_db()
    assert "never, which is worth as much" in experiment_page(experiment).sentence


def test_who_watches_answers_and_only_the_two_read_it(
    experiment: Experiment, member: Person, founder: Person, administrator: Person, in_scope: Organisation
) -> None:
    asked = ask_to_watch(experiment, by=member, observer=founder)
    assert ask_to_watch(experiment, by=member, observer=founder) == asked
    assert list(open_observations(founder, in_scope)) == [asked]
    for other in (member, administrator):
        with pytest.raises(NotFound):
            observation_for(other, asked.pk)
    with pytest.raises(NotFound):
        experiment_for(founder, experiment.pk)
    say_what_was_seen(observation_for(founder, asked.pk), by=founder, seen=Seen.PARTLY, words=" At the second time. ")
    assert list(open_observations(founder, in_scope)) == []
    found = experiment_page(experiment).observations
    assert [(one.observer, one.seen, one.words) for one in found] == [(founder, "partly", "At the second time.")]


def test_nobody_watches_themselves_and_no_stranger_does(
    experiment: Experiment, member: Person, outsider: Person, make_person: Any
) -> None:
    for wrong in (member, outsider, Person(pk=0)):
        with pytest.raises(InputError):
            ask_to_watch(experiment, by=member, observer=wrong)
    for number in range(3):
        ask_to_watch(experiment, by=member, observer=make_person(f"Watcher {number}"))
    with pytest.raises(InputError, match="enough"):
        ask_to_watch(experiment, by=member, observer=make_person("Fourth"))


def test_those_near_are_team_manager_and_reports(
    in_scope: Organisation, member: Person, make_person: Any, other_team: Team, team: Team
) -> None:
    make_person("Mate", team=team)
    make_person("Far", team=other_team)
    for person, manager in ((member, make_person("Chief")), (make_person("Report", team=other_team), member)):
        ReportingLine.objects.create(organisation=in_scope, person=person, manager=manager, starts_on=TODAY)
    assert [str(one) for one in people_around(member, in_scope)] == ["Chief", "Mate", "Report"]


def test_the_one_who_watches_reads_neither_hope_nor_guess(
    experiment: Experiment, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    asked = ask_to_watch(experiment, by=member, observer=founder)
    browser = client_for(founder)
    for address in ("/", reverse("growth:watching", args=[asked.pk])):
        page = browser.get(address).content.decode()
        assert "say first who decides" in page
        assert "my own secret hope" not in page
        assert "60 %" not in page
    assert browser.get(reverse("growth:experiment", args=[experiment.pk])).status_code == 404
    sent = {"seen": "yes", "words": "Twice."}
    assert browser.post(reverse("growth:watching", args=[asked.pk]), sent)["Location"] == "/"
    assert "Twice." in client_for(member).get(reverse("growth:experiment", args=[experiment.pk])).content.decode()


def test_a_try_comes_from_the_page(experiment: Experiment, member: Person, client_for: BrowserFor) -> None:
    browser, address = client_for(member), reverse("growth:experiment", args=[experiment.pk])
    refused = browser.post(address, {"number": "1", "outcome": "otherwise", "tried_on": "2024-06-13"})
    assert refused.status_code == 422
    assert "up to today" in refused.content.decode()
    sent = {"number": "1", "outcome": "otherwise", "tried_on": "2024-06-12", "learned": "They wait for it."}
    assert browser.post(address, sent).status_code == 302
    assert "They wait for it." in browser.get(address).content.decode()
    assert browser.post(reverse("growth:end-experiment", args=[experiment.pk])).status_code == 302
    assert browser.post(address, sent | {"number": "2"}).status_code == 409


def test_somebody_is_asked_by_address(
    experiment: Experiment, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    browser, address = client_for(member), reverse("growth:watch", args=[experiment.pk])
    assert founder.email is not None
    for sent in ({}, {"email": "nobody@example.org"}, {"email": member.email}):
        assert browser.post(address, sent).status_code == 422
    assert browser.post(address, {"email": founder.email.upper()}).status_code == 302
    assert Observation.objects.get().observer == founder


def test_erasing_who_tried_and_who_watched_leaves_nothing(
    experiment: Experiment, member: Person, founder: Person
) -> None:
    tried(experiment, 1)
    say_what_was_seen(ask_to_watch(experiment, by=member, observer=founder), by=founder, seen=Seen.YES, words="Yes")
    erase_person(founder.pk)
    assert Observation.objects.count() == 0
    erase_person(member.pk)
    assert (Experiment.objects.count(), Try.objects.count()) == (0, 0)


def test_a_day_is_the_persons_own(experiment: Experiment, member: Person) -> None:
    member.time_zone = "Pacific/Kiritimati"  # where it is the 13th already
    member.save()
    assert clock.today(member.time_zone) == date(2024, 6, 13)
    record_try(experiment, by=member, number=1, tried_on=date(2024, 6, 13), outcome=Outcome.AS_EXPECTED)
