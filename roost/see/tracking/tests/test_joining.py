"""Taking part in a program: each by themselves, from a day on and up to one, and what boards make of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roost.ground.activity.models import Fact
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError
from roost.ground.people.models import Organisation, Person, Team, TeamMembership
from roost.see.tracking.actions import (
    Counted,
    Score,
    begin_measure,
    join_program,
    launch_program,
    leave_program,
    submit_score,
    submit_scores,
)
from roost.see.tracking.engine import board_of_files, digest, parse_window
from roost.see.tracking.models import Enrolment, Entry, Program
from roost.see.tracking.reads import Reader, board_page, mine_page, takes_part, team_page, today_card
from roost.see.tracking.reads.exports import export
from roost.see.tracking.reads.running import boards
from roost.see.tracking.tests.early_help import EARLY_HELP

BrowserFor = Callable[[Person | None], Client]
TODAY = date(2024, 6, 12)


@pytest.fixture
def joined(in_scope: Organisation, founder: Person) -> Program:
    """Give a program in which its founder takes part alone."""
    return launch_program(founder, organisation=in_scope, document=EARLY_HELP)


@pytest.fixture
def for_all(in_scope: Organisation, founder: Person) -> Program:
    return launch_program(founder, organisation=in_scope, document=EARLY_HELP, is_for_all=True)


def members_of(program: Program, window: str = "all") -> int:
    return sum(one.members for one in Reader(program).standings(parse_window(window, Reader(program).rules)))


def on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 17, tzinfo=UTC)


def test_who_did_not_join_is_on_no_board_and_nobody_enters_scores_for_them(
    joined: Program, founder: Person, member: Person
) -> None:
    assert members_of(joined) == 1
    for by in (founder, member):
        with pytest.raises(InputError, match="does not take part"):
            submit_score(joined, by=by, score=Score(member.pk, "visits", "1", "2024-06-12"))
    assert not Entry.objects.filter(program=joined).exists()


def test_whoever_joins_counts_from_that_day_on(joined: Program, member: Person) -> None:
    assert join_program(joined, by=member)
    assert not join_program(joined, by=member)
    submit_score(joined, by=member, score=Score(member.pk, "visits", "1", "2024-06-12"))
    with pytest.raises(InputError, match="does not take part"):
        submit_score(joined, by=member, score=Score(member.pk, "visits", "1", "2024-06-11"))
    assert (members_of(joined), members_of(joined, "2024-05")) == (2, 1)
    assert Fact.objects.filter(verb="tracking.joined").count() == 1


def test_what_somebody_brought_stays_when_they_leave_and_no_more_comes(
    joined: Program, member: Person, team: Team
) -> None:
    join_program(joined, by=member)
    submit_score(joined, by=member, score=Score(member.pk, "visits", "3", "2024-06-12"))
    assert leave_program(joined, by=member)
    assert not leave_program(joined, by=member)
    assert Reader(joined).standings(parse_window("2024-06", Reader(joined).rules))[0].points == 6000
    with clock.at(on(TODAY + timedelta(1))):
        assert not takes_part(joined, member)
        with pytest.raises(InputError, match="does not take part"):
            submit_score(joined, by=member, score=Score(member.pk, "visits", "1", "2024-06-13"))
        # What was forgotten may come late.
        submit_score(joined, by=member, score=Score(member.pk, "visits", "1", "2024-06-12"))
    with clock.at(on(date(2024, 7, 3))):
        boards.forget()
        assert members_of(joined, "2024-07") == 1
        names = [one.name for one in team_page(joined, team, member, window="2024-07").people]
        assert names == ["Noor Founder"]


def test_whoever_left_may_come_back_the_same_day_or_later(joined: Program, member: Person) -> None:
    join_program(joined, by=member)
    leave_program(joined, by=member)
    assert join_program(joined, by=member)
    assert Enrolment.objects.filter(program=joined, person=member).count() == 1
    leave_program(joined, by=member)
    with clock.at(on(TODAY + timedelta(5))):
        assert join_program(joined, by=member)
        stretches = Enrolment.objects.filter(program=joined, person=member).order_by("pk")
        assert list(stretches.values_list("starts_on", "ends_on")) == [
            (TODAY, TODAY + timedelta(1)),
            (TODAY + timedelta(5), None),
        ]


def test_where_everybody_takes_part_each_may_leave_and_come_back(
    for_all: Program, founder: Person, member: Person
) -> None:
    assert members_of(for_all) == 2
    assert not join_program(for_all, by=member)
    submit_score(for_all, by=founder, score=Score(member.pk, "visits", "1", "2024-06-01"))
    assert leave_program(for_all, by=member)
    with clock.at(on(TODAY + timedelta(3))):
        boards.forget()
        assert members_of(for_all, "2024-06") == 2
        with pytest.raises(InputError, match="does not take part"):
            submit_score(for_all, by=founder, score=Score(member.pk, "visits", "1", "2024-06-14"))
        assert join_program(for_all, by=member)
        assert takes_part(for_all, member)
        with pytest.raises(InputError, match="does not take part"):
            submit_score(for_all, by=founder, score=Score(member.pk, "visits", "1", "2024-06-14"))


def test_nobody_joins_what_somebody_counts_for_themselves(in_scope: Organisation, founder: Person) -> None:
    own = begin_measure(founder, organisation=in_scope, counted=Counted("Walks"))
    with pytest.raises(Conflict):
        join_program(own, by=founder)


def test_a_file_with_somebody_who_does_not_take_part_enters_nothing(
    joined: Program, founder: Person, member: Person
) -> None:
    scores = [
        Score(founder.pk, "visits", "1", "2024-06-12", row=1),
        Score(member.pk, "visits", "1", "2024-06-12", row=2),
    ]
    with pytest.raises(InputError) as refused:
        submit_scores(joined, by=founder, scores=scores)
    assert [(one.row, one.column) for one in refused.value.problems] == [(2, "person")]
    assert not Entry.objects.filter(program=joined).exists()


def test_pages_let_one_join_look_on_and_leave(
    joined: Program, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    browser = client_for(member)
    board = reverse("tracking:board", args=[joined.pk])
    page = browser.get(board).text
    assert "You look on" in page
    assert "Enter a score" not in page
    sent_back = browser.get(reverse("tracking:enter", args=[joined.pk]))
    assert (sent_back.status_code, sent_back["Location"]) == (302, board)
    assert [one.program for one in mine_page(member).others] == [joined]
    assert today_card(member, member) is None
    browser.post(reverse("tracking:join", args=[joined.pk]))
    assert "You look on" not in browser.get(board).text
    assert browser.get(reverse("tracking:enter", args=[joined.pk])).status_code == 200
    assert [one.program for one in mine_page(member).boards] == [joined]
    assert today_card(member, member) is not None
    assert "stays with your team" in browser.get(reverse("tracking:leave", args=[joined.pk])).text
    browser.post(reverse("tracking:leave", args=[joined.pk]))
    assert not board_page(joined, founder).program.enrolments.filter(person=member, ends_on=None).exists()


def test_who_runs_a_program_enters_scores_of_those_who_take_part(
    joined: Program, founder: Person, member: Person, client_for: BrowserFor
) -> None:
    address = reverse("tracking:enter", args=[joined.pk])
    assert "Mara Member" not in client_for(founder).get(address).text
    join_program(joined, by=member)
    assert "Mara Member" in client_for(founder).get(address).text


def test_only_an_administrator_is_asked_whether_everybody_takes_part(
    in_scope: Organisation, administrator: Person, member: Person, client_for: BrowserFor
) -> None:
    told = {
        "title": "Visits",
        "starts": "2024-06-01",
        "ends": "2024-08-31",
        "time_zone": "UTC",
        "week_start": "monday",
        "ties": "competition",
        "everybody": "on",
        "m-TOTAL_FORMS": "1",
        "m-INITIAL_FORMS": "0",
        "m-0-label": "Visits",
        "m-0-points_per_unit": "1",
        "m-0-team": "sum",
    }
    for person in (administrator, member):
        browser = client_for(person)
        assert ("Everybody in our teams" in browser.get(reverse("tracking:launch")).text) is (person == administrator)
        assert browser.post(reverse("tracking:launch"), told).status_code == 302
    first, second = Program.objects.order_by("pk")
    assert (first.is_for_all, second.is_for_all) == (True, False)


STRETCHES = st.lists(st.tuples(st.none() | st.integers(0, 20), st.none() | st.integers(0, 24)), max_size=2)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    enrolled=st.lists(STRETCHES, min_size=2, max_size=2),
    is_for_all=st.booleans(),
    days=st.lists(st.integers(0, 24), max_size=6),
)
def test_a_board_is_that_of_files_which_hold_who_took_part_when(
    enrolled: list[list[tuple[int | None, int | None]]],
    is_for_all: bool,
    days: list[int],
    in_scope: Organisation,
    founder: Person,
    member: Person,
    team: Team,
    other_team: Team,
    tmp_path: Path,
) -> None:
    start = date(2024, 5, 20)
    program = launch_program(founder, organisation=in_scope, document=EARLY_HELP, is_for_all=True)
    TeamMembership.objects.filter(person=founder).delete()
    moved = start + timedelta(10)
    TeamMembership.objects.create(
        organisation=in_scope, person=founder, team=team, starts_on=start - timedelta(9), ends_on=moved
    )
    TeamMembership.objects.create(organisation=in_scope, person=founder, team=other_team, starts_on=moved)
    people = [founder, member]
    scores = [
        Score(people[day % 2].pk, "ratings", f"{day % 7}", f"{start + timedelta(min(day, 23))}", key=f"{place}")
        for place, day in enumerate(days)
    ]
    if scores:
        submit_scores(program, by=founder, scores=scores)
    for person, stretches in zip(people, enrolled, strict=True):
        Enrolment.objects.bulk_create(
            Enrolment(
                organisation=in_scope,
                program=program,
                person=person,
                starts_on=None if first is None else start + timedelta(first),
                ends_on=None if last is None else start + timedelta(last),
            )
            for first, last in apart(stretches)
        )
    Program.objects.filter(pk=program.pk).update(is_for_all=is_for_all)
    program.refresh_from_db()
    boards.forget()
    export(program, tmp_path)
    for window in ("all", "2024-05", "2024-W22"):
        files = (tmp_path / name for name in ("people.csv", "entries.csv", "rules.json"))
        told = board_of_files(*files, window)
        here = Reader(program).board(parse_window(window, Reader(program).rules))
        assert (digest(here.rows), here.unplaced) == (digest(told.rows), told.unplaced)
        assert [one.members for one in here.rows] == [one.members for one in told.rows]


def apart(stretches: list[tuple[int | None, int | None]]) -> list[tuple[int | None, int | None]]:
    """Give stretches that do not overlap, of which one at most goes on."""
    made: list[tuple[int | None, int | None]] = []
    for first, last in sorted(stretches, key=lambda one: -1 if one[0] is None else one[0]):
        begins = -1 if first is None else first
        if (last is not None and last <= begins) or (made and (made[-1][1] is None or begins < made[-1][1])):
            continue
        made.append((first, last))
    return made
