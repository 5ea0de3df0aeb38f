"""A published number opens down to the entries that made it, whatever came later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from roost.ground.people.models import Organisation, Person, Team, TeamMembership
from roost.see.tracking.actions import (
    Score,
    change_rules,
    close_period,
    launch_program,
    reverse_score,
    submit_score,
    submit_scores,
)
from roost.see.tracking.engine import parse_window
from roost.see.tracking.models import Program
from roost.see.tracking.reads import Reader, TeamPage, board_page, line_page, team_page

BrowserFor = Callable[[Person | None], Client]
MAY = "2024-05"
RULES: dict[str, Any] = {
    "title": "Helping early",
    "time_zone": "Europe/Paris",
    "metrics": [
        {"key": "visits", "points_per_unit": 2, "team": "sum", "cap": {"points": 30, "per": "month"}},
        {"key": "calls", "points_per_unit": 1, "team": "average", "over": "active"},
    ],
}


@pytest.fixture
def program(in_scope: Organisation, founder: Person, member: Person) -> Program:
    made = launch_program(founder, organisation=in_scope, document=RULES, is_for_all=True)
    scores = [
        Score(member.pk, "visits", "12", "2024-05-10", key="visits"),
        Score(member.pk, "calls", "5", "2024-05-11", key="calls"),
        Score(member.pk, "calls", "50", "2024-05-12", key="gone before"),
        Score(member.pk, "calls", "500", "2024-04-30", key="april"),
    ]
    submit_scores(made, by=founder, scores=scores)
    reverse_score(made, by=founder, key="gone before")
    close_period(made, by=founder, window=parse_window(MAY, Reader(made).rules))
    return made


def sums(page: TeamPage) -> tuple[int, dict[str, int]]:
    return page.points, {metric.label: metric.gets for metric in page.metrics}


def test_what_came_later_is_on_the_live_page_alone(
    program: Program, founder: Person, member: Person, team: Team
) -> None:
    published = team_page(program, team, founder, window=MAY)
    assert sums(published) == (29_000, {"visits": 24_000, "calls": 5_000})
    assert published.closed is not None
    assert (published.closed.shows_live, published.closed.differs, published.closed.adds_up) == (False, False, True)
    submit_score(program, by=founder, score=Score(member.pk, "visits", "9", "2024-05-12", key="late"))
    reverse_score(program, by=founder, key="calls")
    again, live = (team_page(program, team, founder, window=MAY, live=live) for live in (False, True))
    assert sums(again) == sums(published)
    assert sums(live) == (30_000, {"visits": 30_000, "calls": 0})
    assert again.closed is not None
    assert (again.closed.differs, again.closed.adds_up) == (True, True)
    assert [person.points for person in again.people if person.points] == [29_000]


def test_the_entries_say_which_counted(program: Program, founder: Person, member: Person) -> None:
    submit_score(program, by=founder, score=Score(member.pk, "visits", "9", "2024-05-12", key="late"))
    reverse_score(program, by=founder, key="calls")
    page = line_page(program, member, member, window=MAY)
    assert page.points == 29_000
    assert {entry.key: (entry.status, entry.counts) for entry in page.entries} == {
        "visits": ("counts", True),
        "calls": ("counted; taken back after the closing", True),
        "gone before": ("taken back", False),
        "late": ("came after the closing", False),
    }
    live = line_page(program, member, member, window=MAY, live=True)
    assert live.points == 30_000
    assert {entry.key: entry.status for entry in live.entries} == {
        "visits": "counts",
        "calls": "taken back",
        "gone before": "taken back",
        "late": "counts, after the closing",
    }


def test_it_is_worked_by_the_rules_of_the_closing(program: Program, founder: Person, team: Team) -> None:
    dearer = RULES | {"metrics": [{"key": "visits", "points_per_unit": 7, "team": "sum"}]}
    change_rules(program, by=founder, document=dearer, version=1)
    assert sums(team_page(program, team, founder, window=MAY)) == (29_000, {"visits": 24_000, "calls": 5_000})
    assert sums(team_page(program, team, founder, window=MAY, live=True)) == (84_000, {"visits": 84_000})


def test_the_entries_are_told_by_the_rules_of_the_closing(program: Program, founder: Person, member: Person) -> None:
    only_calls = RULES | {"time_zone": "Pacific/Kiritimati", "metrics": RULES["metrics"][1:]}
    change_rules(program, by=founder, document=only_calls, version=1)
    page = line_page(program, member, member, window=MAY)
    assert {entry.key: entry.status for entry in page.entries} == {
        "visits": "counts",
        "calls": "counts",
        "gone before": "taken back",
    }
    live = {entry.key: entry.status for entry in line_page(program, member, member, window=MAY, live=True).entries}
    assert live["visits"] == "no longer scored"


def test_a_team_that_was_not_there_yet_is_said_not_to_be(program: Program, founder: Person, member: Person) -> None:
    late = Team.objects.create(organisation=program.organisation, division="North", name="Late")
    TeamMembership.objects.filter(person=member).update(team=late)
    published, live = (team_page(program, late, founder, window=MAY, live=live) for live in (False, True))
    assert (published.rank, published.points, published.people) == (None, 0, published.people)
    assert published.closed is not None
    assert published.closed.differs
    assert live.points == 29_000


def test_a_team_that_was_mended_since_is_said_not_to_add_up(
    program: Program, founder: Person, member: Person, team: Team
) -> None:
    TeamMembership.objects.filter(person=member, team=team).update(starts_on=date(2024, 5, 11))
    page = team_page(program, team, founder, window=MAY)
    assert (page.points, page.closed and page.closed.adds_up) == (29_000, False)


def test_the_board_leads_to_what_it_shows(program: Program, founder: Person, member: Person) -> None:
    submit_score(program, by=founder, score=Score(member.pk, "visits", "1", "2024-05-12", key="late"))
    for live, points, tail in ((False, 29_000, ""), (True, 31_000, "&live=1")):
        page = board_page(program, member, window=MAY, live=live)
        assert page.own is not None
        assert page.own.points == points
        assert page.own.url.endswith(f"?window={MAY}{tail}")
        assert all(line.url.endswith(f"?window={MAY}{tail}") for board in page.boards for line in board.lines)


def test_the_pages_name_both_sides(
    program: Program, founder: Person, member: Person, team: Team, client_for: BrowserFor
) -> None:
    submit_score(program, by=founder, score=Score(member.pk, "visits", "1", "2024-05-12", key="late"))
    browser = client_for(member)
    for name, number in (("team", team.pk), ("line", member.pk)):
        address = reverse(f"tracking:{name}", args=[program.pk, number])
        published = browser.get(address, {"window": MAY}).text
        assert "As it was published" in published
        assert "live=1" in published
        assert "The live numbers of a closed period" in browser.get(address, {"window": MAY, "live": "1"}).text
        assert "closed" not in browser.get(address, {"window": "2024-06"}).text
    assert (
        "rank 1 with 29 points was published"
        in browser.get(reverse("tracking:team", args=[program.pk, team.pk]), {"window": MAY, "live": "1"}).text
    )


def test_pages_of_a_closed_period_state_their_queries(
    program: Program,
    member: Person,
    team: Team,
    make_person: Callable[..., Person],
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    for number in range(10):
        make_person(f"Further {number}", team=team)
    with django_assert_max_num_queries(15):
        board_page(program, member, window=MAY)
    with django_assert_max_num_queries(14):
        team_page(program, team, member, window=MAY)
    with django_assert_max_num_queries(8 + 17):
        line_page(program, member, member, window=MAY)
