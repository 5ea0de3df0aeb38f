"""What others do while a file of scores is read or written is seen, and keeps nobody from anything for long."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from roost.ground.kit.errors import Conflict, InputError
from roost.ground.people.models import Organisation, Person
from roost.see.tracking.actions import (
    Following,
    Score,
    Submitted,
    change_rules,
    enter_delivery,
    hand_in,
    launch_program,
    open_screen,
    submit_score,
    submit_scores,
    withdraw_delivery,
)
from roost.see.tracking.actions.recounting import recounting
from roost.see.tracking.engine import parse_rules
from roost.see.tracking.models import Delivery, Program
from roost.see.tracking.reads.audits import audit
from roost.see.tracking.tests.others import Elsewhere
from roost.see.tracking.tests.score_files import VISITS, Submitting, entered, rows_of, text_of


@pytest.fixture
def program(in_scope: Organisation, founder: Person) -> Program:
    return launch_program(founder, organisation=in_scope, document=VISITS, is_for_all=True)


@pytest.fixture
def submit(program: Program, tmp_path: Path) -> Submitting:
    return Submitting(program, tmp_path)


class Interrupting(Following):
    """Let others do something at the last moment before the lock is taken, one act each time."""

    def __init__(self, *acts: Callable[[], object]) -> None:
        self.acts = list(acts)

    def writes(self) -> None:
        if self.acts:
            others = Elsewhere(self.acts.pop(0))
            others.thread.start()
            others.end()


@pytest.mark.django_db(transaction=True)
def test_what_others_enter_while_a_file_is_read_is_seen(submit: Submitting, program: Program, founder: Person) -> None:
    def enter() -> None:
        submit_score(program, by=founder, score=Score(founder.pk, "visits", "1", "2024-06-10", key="one"))
        submit_scores(program, by=founder, scores=[Score(0, "", "", "", key="r", reverses="two")])

    rows = [
        f"{founder.email},visits,{value},2024-06-10,{key}," for value, key in ((1, "one"), (2, "two"), (4, "three"))
    ]
    assert submit(*rows, following=Interrupting(enter)) == Submitted(2, 1)
    assert entered(program) == (4, [(5000, 2)])
    assert audit(program) == []


@pytest.mark.django_db(transaction=True)
def test_an_id_that_others_use_while_a_file_is_read_refuses_it(
    submit: Submitting, program: Program, founder: Person
) -> None:
    def enter() -> None:
        submit_score(program, by=founder, score=Score(founder.pk, "visits", "9", "2024-06-10", key="one"))

    with pytest.raises(InputError):
        submit(f"{founder.email},visits,1,2024-06-10,one,", following=Interrupting(enter))
    assert entered(program) == (1, [(9000, 1)])


@pytest.mark.django_db(transaction=True)
def test_a_file_is_read_again_by_rules_that_change_meanwhile(
    submit: Submitting, program: Program, founder: Person
) -> None:
    def move() -> None:
        change_rules(program, by=founder, document=VISITS | {"time_zone": "America/Chicago"}, version=1)

    rows = [f"{founder.email},visits,{value},2024-06-10T{hour}:00:00Z,," for value, hour in ((1, "04"), (2, "06"))]
    assert submit(*rows, following=Interrupting(move)) == Submitted(2, 0)
    assert entered(program) == (2, [(1000, 1), (2000, 1)])
    assert audit(program) == []


@pytest.mark.django_db(transaction=True)
def test_a_file_is_refused_where_rules_change_again_and_again(
    submit: Submitting, program: Program, founder: Person
) -> None:
    def change(version: int) -> Callable[[], object]:
        return lambda: change_rules(program, by=founder, document=VISITS, version=version)

    with pytest.raises(Conflict, match="Send the scores again"):
        submit(f"{founder.email},visits,1,2024-06-10,,", following=Interrupting(change(1), change(2)))
    assert entered(program) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_entered_a_large_file_serves_on(
    submit: Submitting, program: Program, founder: Person
) -> None:
    rows = [f"{founder.email},visits,1,2024-{number % 5 + 1:02}-10,key {number}," for number in range(20_000)]
    assert submit(*rows) == Submitted(20_000, 0)
    with transaction.atomic():
        Program.objects.filter(pk=program.pk).update(purpose="Another")
    with recounting(program, parse_rules(VISITS)) as recount:
        recount.take_in(Program.objects.get().last_entry)
        recount.exchange()
    assert audit(program) == []


@pytest.mark.django_db(transaction=True)
def test_a_score_entered_while_a_file_is_written_waits_and_succeeds(
    submit: Submitting, program: Program, founder: Person
) -> None:
    begun = threading.Event()

    def enter() -> None:
        begun.set()
        submit_score(program, by=founder, score=Score(founder.pk, "visits", "1", "2024-06-10", key="by hand"))

    by_hand = Elsewhere(enter)

    class Meanwhile(Following):
        def wrote(self, submitted: Submitted, after: int, upto: int) -> None:
            by_hand.thread.start()
            begun.wait()
            assert is_locked()

    assert submit(*rows_of(founder, 3_000), following=Meanwhile()) == Submitted(3_000, 0)
    by_hand.end()
    assert entered(program)[0] == 3_001
    assert audit(program) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.on_postgresql
def test_what_only_refers_to_a_program_does_not_wait_for_a_file_that_is_written(
    submit: Submitting, program: Program, founder: Person
) -> None:
    def open_one() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        open_screen(program, by=founder, name="Kitchen")

    class Meanwhile(Following):
        def wrote(self, submitted: Submitted, after: int, upto: int) -> None:
            at_once = Elsewhere(open_one)
            at_once.thread.start()
            at_once.end()

    assert submit(*rows_of(founder, 3), following=Meanwhile()) == Submitted(3, 0)
    assert program.screens.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_was_taken_for_lost_brings_back_nothing_of_a_file_that_was_taken_back(
    program: Program, founder: Person
) -> None:
    held = hand_in(program, by=founder, name="june.csv", chunks=[text_of(*rows_of(founder, 30)).encode()])

    def enter_and_take_back() -> None:
        enter_delivery(held.pk)
        withdraw_delivery(Delivery.objects.get(pk=held.pk), by=founder)

    other = Elsewhere(enter_and_take_back)

    def be_overtaken(execute: Callable[..., Any], sql: str, params: Any, *rest: Any) -> Any:
        if sql.startswith("UPDATE") and "writing" in (params or ()) and not other.thread.ident:
            other.thread.start()
            other.end()
        return execute(sql, params, *rest)

    with connection.execute_wrapper(be_overtaken):
        enter_delivery(held.pk)
    assert other.thread.ident
    assert entered(program) == (60, [])
    assert audit(program) == []


def is_locked() -> bool:
    """Say whether nobody else can write: on SQLite found out by trying, on PostgreSQL a program's row is locked."""
    if connection.vendor != "sqlite":
        return connection.in_atomic_block
    other = sqlite3.connect(connection.settings_dict["NAME"], timeout=0, uri=True)
    try:
        other.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return True
    finally:
        other.close()
    return False
