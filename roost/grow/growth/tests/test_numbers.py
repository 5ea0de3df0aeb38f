"""What an organisation sees: once a quarter, in bands, never of few, and only of who lets themselves be counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from roost.ground.kit import clock
from roost.ground.people.actions import move_to_team
from roost.ground.people.models import Affiliation, Organisation, Person, Team
from roost.ground.release.engine import Band, last_quarter_over
from roost.grow.growth.actions import (
    Audience,
    Given,
    Moved,
    Outcome,
    Seen,
    answer_questions,
    ask_to_watch,
    choose_needles,
    close_cycle,
    let_cycles_be_counted,
    plan_experiment,
    publish_numbers,
    record_try,
    say_what_was_seen,
)
from roost.grow.growth.reads import cycles_are_counted, numbers_of
from roost.grow.growth.reads.numbers import count_quarter
from roost.grow.growth.tasks import publish_what_is_counted

BrowserFor = Callable[[Person | None], Client]
BEFORE, IN_Q2, AFTER = (datetime(2024, month, 12, 15, tzinfo=UTC) for month in (3, 6, 7))
Q2_OVER, Q3_OVER = date(2024, 7, 12), date(2024, 10, 2)


@pytest.fixture(autouse=True)
def founded_before(in_scope: Organisation) -> Iterator[None]:
    Organisation.objects.filter(pk=in_scope.pk).update(created_at=BEFORE)
    in_scope.refresh_from_db()
    with clock.at(IN_Q2):
        yield


def answer(people: Sequence[Person], organisation: Organisation, audience: Audience, value: str = "2") -> None:
    for person in people:
        answer_questions(organisation, by=person, given={"body": Given(value, audience)})


def bands(organisation: Organisation, day: date = Q2_OVER) -> list[str]:
    publish_numbers(organisation, day)
    return [
        share.band
        for one in numbers_of(organisation, day).counted
        if one.question.key == "body"
        for share in one.shares
    ]


def crowd(make_person: Any, number: int, team: Team | None = None) -> list[Person]:
    return [make_person(f"Person {place} of {team or 'all'}", team=team) for place in range(number)]


def test_few_are_never_counted(in_scope: Organisation, make_person: Any) -> None:
    people = crowd(make_person, 9)
    answer(people[:7], in_scope, Audience.COUNTED)
    answer(people[7:], in_scope, Audience.ME)
    assert bands(in_scope) == []


def test_many_are_counted_in_bands(in_scope: Organisation, make_person: Any) -> None:
    people = crowd(make_person, 9)
    answer(people[:7], in_scope, Audience.COUNTED)
    answer(people[7:8], in_scope, Audience.COUNTED, "5")
    answer(people[8:], in_scope, Audience.ME)
    assert bands(in_scope) == ["few", "most", "few", "few", "few"]


def test_what_was_told_of_a_quarter_is_told_until_the_next_one_is_over(
    in_scope: Organisation, make_person: Any
) -> None:
    people = crowd(make_person, 8)
    answer(people, in_scope, Audience.COUNTED)
    told = bands(in_scope)
    with clock.at(AFTER):
        answer(people, in_scope, Audience.COUNTED, "5")
        answer(people[:1], in_scope, Audience.ME)
    assert bands(in_scope) == told == ["few", "most", "few", "few", "few"]
    assert bands(in_scope, Q3_OVER) == []


def test_a_quarter_is_counted_as_things_stood_at_its_end_however_late_it_is_asked_for(
    in_scope: Organisation, make_person: Any
) -> None:
    people = crowd(make_person, 8)
    answer(people, in_scope, Audience.COUNTED)
    with clock.at(AFTER):
        answer(people, in_scope, Audience.COUNTED, "5")
    assert bands(in_scope) == ["few", "most", "few", "few", "few"]


def test_who_has_left_is_not_counted(in_scope: Organisation, make_person: Any) -> None:
    people = crowd(make_person, 8)
    answer(people, in_scope, Audience.COUNTED)
    Affiliation.objects.filter(person=people[0]).update(ends_on=date(2024, 6, 20))
    assert bands(in_scope) == []


def test_before_the_first_quarter_is_over_the_page_says_when(
    in_scope: Organisation, administrator: Person, client_for: BrowserFor
) -> None:
    Organisation.objects.filter(pk=in_scope.pk).update(created_at=IN_Q2)
    words = client_for(administrator).get(reverse("growth:numbers")).content.decode()
    assert "The first numbers come on 1 July 2024" in words
    in_scope.refresh_from_db()
    publish_numbers(in_scope, IN_Q2.date())
    assert numbers_of(in_scope, IN_Q2.date()).last_day is None
    Organisation.objects.filter(pk=in_scope.pk).update(created_at=BEFORE)
    words = client_for(administrator).get(reverse("growth:numbers")).content.decode()
    assert "As it was on 31 March 2024. The next numbers come on 1 July 2024." in words


def test_what_is_written_in_own_words_is_never_counted(in_scope: Organisation) -> None:
    publish_numbers(in_scope, Q2_OVER)
    asked = {one.question.key for one in numbers_of(in_scope, Q2_OVER).counted}
    assert "body" in asked
    assert not {"role", "purpose", "first-months", "count-cycles"} & asked


def grown(person: Person, organisation: Organisation, watcher: Person, seen: Seen, *, counted: bool = True) -> None:
    """Let somebody close a cycle of which a colleague saw something."""
    cycle = answer_questions(organisation, by=person, given={"expected": Given(["decisions"])})
    choose_needles(cycle, by=person, chosen={"deciding": "It waits."})
    words = {"behaviour": "deciding", "cue": "a", "action": "b", "expectation": "c"}
    experiment = plan_experiment(cycle, by=person, **words, chance=60, key="0" * 32)
    asked = ask_to_watch(experiment, by=person, observer=watcher)
    say_what_was_seen(asked, by=watcher, seen=seen)
    day = clock.today(person.time_zone)
    record_try(experiment, by=person, number=1, tried_on=day, outcome=Outcome.AS_EXPECTED)
    close_cycle(cycle, by=person, moved={"deciding": Moved.A_LITTLE}, counted=counted)


def capacity(organisation: Organisation, day: date = Q2_OVER) -> list[tuple[str, Band, Band]]:
    publish_numbers(organisation, day)
    return [(one.division, one.seen, one.guessing) for one in numbers_of(organisation, day).capacity]


@pytest.fixture
def closers(in_scope: Organisation, make_person: Any, team: Team, founder: Person) -> list[Person]:
    """Let eight of one division close a cycle, of whom others saw five change."""
    people = crowd(make_person, 8, team)
    for place, person in enumerate(people):
        grown(person, in_scope, founder, Seen.YES if place < 5 else Seen.NO)
    return people


def test_capacity_is_told_of_eight_of_a_division_and_in_bands(in_scope: Organisation, closers: list[Person]) -> None:
    assert capacity(in_scope) == [("North", Band.HALF, Band.HIDDEN)]


def test_who_does_not_let_cycles_be_counted_is_in_no_number(
    in_scope: Organisation, closers: list[Person], make_person: Any, team: Team, founder: Person
) -> None:
    ninth = make_person("Ninth", team=team)
    grown(ninth, in_scope, founder, Seen.YES, counted=False)
    assert not cycles_are_counted(ninth, in_scope)
    assert capacity(in_scope) == [("North", Band.HALF, Band.HIDDEN)]


def test_one_who_says_so_before_the_end_is_counted_no_longer(in_scope: Organisation, closers: list[Person]) -> None:
    let_cycles_be_counted(in_scope, by=closers[0], counted=False)
    assert capacity(in_scope) == []


def test_one_who_says_so_after_the_end_changes_the_next_numbers_alone(
    in_scope: Organisation, closers: list[Person]
) -> None:
    with clock.at(AFTER):
        let_cycles_be_counted(in_scope, by=closers[0], counted=False)
    assert capacity(in_scope) == [("North", Band.HALF, Band.HIDDEN)]
    assert capacity(in_scope, Q3_OVER) == []


def test_moving_somebody_out_and_asking_again_tells_nothing(
    in_scope: Organisation, closers: list[Person], administrator: Person, make_person: Any
) -> None:
    south = Team.objects.create(organisation=in_scope, division="South", name="Atlanta")
    told = capacity(in_scope)
    for person in closers[:5]:
        move_to_team(person, organisation=in_scope, team=south, by=administrator, on=date(2024, 6, 1))
        assert capacity(in_scope) == told
    # Nor before it was asked for the first time: where one closed a cycle, one closed it.
    assert capacity(in_scope, Q3_OVER) == told


def test_numbers_are_frozen_by_the_clock_before_anybody_asks(in_scope: Organisation, closers: list[Person]) -> None:
    with clock.at(AFTER):
        publish_what_is_counted.func()
        for person in closers:
            let_cycles_be_counted(in_scope, by=person, counted=False)
    assert [one.division for one in numbers_of(in_scope, Q2_OVER).capacity] == ["North"]


def test_counting_and_reading_state_their_queries(
    in_scope: Organisation, closers: list[Person], django_assert_num_queries: Callable[[int], Any]
) -> None:
    with django_assert_num_queries(6):
        count_quarter(in_scope, last_quarter_over(Q2_OVER))
    publish_numbers(in_scope, Q2_OVER)
    with django_assert_num_queries(1):
        numbers_of(in_scope, Q2_OVER)


def test_whether_cycles_count_is_chosen_on_the_page_and_off_at_first(
    in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    browser, address = client_for(member), reverse("growth:count-cycles")
    assert browser.post(address, {"counted": "yes"}).status_code == 404
    answer([member], in_scope, Audience.ME)
    for counted in (False, True, False):
        if counted is not cycles_are_counted(member, in_scope):
            assert browser.post(address, {"counted": "yes" if counted else "no"}).status_code == 302
        page = browser.get(reverse("growth:overview")).content.decode()
        assert ("They count in the organisation" in page) == counted
        assert cycles_are_counted(member, in_scope) == counted


def test_closing_shows_and_sets_whether_cycles_count(
    in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    cycle = answer_questions(in_scope, by=member, given={"expected": Given(["decisions"])})
    choose_needles(cycle, by=member, chosen={"deciding": "It waits."})
    browser, address = client_for(member), reverse("growth:review")
    assert browser.get(address).context["form"]["counted"].value() is False
    sent = {"cycle": "1", "moved-deciding": "clearly", "on-deciding": "on", "counted": "on"}
    assert browser.post(address, sent).status_code == 302
    assert cycles_are_counted(member, in_scope)
    assert browser.get(address).context["form"]["counted"].value() is True
    with clock.at(IN_Q2 + timedelta(days=1)):
        sent = {"cycle": "2", "moved-deciding": "clearly", "on-deciding": "on", "counted_before": "True"}
        assert browser.post(address, sent).status_code == 302
    assert not cycles_are_counted(member, in_scope)


def test_a_page_of_before_does_not_let_cycles_be_counted_again(
    in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    cycle = answer_questions(in_scope, by=member, given={"expected": Given(["decisions"])})
    choose_needles(cycle, by=member, chosen={"deciding": "It waits."})
    let_cycles_be_counted(in_scope, by=member, counted=True)
    browser, address = client_for(member), reverse("growth:review")
    page = browser.get(address).content.decode()
    assert 'name="counted_before" value="True"' in page
    let_cycles_be_counted(in_scope, by=member, counted=False)
    sent = {"cycle": "1", "moved-deciding": "clearly", "counted": "on", "counted_before": "True"}
    assert browser.post(address, sent).status_code == 302
    assert not cycles_are_counted(member, in_scope)
