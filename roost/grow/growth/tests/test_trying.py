"""Trying, and being watched: what a try keeps, when an experiment ends, and who reads what."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from roost.ground.activity.models import Fact
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.kit.privacy import erase_person, export_person
from roost.ground.people.models import Organisation, Person, ReportingLine, Team
from roost.ground.people.reads import people_around
from roost.grow.growth.access import experiment_for, observation_for, open_observations
from roost.grow.growth.actions import (
    Given,
    answer_questions,
    ask_to_watch,
    choose_needles,
    close_cycle,
    end_experiment,
    plan_experiment,
    record_try,
    say_what_was_seen,
    withdraw_question,
)
from roost.grow.growth.models import Declining, Experiment, Moved, Observation, Outcome, Seen, Try
from roost.grow.growth.reads import experiment_page, watching_page
from roost.grow.growth.reads.watching import WatchingPage

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


def test_the_same_try_sent_twice_counts_once_and_another_one_is_refused(experiment: Experiment) -> None:
    assert tried(experiment, 1) == tried(experiment, 1)
    with pytest.raises(Conflict, match="kept for this try already"):
        tried(experiment, 1, Outcome.OTHERWISE, learned="It was not said.")
    assert Try.objects.get().outcome == Outcome.AS_EXPECTED


def test_a_moment_that_did_not_come_is_no_try(experiment: Experiment) -> None:
    for number in (1, 2, 3, 4):
        tried(experiment, number, Outcome.DID_NOT_COME)
    experiment.refresh_from_db()
    page = experiment_page(experiment)
    assert (experiment.ended_at, page.next_number, page.nth) == (None, 5, 1)
    assert not Fact.objects.filter(verb="growth.tried").exists()
    for number in (5, 6):
        tried(experiment, number)
    experiment.refresh_from_db()
    assert experiment.ended_at is not None
    assert Fact.objects.filter(verb="growth.tried").count() == 2


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


def test_today_asks_for_the_newest_experiment_that_is_open(
    experiment: Experiment, member: Person, client_for: BrowserFor
) -> None:
    browser, address = client_for(member), reverse("growth:experiment", args=[experiment.pk])
    words = {"behaviour": "deciding", "cue": "a", "action": "b", "expectation": "c"}
    newer = plan_experiment(experiment.cycle, by=member, **words, chance=60, key="1" * 32)
    end_experiment(newer, by=member)
    assert address in browser.get("/").content.decode()
    end_experiment(experiment, by=member)
    page = browser.get("/").content.decode()
    assert "Your last experiment has ended" in page
    assert "Say how it went" not in page


def test_a_question_is_taken_back_until_it_is_answered(
    experiment: Experiment, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    asked = ask_to_watch(experiment, by=member, observer=founder)
    address = reverse("growth:withdraw", args=[experiment.pk, asked.pk])
    assert client_for(founder).post(address).status_code == 404
    with pytest.raises(NotFound):
        withdraw_question(asked, by=founder)
    assert client_for(member).post(address).status_code == 302
    assert client_for(member).post(address).status_code == 404
    with pytest.raises(NotFound, match="any more"):
        say_what_was_seen(asked, by=founder, seen=Seen.YES)
    again = ask_to_watch(experiment, by=member, observer=founder)
    say_what_was_seen(again, by=founder, seen=Seen.YES)
    with pytest.raises(Conflict, match="answered meanwhile"):
        withdraw_question(again, by=member)


def test_who_cannot_say_is_asked_no_more_and_nothing_shows(
    experiment: Experiment, in_scope: Organisation, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    asked = ask_to_watch(experiment, by=member, observer=founder)
    address = reverse("growth:experiment", args=[experiment.pk])

    def shown() -> str:
        """Give what the page says, without the tokens that every answer has anew."""
        page = client_for(member).get(address).content.decode()
        return re.sub(r"\w{64}", "", page[page.index("<main") : page.index("</main")])

    def held() -> dict[str, Any]:
        return {table: rows for table, rows in export_person(member.pk).items() if table != "people.Person"}

    before, taken = shown(), held()
    decline = reverse("growth:decline", args=[asked.pk])
    assert client_for(member).post(decline).status_code == 404
    for _ in range(2):
        assert client_for(founder).post(decline).status_code == 302
    assert list(open_observations(founder, in_scope)) == []
    assert "A colleague asks" not in client_for(founder).get("/").content.decode()
    assert "has not answered yet" in before
    assert (shown(), held()) == (before, taken)
    say_what_was_seen(asked, by=founder, seen=Seen.YES)
    assert Declining.objects.count() == 0


def test_questions_of_what_has_ended_are_asked_no_more(
    experiment: Experiment, in_scope: Organisation, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    asked = ask_to_watch(experiment, by=member, observer=founder)
    browser, address = client_for(founder), reverse("growth:asked")
    assert watching_page(founder, in_scope).asked == [asked]
    end_experiment(experiment, by=member)
    assert list(open_observations(founder, in_scope)) == []
    assert "A colleague asks" not in browser.get("/").content.decode()
    # It can still be said until they look back.
    assert watching_page(founder, in_scope).ended == [asked]
    assert reverse("growth:watching", args=[asked.pk]) in browser.get(address).content.decode()
    choose_needles(experiment.cycle, by=member, chosen={"deciding": "It waits."})
    record = {"moved": {"deciding": Moved.CLEARLY}}
    Experiment.objects.update(ended_at=None)
    tried(experiment, 1)
    close_cycle(experiment.cycle, by=member, **record)
    assert watching_page(founder, in_scope) == WatchingPage([], [], [])
    assert "Nobody asks you at the moment" in browser.get(address).content.decode()
    page = browser.get(reverse("growth:watching", args=[asked.pk])).content.decode()
    assert "has looked back on this already" in page
    with pytest.raises(Conflict, match="looked back"):
        say_what_was_seen(asked, by=founder, seen=Seen.YES)


def test_all_that_is_asked_stands_on_a_page(
    in_scope: Organisation, make_person: Any, founder: Person, client_for: BrowserFor
) -> None:
    for number in range(4):
        person = make_person(f"Person {number}")
        cycle = answer_questions(in_scope, by=person, given={"expected": Given(["decisions"])})
        words = {"behaviour": "deciding", "cue": f"cue {number}", "action": "b", "expectation": "c"}
        one = plan_experiment(cycle, by=person, **words, chance=60, key="0" * 32)
        ask_to_watch(one, by=person, observer=founder)
    browser = client_for(founder)
    today = browser.get("/").content.decode()
    assert [f"cue {number}" in today for number in range(4)] == [False, False, True, True]
    assert reverse("growth:asked") in today
    everything = browser.get(reverse("growth:asked")).content.decode()
    assert all(f"cue {number}" in everything for number in range(4))
    assert "4 questions wait for you." in browser.get(reverse("growth:overview")).content.decode()


def test_an_answer_is_given_anew_and_told_once(
    experiment: Experiment, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    asked = ask_to_watch(experiment, by=member, observer=founder)
    browser, address = client_for(founder), reverse("growth:watching", args=[asked.pk])
    sent = {"version": "0", "seen": "yes", "words": "Twice."}
    for _ in range(2):
        assert browser.post(address, sent).status_code == 302
    refused = browser.post(address, sent | {"words": "Only once."})
    words = refused.content.decode()
    assert refused.status_code == 409
    assert ("Twice." in words, "Only once." in words) == (True, True)
    anew = {"version": refused.context["form"]["version"].value(), "seen": "partly", "words": "Only once."}
    assert browser.post(address, anew).status_code == 302
    asked.refresh_from_db()
    assert (asked.seen, asked.words, asked.version) == ("partly", "Only once.", 2)
    assert Fact.objects.filter(verb="growth.observed").count() == 1


def test_what_others_saw_of_somebody_is_theirs_to_take_along(
    experiment: Experiment, member: Person, founder: Person, administrator: Person
) -> None:
    say_what_was_seen(ask_to_watch(experiment, by=member, observer=founder), by=founder, seen=Seen.YES, words="Twice.")
    for person, rows in ((member, ["Twice."]), (founder, ["Twice."]), (administrator, [])):
        assert [one["words"] for one in export_person(person.pk)["growth.Observation"]] == rows


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
