"""A board that cannot have changed is not worked out again; one that can is never told from memory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from roost.ground.kit.scopes import touching
from roost.ground.people.actions import move_to_team
from roost.ground.people.models import Organisation, Person, Team
from roost.see.tracking.actions import Score, change_rules, launch_program, reverse_score, submit_score
from roost.see.tracking.engine import Window
from roost.see.tracking.models import Program
from roost.see.tracking.reads import running
from roost.see.tracking.reads.running import Memory, Reader

RULES = {
    "title": "Visits",
    "time_zone": "UTC",
    "metrics": [{"key": "visits", "points_per_unit": 2, "team": "sum"}],
}
MAY = Window("2024-05", date(2024, 5, 1), date(2024, 6, 1))

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def program(noon: object, organisation: Organisation, founder: Person, member: Person) -> Iterator[Program]:
    with touching(organisation.pk):
        made = launch_program(founder, organisation=organisation, document=RULES, is_for_all=True)
        submit_score(made, by=founder, score=Score(member.pk, "visits", "3", "2024-05-10", key="one"))
        yield made


def points(program: Program) -> int:
    return sum(one.points for one in Reader(program).standings(MAY))


def statements(program: Program) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        Reader(program).standings(MAY)
    return sum("board_standing" in query["sql"] for query in asked)


def test_a_board_is_worked_out_once(program: Program) -> None:
    assert [statements(program) for _ in range(3)] == [1, 0, 0]


def test_each_division_and_each_window_is_a_question_of_its_own(program: Program, team: Team) -> None:
    reader = Reader(program)
    june = Window("2024-06", date(2024, 6, 1), date(2024, 7, 1))
    assert reader.standings(MAY, team.pk) == [one for one in reader.standings(MAY) if one.division == team.pk]
    assert sum(one.points for one in reader.standings(june)) == 0 != points(program)


def test_scores_rules_and_moves_are_seen_at_once(
    program: Program, founder: Person, member: Person, other_team: Team
) -> None:
    assert points(program) == 6000
    submit_score(program, by=founder, score=Score(member.pk, "visits", "1", "2024-05-11", key="two"))
    assert points(program) == 8000
    reverse_score(program, by=founder, key="one")
    assert points(program) == 2000
    document = RULES | {"metrics": [{"key": "visits", "points_per_unit": 5, "team": "sum"}]}
    change_rules(program, by=founder, version=1, document=document)
    assert points(program) == 5000
    before = {one.team: one.points for one in Reader(program).standings(MAY)}
    move_to_team(member, organisation=program.organisation, team=other_team, on=date(2024, 5, 15), by=founder)
    assert {one.team: one.points for one in Reader(program).standings(MAY)} != before


def test_rules_that_change_while_somebody_reads_are_not_remembered_as_the_new_ones(
    program: Program, founder: Person
) -> None:
    slow = Reader(program)
    assert slow.rules
    document = RULES | {"metrics": [{"key": "visits", "points_per_unit": 5, "team": "sum"}]}
    change_rules(program, by=founder, version=1, document=document)
    assert sum(one.points for one in slow.standings(MAY)) == 6000
    assert points(program) == 15_000


def test_what_was_read_in_a_transaction_that_failed_is_forgotten(
    program: Program, founder: Person, member: Person
) -> None:
    with transaction.atomic():
        submit_score(program, by=founder, score=Score(member.pk, "visits", "100", "2024-05-11", key="two"))
        assert points(program) == 206_000
        transaction.set_rollback(True)
    submit_score(program, by=founder, score=Score(member.pk, "visits", "1", "2024-05-11", key="two"))
    assert points(program) == 8000


def test_callers_cannot_change_what_is_remembered(program: Program) -> None:
    Reader(program).standings(MAY).clear()
    assert points(program) == 6000


def test_what_is_older_than_the_newest_fact_is_neither_told_nor_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    memory = Memory()
    asked = [
        memory.recall(1, "a", lambda: [1]),
        memory.recall(2, "a", lambda: [2]),
        memory.recall(1, "a", lambda: [3]),
        memory.recall(2, "a", lambda: [4]),
        memory.recall(None, "a", lambda: [5]),
    ]
    assert asked == [[1], [2], [3], [2], [5]]
    monkeypatch.setattr(running, "MOST_REMEMBERED", 10)
    assert memory.recall(3, "large", lambda: [0] * 8) == [0] * 8
    assert memory.recall(3, "small", lambda: [1]) == [1]
    assert memory.recall(3, "large", lambda: [2]) == [2]
    assert memory.recall(3, "small", lambda: [3]) == [1]
