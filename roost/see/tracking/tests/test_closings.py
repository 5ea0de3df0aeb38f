"""A closed period stays as it was published; what comes later is seen on the live board alone, with a mark."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roost.doors.api.actions import make_token
from roost.ground.activity.models import Fact
from roost.ground.kit import clock
from roost.ground.kit.errors import InputError
from roost.ground.people.models import Organisation, Person, Team
from roost.see.tracking.actions import Score, change_rules, close_period, launch_program, reverse_score, submit_score
from roost.see.tracking.engine import Window, digest, parse_window
from roost.see.tracking.models import Closing, Program
from roost.see.tracking.reads import Reader, board_page, published_board, shown_window
from roost.see.tracking.reads.closings import left_open

RULES = {
    "title": "Helping early",
    "time_zone": "America/Chicago",
    "week_start": "sunday",
    "metrics": [{"key": "visits", "label": "Visits", "points_per_unit": 2, "team": "sum"}],
}
BrowserFor = Callable[[Person | None], Client]


@pytest.fixture
def program(in_scope: Organisation, founder: Person, member: Person, other_team: Team) -> Program:
    made = launch_program(founder, organisation=in_scope, document=RULES, is_for_all=True)
    submit_score(made, by=founder, score=Score(member.pk, "visits", "3", "2024-05-10", key="one"))
    submit_score(made, by=founder, score=Score(founder.pk, "visits", "1", "2024-05-11", key="two"))
    return made


def window(program: Program, name: str) -> Window:
    return parse_window(name, Reader(program).rules)


def close(program: Program, by: Person, name: str = "2024-05") -> Closing:
    return close_period(program, by=by, window=window(program, name))


def standing(program: Program, person: Person, *, live: bool = False) -> list[tuple[str, int, int, int | None]]:
    page = board_page(program, person, window="2024-05", division="*", live=live)
    return [(line.name, line.rank, line.points, line.was) for board in page.boards for line in board.lines]


def test_what_was_published_stays_and_the_live_board_moves_with_a_mark(
    program: Program, founder: Person, member: Person
) -> None:
    published = standing(program, founder)
    close(program, founder)
    assert standing(program, founder) == published
    submit_score(program, by=founder, score=Score(member.pk, "visits", "100", "2024-05-12", key="late"))
    assert standing(program, founder) == published
    live = {name: (points, was) for name, _rank, points, was in standing(program, founder, live=True)}
    before = {name: points for name, _rank, points, _was in published}
    moved = {name for name, (points, was) in live.items() if was is not None}
    assert moved == {name for name, (points, _was) in live.items() if points != before[name]} != set()
    assert all(live[name] == (before[name] + 200_000, before[name]) for name in moved)
    page = board_page(program, founder, window="2024-05", division="*")
    assert page.published is not None
    assert page.published.changed >= 1


@pytest.mark.parametrize("live", [False, True])
def test_the_page_of_a_closed_period_asks_for_its_closing_once(program: Program, founder: Person, live: bool) -> None:
    close(program, founder)
    with CaptureQueriesContext(connection) as asked:
        board_page(program, founder, window="2024-05", division="*", live=live)
    assert sum(Closing._meta.db_table in query["sql"] for query in asked) == 1


def test_taking_the_late_score_back_leaves_nothing_changed(program: Program, founder: Person, member: Person) -> None:
    close(program, founder)
    submit_score(program, by=founder, score=Score(member.pk, "visits", "9", "2024-05-12", key="late"))
    reverse_score(program, by=founder, key="late")
    page = board_page(program, founder, window="2024-05", division="*")
    assert page.published is not None
    assert page.published.changed == 0
    assert {was for *_rest, was in standing(program, founder, live=True)} == {None}


def test_new_rules_do_not_change_what_was_published(program: Program, founder: Person) -> None:
    before = Reader(program).board(window(program, "2024-05"))
    closing = close(program, founder)
    change_rules(
        program, by=founder, version=1, document=RULES | {"metrics": [RULES["metrics"][0] | {"points_per_unit": 7}]}
    )
    kept = published_board(closing, window(program, "2024-05"))
    assert kept == before
    assert kept.digest == digest(kept.rows)
    assert closing.rule == 1


def test_entries_without_a_team_are_those_of_the_day_of_closing(
    program: Program, founder: Person, administrator: Person
) -> None:
    close(program, founder)
    late = Score(administrator.pk, "visits", "5", "2024-05-12", key="nobody's")
    submit_score(program, by=founder, score=late)
    assert board_page(program, founder, window="2024-05").unplaced == 0
    assert board_page(program, founder, window="2024-05", live=True).unplaced == 1


def test_closing_twice_is_closing_once(program: Program, founder: Person, member: Person) -> None:
    first = close(program, founder)
    submit_score(program, by=founder, score=Score(member.pk, "visits", "9", "2024-05-12", key="late"))
    assert close(program, founder) == first
    assert Fact.objects.filter(verb="tracking.closed").count() == 1


def test_a_week_from_sunday_and_a_month_are_closed_each_for_itself(program: Program, founder: Person) -> None:
    close(program, founder, "2024-W19")
    page = board_page(program, founder, window="2024-05")
    assert page.published is None
    assert page.may_close
    assert board_page(program, founder, window="2024-W19").published is not None


@pytest.mark.parametrize("name", ["2024-06", "2024-W24", "2024", "2024-07", "2031", "all"])
def test_a_period_that_is_not_over_cannot_be_closed(
    name: str, program: Program, founder: Person, client_for: BrowserFor
) -> None:
    with pytest.raises(InputError):
        close(program, founder, name)
    assert not board_page(program, founder, window=name).may_close
    asked = client_for(founder).get(reverse("tracking:close-period", args=[program.pk]), {"window": name})
    assert asked.status_code == 400


@pytest.mark.parametrize(
    ("method", "name", "words"),
    [
        ("get", "2024-06", "Only a period that is over can be closed."),
        ("post", "2024-06", "This period runs until 30 June 2024. It can be closed after that."),
        ("get", "2024-6", "A window is all, season"),
        ("post", "2024-6", "A window is all, season"),
    ],
)
def test_a_refusal_to_close_stands_within_the_normal_page(
    method: str, name: str, words: str, program: Program, founder: Person, client_for: BrowserFor
) -> None:
    address = reverse("tracking:close-period", args=[program.pk])
    answer = getattr(client_for(founder), method)(address, {"window": name})
    assert answer.status_code == 400
    assert "This period cannot be closed" in answer.text
    assert words in answer.text
    assert 'class="breadcrumb"' in answer.text
    assert 'class="nav"' in answer.text
    assert not Closing.objects.exists()


def test_a_period_is_over_when_it_is_over_in_the_zone_of_the_program(program: Program, founder: Person) -> None:
    with clock.at(datetime(2024, 7, 1, 4, 59, tzinfo=UTC)), pytest.raises(InputError):
        close(program, founder, "2024-06")
    with clock.at(datetime(2024, 7, 1, 5, 0, tzinfo=UTC)):
        assert close(program, founder, "2024-06").ends_on.isoformat() == "2024-07-01"


def test_who_runs_the_program_sees_what_will_be_published_and_publishes_it(
    program: Program, founder: Person, member: Person, client_for: BrowserFor
) -> None:
    asked = reverse("tracking:close-period", args=[program.pk])
    browser = client_for(founder)
    page = browser.get(asked, {"window": "2024-05"})
    assert "Publish and close" in page.text
    done = browser.post(asked, {"window": "2024-05"}, follow=True)
    assert "Published by Noor Founder" in done.text
    assert "Something came in" not in done.text
    submit_score(program, by=founder, score=Score(member.pk, "visits", "9", "2024-05-12", key="late"))
    board = reverse("tracking:board", args=[program.pk])
    seen = client_for(member).get(board, {"window": "2024-05", "division": "*"})
    assert "Since then the line" in seen.text
    live = client_for(member).get(board, {"window": "2024-05", "division": "*", "live": "1"})
    assert "published: " in live.text
    assert client_for(member).post(asked, {"window": "2024-04"}).status_code == 403


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_period_that_is_closed_already_is_not_asked_about_again(
    method: str, program: Program, founder: Person, administrator: Person, client_for: BrowserFor
) -> None:
    close(program, founder)
    address = reverse("tracking:close-period", args=[program.pk])
    page = getattr(client_for(administrator), method)(address, {"window": "2024-05"}, follow=True).text
    assert "This period is closed already." in page
    assert "Published by Noor Founder" in page
    assert "Published. What" not in page
    assert "Publish and close" not in page


def test_the_file_of_a_closed_period_is_what_was_published(
    program: Program, founder: Person, member: Person, client_for: BrowserFor
) -> None:
    address = reverse("tracking:board-file", args=[program.pk])

    def rows(**asked: str) -> list[list[str]]:
        return list(csv.reader(client_for(founder).get(address, {"window": "2024-05", **asked}).text.splitlines()))

    before = rows()
    close(program, founder)
    submit_score(program, by=founder, score=Score(member.pk, "visits", "9", "2024-05-12", key="late"))
    assert rows() == before
    assert rows(live="1") != before


def test_the_two_files_of_a_closed_period_tell_by_their_names_which_is_which(
    program: Program, founder: Person, client_for: BrowserFor
) -> None:
    address = reverse("tracking:board-file", args=[program.pk])

    def name(**asked: str) -> str:
        answer = client_for(founder).get(address, {"window": "2024-05", **asked})
        return str(answer["Content-Disposition"]).partition('filename="')[2].rstrip('"')

    assert (name(), name(live="1")) == ("board-2024-05.csv",) * 2
    close(program, founder)
    assert (name(), name(live="1")) == ("board-2024-05-published.csv", "board-2024-05-live.csv")


def test_who_runs_the_program_is_told_that_the_period_before_is_still_open(
    program: Program, founder: Person, member: Person, client_for: BrowserFor
) -> None:
    board = reverse("tracking:board", args=[program.pk])
    way = f"{reverse('tracking:close-period', args=[program.pk])}?window=2024-05"
    page = client_for(founder).get(board, {"window": "month"}).text
    assert "May 2024 is over and not closed yet." in page
    assert way in page
    # Nothing was entered for the week before; and what is not shown is not asked about.
    for asked in ({"window": "week"}, {"window": "all"}, {"window": "2024-05"}):
        assert "not closed yet" not in client_for(founder).get(board, asked).text
    assert "not closed yet" not in client_for(member).get(board, {"window": "month"}).text
    close(program, founder)
    assert "not closed yet" not in client_for(founder).get(board, {"window": "month"}).text


def test_the_period_before_costs_two_queries(
    program: Program, founder: Person, django_assert_num_queries: Callable[[int], Any]
) -> None:
    reader, today = Reader(program), clock.today("America/Chicago")
    shown = shown_window("month", reader.rules, today)
    with django_assert_num_queries(2):
        found = left_open(reader, shown, today)
    assert found is not None
    assert found.window.name == "2024-05"


def test_machines_ask_for_the_live_board_or_for_the_published_one(
    program: Program, founder: Person, member: Person
) -> None:
    path = f"/api/v1/programs/{program.pk}/board?window=2024-05"
    _token, secret = make_token(member, name="wall")
    asked = Client(headers={"Authorization": f"Bearer {secret}"})
    assert asked.get(path).json()["published_at"] is None
    before = asked.get(path).json()["digest"]
    closing = close(program, founder)
    submit_score(program, by=founder, score=Score(member.pk, "visits", "9", "2024-05-12", key="late"))
    assert asked.get(path).json()["digest"] == before != asked.get(f"{path}&live=true").json()["digest"]
    for address in (path, f"{path}&live=true"):
        assert datetime.fromisoformat(asked.get(address).json()["published_at"]) == closing.closed_at


def test_who_enters_a_late_score_is_told_where_it_counts(
    program: Program, founder: Person, member: Person, client_for: BrowserFor
) -> None:
    close(program, founder)
    address = reverse("tracking:enter", args=[program.pk])

    def entered(day: str) -> str:
        told = {"day": day, f"metric-{program.metrics.get().pk}": "2", "key": uuid4().hex}
        return client_for(member).post(address, told, follow=True).text

    with clock.at(datetime(2024, 6, 12, 15, 1, tzinfo=UTC)):
        late = entered("2024-05-31")
    assert "1 score is on the live board. That period was closed" in late
    assert "is on the board." not in late
    assert "May 2024" in late
    assert "counts, after the closing" in late
    assert "1 score is on the board." in entered("2024-06-01")
