"""Rules of another time zone: days are added up beside the ledger, and nothing that comes meanwhile is lost."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError
from roost.ground.people.models import Organisation, Person, RoleGrant
from roost.see.tracking.actions import (
    Score,
    change_rules,
    close_period,
    enter_delivery,
    forget_rezonings,
    give_up_rezoning,
    hand_in,
    launch_program,
    leave_rezoning,
    reverse_score,
    rezone,
    submit_score,
    submit_scores,
)
from roost.see.tracking.actions.recounting import recounting
from roost.see.tracking.actions.rezoning import MOST_AT_ONCE, bring_into_force, read_ledger
from roost.see.tracking.actions.ruling import replace_rules
from roost.see.tracking.engine import parse_rules, parse_window
from roost.see.tracking.models import Program, Rezoning, Rule
from roost.see.tracking.reads.audits import audit
from roost.see.tracking.tasks import NICENESS, rezone_program
from roost.see.tracking.tests.others import Elsewhere
from roost.see.tracking.tests.rezonings import CHICAGO, EVENING, MORNING, NIGHT, ask_for_chicago, days, fill
from roost.see.tracking.tests.score_files import VISITS, entered, rows_of, text_of
from tests.journeys.house import ROOT, environment


@pytest.fixture
def program(in_scope: Organisation, founder: Person) -> Program:
    return launch_program(founder, organisation=in_scope, document=VISITS, purpose="See people", is_for_all=True)


@pytest.fixture
def enter(program: Program, founder: Person) -> Callable[..., None]:
    """Give a maker of entries: `enter(a=EVENING, r="-a")`, where a minus takes back."""

    def submit(**times: str) -> None:
        for key, at in times.items():
            taken_back = at.startswith("-")
            score = Score(founder.pk, "visits", "1", at, key, reverses=at[1:] if taken_back else "")
            submit_scores(program, by=founder, scores=[score])

    return submit


@pytest.fixture
def asked(program: Program, founder: Person) -> Callable[[], Rezoning]:
    """Give somebody who asks for the rules of Chicago, as `change_rules` does where there are many entries."""

    def ask() -> Rezoning:
        return ask_for_chicago(program, founder)

    return ask


def test_few_entries_move_at_once(program: Program, founder: Person, enter: Callable[..., None]) -> None:
    enter(a=EVENING, b=NIGHT, c=MORNING, back="-b", before="-late", late=NIGHT)
    assert days(program) == {"05": 1, "06": 1}
    assert isinstance(change_rules(program, by=founder, document=CHICAGO, version=1), Rule)
    assert days(program) == {"05": 2}
    assert (audit(program), Rezoning.objects.count()) == ([], 0)


def test_many_entries_wait_for_the_worker_and_everything_holds_until_then(
    program: Program, founder: Person, enter: Callable[..., None]
) -> None:
    fill(program, founder, [NIGHT] * (MOST_AT_ONCE + 1))
    with recounting(program, parse_rules(VISITS)) as recount:
        recount.take_in(Program.objects.get().last_entry)
        recount.exchange()
    assert days(program) == {"06": MOST_AT_ONCE + 1}
    waiting = change_rules(program, by=founder, document=CHICAGO, version=1, behaviours={"visits": "inspire.encourage"})
    assert isinstance(waiting, Rezoning)
    queued = DBTaskResult.objects.get(task_path="roost.see.tracking.tasks.rezone_program")
    assert queued.args_kwargs["kwargs"] == {"rezoning": waiting.pk}
    program.refresh_from_db()
    assert (program.title, program.rules.count(), days(program)) == ("Visits", 1, {"06": MOST_AT_ONCE + 1})
    with pytest.raises(Conflict, match="added up again for America/Chicago"):
        change_rules(program, by=founder, document=VISITS, version=1)
    enter(more=EVENING)
    close_period(program, by=founder, window=parse_window("2024-05", parse_rules(VISITS)))
    rezone(waiting.pk)
    program.refresh_from_db()
    waiting.refresh_from_db()
    assert (waiting.status, waiting.scores, waiting.problem) == ("done", MOST_AT_ONCE + 2, "")
    assert (program.title, program.purpose, program.rules.latest("version").version) == (
        "Calls on people",
        "See people",
        2,
    )
    assert days(program) == {"05": MOST_AT_ONCE + 2}
    assert audit(program) == []
    assert isinstance(change_rules(program, by=founder, document=CHICAGO | {"title": "Calls"}, version=2), Rule)


def test_rules_without_another_zone_never_wait(program: Program, founder: Person) -> None:
    fill(program, founder, [NIGHT] * (MOST_AT_ONCE + 1))
    document = VISITS | {"metrics": [VISITS["metrics"][0] | {"points_per_unit": 2}]}  # type: ignore[index]
    assert isinstance(change_rules(program, by=founder, document=document, version=1), Rule)


def test_what_comes_between_reading_and_exchanging_counts(
    program: Program, founder: Person, enter: Callable[..., None], asked: Callable[[], Rezoning]
) -> None:
    enter(a=EVENING, b=NIGHT, c=MORNING, back="-c", ahead="-late")
    rezoning = asked()
    with recounting(program, parse_rules(CHICAGO)) as recount:
        read_ledger(rezoning, recount)
        enter(again="-c", gone="-b", late=NIGHT, d=NIGHT, short=NIGHT, shortly="-short")
        held = hand_in(program, by=founder, name="scores.csv", chunks=[text_of(*rows_of(founder, 30)).encode()])
        enter_delivery(held.pk)
        assert reverse_score(program, by=founder, key="a").added == 1
        bring_into_force(rezoning, recount)
    assert entered(program)[0] == 5 + 6 + 30 + 1
    assert audit(program) == []
    assert days(program)["05"] == 1
    assert program.rules.latest("version").version == 2


@pytest.mark.parametrize("seed", range(12))
def test_in_whatever_order_entries_and_reversals_come_the_cells_are_what_the_ledger_adds_up_to(
    seed: int, program: Program, enter: Callable[..., None], asked: Callable[[], Rezoning]
) -> None:
    chance = Random(seed)
    keys = [f"k{number}" for number in range(8)]
    coming = [(key, chance.choice([EVENING, NIGHT, MORNING])) for key in keys]
    coming += [(f"r{number}", f"-{chance.choice(keys)}") for number in range(6)]
    chance.shuffle(coming)
    rezoning = asked()
    with recounting(program, parse_rules(CHICAGO)) as recount:
        for key, time in coming:
            enter(**{key: time})
            if chance.random() < 0.4:
                recount.take_in(Program.objects.get().last_entry)
        bring_into_force(rezoning, recount)
    assert audit(program) == []


@pytest.mark.django_db(transaction=True)
def test_others_enter_scores_while_the_ledger_is_read(
    program: Program, founder: Person, enter: Callable[..., None], asked: Callable[[], Rezoning]
) -> None:
    enter(a=EVENING, b=NIGHT)
    rezoning = asked()

    def act() -> None:
        submit_score(program, by=founder, score=Score(founder.pk, "visits", "1", MORNING, key="c"))
        reverse_score(program, by=founder, key="b")

    def meanwhile(_read: int) -> None:
        others = Elsewhere(act)
        others.thread.start()
        others.end()

    with recounting(program, parse_rules(CHICAGO)) as recount:
        recount.take_in(Program.objects.get().last_entry, meanwhile)
        bring_into_force(rezoning, recount)
    assert days(program) == {"05": 2}
    assert audit(program) == []


def test_a_worker_that_was_lost_is_followed_by_another(
    program: Program, enter: Callable[..., None], asked: Callable[[], Rezoning]
) -> None:
    enter(a=EVENING, b=NIGHT)
    rezoning = asked()
    with recounting(program, parse_rules(CHICAGO)) as recount:
        read_ledger(rezoning, recount)
    for _ in range(2):  # Also where the first was not lost after all.
        rezone(rezoning.pk)
        rezoning.refresh_from_db()
        assert (rezoning.status, program.rules.count(), days(program)) == ("done", 2, {"05": 2})
    assert audit(program) == []


def test_rules_that_changed_meanwhile_stay_and_nothing_else_changes(
    program: Program, founder: Person, enter: Callable[..., None], asked: Callable[[], Rezoning]
) -> None:
    enter(a=EVENING, b=NIGHT)
    rezoning = asked()
    rules = parse_rules(VISITS | {"title": "Others"})
    with transaction.atomic():
        replace_rules(program, rules, by=founder, version=2, purpose="", behaviours={})
    rezone(rezoning.pk)
    rezoning.refresh_from_db()
    assert rezoning.status == "refused"
    assert rezoning.finished_at is not None
    assert "changed meanwhile" in rezoning.problem
    assert (program.rules.count(), Program.objects.get().title, days(program)) == (2, "Others", {"05": 1, "06": 1})


def test_what_was_given_up_does_not_come_into_force_behind_the_back(
    program: Program, enter: Callable[..., None], asked: Callable[[], Rezoning]
) -> None:
    enter(a=EVENING, b=NIGHT)
    rezoning = asked()
    with recounting(program, parse_rules(CHICAGO)) as recount:
        read_ledger(rezoning, recount)
        give_up_rezoning(rezoning.pk)
        with pytest.raises(Conflict, match="given up"):
            bring_into_force(rezoning, recount)
    rezoning.refresh_from_db()
    assert (rezoning.status, "Something went wrong" in rezoning.problem) == ("refused", True)
    assert (program.rules.count(), days(program)) == (1, {"05": 1, "06": 1})


def test_adding_up_ends_soon_after_it_was_given_up(
    program: Program, founder: Person, enter: Callable[..., None], asked: Callable[[], Rezoning]
) -> None:
    enter(a=EVENING, b=NIGHT)
    rezoning = asked()
    assert leave_rezoning(program, by=founder)
    assert not leave_rezoning(program, by=founder)
    with recounting(program, parse_rules(CHICAGO)) as recount, pytest.raises(Conflict, match="given up"):
        read_ledger(rezoning, recount)
    assert days(program) == {"05": 1, "06": 1}


def test_rules_of_somebody_who_runs_the_program_no_more_do_not_come_into_force(
    program: Program, administrator: Person, enter: Callable[..., None]
) -> None:
    enter(a=EVENING, b=NIGHT)
    rezoning = ask_for_chicago(program, administrator)
    RoleGrant.objects.filter(person=administrator).delete()
    rezone(rezoning.pk)
    rezoning.refresh_from_db()
    assert rezoning.status == "refused"
    assert rezoning.problem.endswith("does not run this program any more.")
    assert (program.rules.count(), days(program)) == (1, {"05": 1, "06": 1})


def test_days_that_cannot_be_counted_are_said_and_change_nothing(
    program: Program, founder: Person, enter: Callable[..., None], asked: Callable[[], Rezoning]
) -> None:
    enter(first="0001-01-01T00:30:00Z", a=NIGHT)
    rezoning = asked()
    rezone(rezoning.pk)
    rezoning.refresh_from_db()
    assert rezoning.status == "refused"
    assert "0001-01-01T00:30:00Z" in rezoning.problem
    with pytest.raises(InputError, match="0001-01-01T00:30:00Z"):
        change_rules(program, by=founder, document=CHICAGO, version=1)
    assert (program.rules.count(), audit(program)) == (1, [])


def test_a_day_that_grows_too_large_in_the_other_zone_is_said_and_changes_nothing(
    program: Program, founder: Person, asked: Callable[[], Rezoning]
) -> None:
    fill(program, founder, [EVENING, NIGHT] * 4_501, value=10**15)
    with recounting(program, parse_rules(VISITS)) as recount:
        recount.take_in(Program.objects.get().last_entry)
        recount.exchange()
    before = days(program)
    rezoning = asked()
    rezone(rezoning.pk)
    rezoning.refresh_from_db()
    assert "too large" in rezoning.problem
    assert (program.rules.count(), days(program)) == (1, before)


def test_what_never_ended_is_given_up_and_what_is_long_over_is_forgotten(asked: Callable[[], Rezoning]) -> None:
    rezoning = asked()
    forget_rezonings()
    rezoning.refresh_from_db()
    assert rezoning.status == "waiting"
    with clock.at(clock.now() + timedelta(days=2)):
        forget_rezonings()
        rezoning.refresh_from_db()
        assert (rezoning.status, "within a day" in rezoning.problem) == ("refused", True)
    with clock.at(clock.now() + timedelta(days=33)):
        forget_rezonings()
    assert not Rezoning.objects.exists()


def test_a_process_that_comes_to_grief_is_told_of(
    asked: Callable[[], Rezoning], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rezoning = asked()
    # The process gets an empty database of its own, in which it finds no table.
    for name, value in {"ROOST_DATABASE_URL": "", "ROOST_DATA_DIR": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(subprocess.CalledProcessError):
        rezone_program.call(rezoning.pk)
    rezoning.refresh_from_db()
    assert (rezoning.status, "Something went wrong" in rezoning.problem) == ("refused", True)


WORKER = """
import django
django.setup()
from django.core.management import call_command
from django.db import connection, transaction
from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import Affiliation, Organisation, Person
from roost.see.tracking.actions import Score, launch_program, submit_score
from roost.see.tracking.actions.rezoning import ask_for_rezoning
from roost.see.tracking.engine import document_of, parse_rules
from roost.see.tracking.models import Cell, Rezoning
from roost.see.tracking.tasks import rezone_program
call_command("prepare", verbosity=0)
with everywhere():
    harbour = Organisation.objects.create(name="Harbour", created_at=clock.now())
    noor = Person.objects.create_user("noor@example.org", "a-long-password", name="Noor")
    Affiliation.objects.create(organisation=harbour, person=noor, starts_on="2024-01-01")
    metrics = [{"key": "visits", "points_per_unit": 1, "team": "sum"}]
    document = {"title": "Visits", "time_zone": "UTC", "metrics": metrics}
    program = launch_program(noor, organisation=harbour, document=document, is_for_all=True)
    submit_score(program, by=noor, score=Score(noor.pk, "visits", "1", "2024-06-05T23:30:00Z"))
    rules = parse_rules(document | {"time_zone": "Asia/Kolkata"})
    with transaction.atomic():
        waiting = ask_for_rezoning(program, rules, by=noor, version=1, purpose="", behaviours={})
    print("ready", flush=True)
    rezone_program.call(waiting.pk)
    waiting.refresh_from_db()
    print(waiting.status, Cell.objects.get(entries=1).day, flush=True)
"""


def test_the_worker_does_it_in_a_process_of_lower_priority(tmp_path: Path) -> None:
    usual = os.getpriority(os.PRIO_PROCESS, 0)
    if usual >= NICENESS:
        pytest.skip("everything here runs behind others already")
    # SQLite in a folder of its own, wherever the other tests run: a second process sees no test's transaction.
    settings = environment(tmp_path) | {"ROOST_DATABASE_URL": ""}
    worker = subprocess.Popen([sys.executable, "-c", WORKER], env=settings, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    seen = set()
    assert worker.stdout is not None
    assert worker.stdout.readline() == "ready\n"
    children = Path(f"/proc/{worker.pid}/task/{worker.pid}/children")
    while worker.poll() is None:
        for number in children.read_text().split():
            with suppress(ProcessLookupError):
                seen.add(os.getpriority(os.PRIO_PROCESS, int(number)))
        time.sleep(0.02)
    assert worker.stdout.read() == f"done {date(2024, 6, 6).toordinal()}\n"
    assert os.getpriority(os.PRIO_PROCESS, 0) == usual
    assert max(seen) == NICENESS


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL knows how its rows are spread")
def test_scores_that_are_taken_back_are_looked_up_by_their_keys(
    program: Program, founder: Person, enter: Callable[..., None]
) -> None:
    """SQLite would rather go through the whole ledger, if it were asked in other words."""
    enter(a=EVENING, b=NIGHT, c=MORNING)
    plans: list[str] = []

    def explain(execute: Callable[..., Any], sql: str, *others: Any) -> Any:
        if sql.lstrip().startswith("SELECT e.metric_id"):
            steps = connection.connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
            plans.extend(step[-1] for step in steps if " e " in step[-1])
        return execute(sql, *others)

    with connection.execute_wrapper(explain), recounting(program, parse_rules(CHICAGO)) as recount:
        enter(back="-a")
        recount.take_in(Program.objects.get().last_entry)
        enter(again="-b")
        recount.take_in(Program.objects.get().last_entry)
        asked = len(plans)
        recount.take_in(Program.objects.get().last_entry)
    assert (asked, len(plans)) == (3, 3)
    assert all("(program_id=? AND key=?" in plan for plan in plans)
