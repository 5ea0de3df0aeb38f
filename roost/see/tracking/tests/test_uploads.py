"""A file of scores is entered as a whole or not at all, however large, and people see how far it is."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from roost.ground.activity.models import Fact
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, Forbidden, InputError
from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import Affiliation, Organisation, Person
from roost.see.tracking.actions import (
    Following,
    Score,
    Submitted,
    change_rules,
    enter_delivery,
    forget_deliveries,
    hand_in,
    launch_program,
    submit_file,
    submit_score,
    submit_scores,
)
from roost.see.tracking.forms.scores import MOST_BYTES_AT_ONCE
from roost.see.tracking.models import Cell, Delivery, Entry, Program
from roost.see.tracking.reads.audits import audit

BrowserFor = Callable[[Person | None], Client]
HEADER = "person,metric,value,occurred_at,id,reverses"
VISITS = {
    "title": "Visits",
    "time_zone": "Asia/Kolkata",
    "metrics": [{"key": "visits", "points_per_unit": 1, "team": "sum"}],
}


@pytest.fixture
def program(in_scope: Organisation, founder: Person) -> Program:
    return launch_program(founder, organisation=in_scope, document=VISITS)


def text_of(*rows: str) -> str:
    return "\n".join([HEADER, *rows, ""])


def rows_of(person: Person, count: int) -> list[str]:
    """Give rows without ids, some of them alike."""
    return [f"{person.email},visits,{number % 7},2024-{number % 5 + 1:02}-10,," for number in range(count)]


@pytest.fixture
def submit(program: Program, founder: Person, tmp_path: Path) -> Callable[..., Submitted]:
    """Give a submitter of rows as a file: `submit("E1,visits,3,2024-06-10,,", following=...)`."""

    def send(*rows: str, by: Person = founder, following: Following | None = None) -> Submitted:
        path = tmp_path / "scores.csv"
        path.write_text(text_of(*rows))
        return submit_file(program, by=by, path=path, name="scores.csv", following=following)

    return send


def entered(program: Program) -> tuple[int, list[tuple[int, int]]]:
    cells = Cell.objects.filter(metric__program=program, entries__gt=0).order_by("day", "person")
    return program.entries.count(), list(cells.values_list("total", "entries"))


def test_a_file_of_several_batches_is_entered_once(submit: Callable[..., Submitted], program: Program) -> None:
    member = program.founder
    rows = rows_of(member, 25_000)
    assert submit(*rows) == Submitted(25_000, 0)
    assert submit(*rows) == Submitted(0, 25_000)
    assert submit(*rows, f"{member.email},visits,1,2024-06-10,,") == Submitted(1, 25_000)
    assert audit(program) == []
    assert list(Fact.objects.filter(verb="tracking.submitted").order_by("pk").values_list("quantity", flat=True)) == [
        25_000,
        1,
    ]


def test_people_are_named_by_employee_id_or_address_in_any_letters(
    submit: Callable[..., Submitted], program: Program, member: Person
) -> None:
    employee = Affiliation.objects.get(person=member).employee_id
    submit(f"{employee},visits,1,2024-06-10,,", f" {str(member.email).upper()},visits,2,2024-06-10,,")
    assert entered(program) == (2, [(3000, 2)])


def test_a_reversal_in_a_file_meets_its_entry_wherever_that_is(
    submit: Callable[..., Submitted], program: Program, founder: Person
) -> None:
    here = founder.email
    submit_score(program, by=founder, score=Score(founder.pk, "visits", "5", "2024-06-10T20:00Z", key="before"))
    submit(
        ",,,,r1,within",
        f"{here},visits,1,2024-06-10,within,",
        ",,,,r2,before",
        ",,,,r3,later",
        ",,,,r4,r1",
        f"{here},visits,8,2024-06-11,stays,",
    )
    assert entered(program) == (7, [(8000, 1)])
    submit(f"{here},visits,9,2024-06-11,later,", ",,,,r5,before")
    assert entered(program) == (9, [(8000, 1)])
    assert audit(program) == []


def test_what_is_wrong_is_named_up_to_twenty_places_and_nothing_is_entered(
    submit: Callable[..., Submitted], program: Program, founder: Person
) -> None:
    here = founder.email
    with pytest.raises(InputError) as refused:
        submit(
            f"{here},visits,1,2024-06-10,,",
            "nobody@example.org,visits,1,2024-06-10,,",
            f"{here},walks,1,2024-06-10,,",
            f"{here},visits,1,2031-06-10,,",
            f"{here},visits,many,2024-06-10,,",
        )
    assert [(one.row, one.column, one.value, one.file) for one in refused.value.problems] == [
        (3, "person", "nobody@example.org", "scores.csv"),
        (4, "metric", "walks", "scores.csv"),
        (5, "occurred_at", "2031-06-10", "scores.csv"),
        (6, "value", "many", "scores.csv"),
    ]
    with pytest.raises(InputError) as refused:
        submit(*["nobody,visits,1,2024-06-10,,"] * 50)
    assert len(refused.value.problems) == 20
    assert entered(program) == (0, [])


def test_an_id_used_for_something_else_is_named(
    submit: Callable[..., Submitted], program: Program, founder: Person
) -> None:
    here = founder.email
    submit(f"{here},visits,1,2024-06-10,one,")
    with pytest.raises(InputError) as refused:
        submit(f"{here},visits,1,2024-06-10,two,", f"{here},visits,2,2024-06-10,one,")
    assert [(one.row, one.column, one.value) for one in refused.value.problems] == [(3, "id", "one")]
    assert entered(program) == (1, [(1000, 1)])


def test_an_id_with_an_invisible_character_is_refused(
    submit: Callable[..., Submitted], program: Program, founder: Person
) -> None:
    with pytest.raises(InputError) as refused:
        submit(f"{founder.email},visits,1,2024-06-10,o\0ne,")
    assert [(one.row, one.column) for one in refused.value.problems] == [(2, "id")]


def test_the_same_scores_at_once_count_once_and_differ_never(program: Program, founder: Person) -> None:
    one = Score(founder.pk, "visits", "1", "2024-06-10", key="one", row=2)
    assert submit_scores(program, by=founder, scores=[one, one]) == Submitted(1, 1)
    two = [Score(founder.pk, "visits", str(value), "2024-06-10", key="two", row=value) for value in (3, 4, 3)]
    with pytest.raises(InputError) as refused:
        submit_scores(program, by=founder, scores=two)
    assert [(problem.row, problem.column) for problem in refused.value.problems] == [(4, "id")]


def test_files_are_for_who_runs_the_program(submit: Callable[..., Submitted], member: Person) -> None:
    with pytest.raises(Forbidden):
        submit(f"{member.email},visits,1,2024-06-10,,", by=member)


class Elsewhere:
    """Do something over a connection of its own, as another person's request does."""

    def __init__(self, act: Callable[[], object]) -> None:
        self.act = act
        self.failures: list[Exception] = []
        self.thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        try:
            with everywhere():
                self.act()
        except Exception as error:
            self.failures.append(error)
        finally:
            connection.close()

    def end(self) -> None:
        self.thread.join()
        assert self.failures == []


class Interrupting(Following):
    """Let others do something at the last moment before the lock is taken."""

    def __init__(self, act: Callable[[], object]) -> None:
        self.others = Elsewhere(act)

    def writes(self) -> None:
        self.others.thread.start()
        self.others.end()


@pytest.mark.django_db(transaction=True)
def test_what_others_enter_while_a_file_is_read_is_seen(
    submit: Callable[..., Submitted], program: Program, founder: Person
) -> None:
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
    submit: Callable[..., Submitted], program: Program, founder: Person
) -> None:
    def enter() -> None:
        submit_score(program, by=founder, score=Score(founder.pk, "visits", "9", "2024-06-10", key="one"))

    with pytest.raises(InputError):
        submit(f"{founder.email},visits,1,2024-06-10,one,", following=Interrupting(enter))
    assert entered(program) == (1, [(9000, 1)])


@pytest.mark.django_db(transaction=True)
def test_rules_that_change_while_a_file_is_read_refuse_it(
    submit: Callable[..., Submitted], program: Program, founder: Person
) -> None:
    def change() -> None:
        change_rules(program, by=founder, document=VISITS, version=1)

    with pytest.raises(Conflict):
        submit(f"{founder.email},visits,1,2024-06-10,,", following=Interrupting(change))
    assert entered(program) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_a_score_entered_while_a_file_is_written_waits_and_succeeds(
    submit: Callable[..., Submitted], program: Program, founder: Person
) -> None:
    begun = threading.Event()

    def enter() -> None:
        begun.set()
        submit_score(program, by=founder, score=Score(founder.pk, "visits", "1", "2024-06-10", key="by hand"))

    by_hand = Elsewhere(enter)

    class Meanwhile(Following):
        def wrote(self, submitted: Submitted) -> None:
            by_hand.thread.start()
            begun.wait()
            assert is_locked()

    assert submit(*rows_of(founder, 3_000), following=Meanwhile()) == Submitted(3_000, 0)
    by_hand.end()
    assert entered(program)[0] == 3_001
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


def kept_files() -> list[str]:
    return sorted(path.name for path in (Path(settings.DATA_DIR) / "deliveries").glob("*"))


@pytest.fixture
def delivered(program: Program, founder: Person) -> Callable[..., Delivery]:
    """Give somebody who hands a file in, and has the worker enter it unless `waits`."""

    def send(text: str, *, waits: bool = False) -> Delivery:
        held = hand_in(program, by=founder, name="scores.csv", chunks=[text.encode()])
        if not waits:
            enter_delivery(held.pk)
        return Delivery.objects.get(pk=held.pk)

    return send


def test_a_large_file_waits_for_the_worker_and_is_forgotten_when_entered(
    delivered: Callable[..., Delivery], program: Program, founder: Person
) -> None:
    held = delivered(text_of(*rows_of(founder, 30)), waits=True)
    assert (held.status, held.rows, f"{held.pk}.csv" in kept_files()) == ("waiting", 31, True)
    queued = DBTaskResult.objects.get(task_path="roost.see.tracking.tasks.enter_file")
    assert queued.args_kwargs["kwargs"] == {"delivery": held.pk}
    for _ in range(2):  # A worker that was taken for lost comes back.
        enter_delivery(held.pk)
        held.refresh_from_db()
        assert (held.status, held.added, held.known, held.is_over) == ("done", 30, 0, True)
    assert f"{held.pk}.csv" not in kept_files()
    assert entered(program)[0] == 30


def test_a_refused_file_says_why_and_is_forgotten(delivered: Callable[..., Delivery], program: Program) -> None:
    held = delivered(text_of("nobody,visits,1,2024-06-10,,"))
    assert (held.status, held.is_over) == ("refused", True)
    assert [(one["row"], one["column"], one["value"]) for one in held.problems] == [(2, "person", "nobody")]
    assert f"{held.pk}.csv" not in kept_files()
    assert entered(program) == (0, [])


def test_a_file_of_somebody_who_no_longer_runs_the_program_is_refused(
    delivered: Callable[..., Delivery], program: Program, founder: Person, member: Person
) -> None:
    held = delivered(text_of(*rows_of(founder, 3)), waits=True)
    Program.objects.filter(pk=program.pk).update(founder=member)
    enter_delivery(held.pk)
    held.refresh_from_db()
    assert held.status == "refused"
    assert "whoever runs the program" in held.problems[0]["message"]


def test_a_file_that_went_missing_is_refused(delivered: Callable[..., Delivery]) -> None:
    held = delivered(text_of(), waits=True)
    (Path(settings.DATA_DIR) / "deliveries" / f"{held.pk}.csv").unlink()
    enter_delivery(held.pk)
    held.refresh_from_db()
    assert (held.status, held.problems[0]["row"]) == ("refused", None)


def test_what_was_never_entered_and_what_is_long_over_is_forgotten(
    delivered: Callable[..., Delivery], founder: Person
) -> None:
    over = delivered(text_of(*rows_of(founder, 3)))
    lost = delivered(text_of(), waits=True)
    file = Path(settings.DATA_DIR) / "deliveries" / f"{lost.pk}.csv"
    forget_deliveries()
    assert (Delivery.objects.count(), file.exists()) == (2, True)
    with clock.at(clock.now() + timedelta(days=2)):
        os.utime(file, (clock.now().timestamp() - 25 * 3600,) * 2)
        forget_deliveries()
    lost.refresh_from_db()
    assert (lost.status, file.exists()) == ("refused", False)
    with clock.at(clock.now() + timedelta(days=31)):
        forget_deliveries()
    assert not Delivery.objects.filter(pk=over.pk).exists()


def send(browser: Client, program: Program, text: str) -> str:
    """Hand in a file as a page does, and give the address to which that leads."""
    file = SimpleUploadedFile("scores.csv", text.encode(), content_type="text/csv")
    answer = browser.post(reverse("tracking:upload", args=[program.pk]), {"file": file})
    return answer["Location"] if answer.status_code == 302 else ""


def test_the_page_follows_a_large_file_to_its_end(program: Program, founder: Person, client_for: BrowserFor) -> None:
    browser = client_for(founder)
    rows = rows_of(founder, MOST_BYTES_AT_ONCE // 40)
    page = send(browser, program, text_of(*rows))
    held = Delivery.objects.get()
    assert page == reverse("tracking:delivery", args=[program.pk, held.pk])
    assert "Waiting for its turn" in browser.get(page).text
    assert "On its way" in browser.get(reverse("tracking:upload", args=[program.pk])).text
    Delivery.objects.update(status="reading", rows_read=2_500)
    part = browser.get(page, headers={"HX-Request": "true"})
    assert 'value="2500"' in part.text
    assert "<main" not in part.text
    assert f'hx-get="{page}"' in part.text
    enter_delivery(held.pk)
    done = browser.get(page, headers={"HX-Request": "true"}).text
    assert "are on the board" in done
    assert "hx-get" not in done


def test_the_page_lists_what_is_wrong_and_takes_another_file(
    program: Program, founder: Person, client_for: BrowserFor
) -> None:
    browser = client_for(founder)
    page = send(browser, program, text_of(*["nobody,visits,1,2024-06-10,,"] * (MOST_BYTES_AT_ONCE // 20)))
    enter_delivery(Delivery.objects.get().pk)
    told = browser.get(page).text
    assert "Nobody here has this employee id" in told
    assert "only the first 20 places" in told
    assert f'action="{reverse("tracking:upload", args=[program.pk])}"' in told


def test_a_file_of_another_program_is_not_found(
    delivered: Callable[..., Delivery], in_scope: Organisation, founder: Person, client_for: BrowserFor
) -> None:
    held = delivered(text_of(), waits=True)
    other = launch_program(founder, organisation=in_scope, document=VISITS)
    assert client_for(founder).get(reverse("tracking:delivery", args=[other.pk, held.pk])).status_code == 404


def test_a_small_file_is_entered_at_once(program: Program, founder: Person, client_for: BrowserFor) -> None:
    assert send(client_for(founder), program, text_of(*rows_of(founder, 20))) == ""
    assert (Entry.objects.count(), Delivery.objects.count()) == (20, 0)
