"""Who runs a program finds every entry that counts for no team: as many as the board tells, the newest first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from roost.ground.people.models import Organisation, Person, Team, TeamMembership
from roost.see.tracking.actions import Score, change_rules, close_period, launch_program, reverse_score, submit_scores
from roost.see.tracking.engine import parse_window
from roost.see.tracking.models import Program
from roost.see.tracking.reads import Reader, board_page, unplaced_page
from roost.see.tracking.reads.unplaced import PER_PAGE

RULES: dict[str, Any] = {
    "title": "Visits",
    "time_zone": "America/Chicago",
    "metrics": [{"key": "visits", "label": "Visits", "points_per_unit": 1, "team": "sum"}],
}
CALLS = {"key": "calls", "points_per_unit": 1, "team": "sum"}
BrowserFor = Callable[[Person | None], Client]


@pytest.fixture
def guest(make_person: Callable[..., Person]) -> Person:
    """Give somebody who belongs here and never was in a team."""
    return make_person("Gil Guest")


@pytest.fixture
def program(in_scope: Organisation, founder: Person, member: Person, guest: Person, other_team: Team) -> Program:
    made = launch_program(
        founder, organisation=in_scope, document=RULES | {"metrics": [*RULES["metrics"], CALLS]}, is_for_all=True
    )
    Team.objects.filter(pk=other_team.pk).update(division="South")
    scores = [
        Score(member.pk, "visits", "1", "2024-06-10", key="placed"),
        Score(member.pk, "visits", "2", "2023-12-31", key="before the first team"),
        Score(guest.pk, "visits", "3.5", "2024-06-01", key="early"),
        Score(guest.pk, "calls", "4", "2024-06-10T04:59Z", key="local day before"),
        Score(guest.pk, "visits", "5", "2024-06-10", key="late"),
        Score(guest.pk, "visits", "6", "2024-06-10", key="taken back"),
    ]
    submit_scores(made, by=founder, scores=scores)
    reverse_score(made, by=founder, key="taken back")
    change_rules(made, by=founder, document=RULES, version=1)
    return made


def listed(program: Program, window: str) -> list[tuple[str, str, int, date]]:
    return [(one.person, one.metric, one.value, one.day) for one in unplaced_page(program, window=window).lines]


def test_entries_in_no_team_are_listed_the_newest_first(program: Program, founder: Person) -> None:
    late = ("Gil Guest", "Visits", 5000, date(2024, 6, 10))
    local = ("Gil Guest", "calls", 4000, date(2024, 6, 9))
    early = ("Gil Guest", "Visits", 3500, date(2024, 6, 1))
    before = ("Mara Member", "Visits", 2000, date(2023, 12, 31))
    assert listed(program, "all") == [late, local, early, before]
    assert listed(program, "2024-06") == [late, local, early]
    assert listed(program, "2024-05") == []
    for window in ("all", "2024-06", "2024-05"):
        count = unplaced_page(program, window=window).count
        assert len(listed(program, window)) == count == board_page(program, founder, window=window).unplaced


def test_who_comes_into_a_team_leaves_the_list(program: Program, guest: Person, other_team: Team) -> None:
    TeamMembership.objects.create(
        organisation=program.organisation, person=guest, team=other_team, starts_on=date(2024, 6, 5)
    )
    assert [day for *_rest, day in listed(program, "2024-06")] == [date(2024, 6, 1)]


def test_every_entry_stands_on_one_page(program: Program, founder: Person, guest: Person, member: Person) -> None:
    scores = [
        Score(who.pk, "visits", str(1 + number), f"2023-{1 + number % 11:02}-{1 + number % 4:02}")
        for who in (guest, member)
        for number in range(PER_PAGE + 7)
    ]
    submit_scores(program, by=founder, scores=scores)
    pages = [unplaced_page(program, window="2023", page=str(number)) for number in (1, 2, 3)]
    lines = [line for page in pages for line in page.lines]
    assert [len(page.lines) for page in pages] == [PER_PAGE, PER_PAGE, 15]
    assert len(lines) == len(set(lines)) == pages[0].count
    assert [line.day for line in lines] == sorted((line.day for line in lines), reverse=True)
    assert unplaced_page(program, window="2023", page="no page").lines == pages[0].lines


def test_the_list_takes_as_many_queries_for_many_entries_as_for_few(
    program: Program, founder: Person, guest: Person, django_assert_num_queries: Callable[[int], Any]
) -> None:
    with django_assert_num_queries(6):
        unplaced_page(program, window="all")
    submit_scores(program, by=founder, scores=[Score(guest.pk, "visits", "1", "2024-06-02")] * PER_PAGE)
    with django_assert_num_queries(6):
        unplaced_page(program, window="all")


def test_the_board_leads_who_runs_it_to_the_list_and_says_that_the_number_is_of_all_divisions(
    program: Program, founder: Person, member: Person, client_for: BrowserFor
) -> None:
    board = reverse("tracking:board", args=[program.pk])
    way = f"{reverse('tracking:unplaced', args=[program.pk])}?window=2024-06"
    own, everything = ({"window": "2024-06", "division": division} for division in ("North", "*"))
    page = client_for(founder).get(board, own).text
    assert "Over all divisions, 3 entries belong to no team" in page
    assert way in page
    assert "Over all divisions" not in client_for(founder).get(board, everything).text
    assert way not in client_for(member).get(board, own).text
    shown = client_for(founder).get(way).text
    assert "3 entries count for no team" in shown
    assert shown.count("Gil Guest") == 3
    assert f'href="{board}?window=2024-06"' in shown


def test_the_published_board_leads_to_no_list_because_that_is_of_today(
    program: Program, founder: Person, client_for: BrowserFor
) -> None:
    close_period(program, by=founder, window=parse_window("2023-12", Reader(program).rules))
    board, way = (reverse(f"tracking:{name}", args=[program.pk]) for name in ("board", "unplaced"))
    published = client_for(founder).get(board, {"window": "2023-12"}).text
    assert "1 entry belongs to no team" in published
    assert way not in published
    assert way in client_for(founder).get(board, {"window": "2023-12", "live": "1"}).text
