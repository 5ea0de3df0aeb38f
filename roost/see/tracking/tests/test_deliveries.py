"""A large file of scores waits for the worker, and people see how far it is and what became of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict
from roost.ground.people.models import Organisation, Person
from roost.see.tracking.actions import enter_delivery, forget_deliveries, hand_in, launch_program
from roost.see.tracking.forms.scores import MOST_BYTES_AT_ONCE
from roost.see.tracking.models import Delivery, Entry, Program
from roost.see.tracking.tests.score_files import VISITS, entered, rows_of, text_of

BrowserFor = Callable[[Person | None], Client]


@pytest.fixture
def program(in_scope: Organisation, founder: Person) -> Program:
    return launch_program(founder, organisation=in_scope, document=VISITS, is_for_all=True)


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


def test_a_file_given_up_while_it_is_read_is_not_entered_behind_the_back(
    delivered: Callable[..., Delivery], program: Program, founder: Person
) -> None:
    held = delivered(text_of(*rows_of(founder, 3)), waits=True)

    def give_up(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if "tracking_fresh" in sql and not Delivery.objects.get(pk=held.pk).is_over:
            with clock.at(clock.now() + timedelta(days=2)):
                forget_deliveries()
        return execute(sql, *rest)

    with connection.execute_wrapper(give_up):
        enter_delivery(held.pk)
    held.refresh_from_db()
    assert (held.status, held.added) == ("refused", 0)
    assert "could not be finished within a day" in held.problems[0]["message"]
    assert entered(program) == (0, [])


def test_three_files_of_a_program_wait_and_a_fourth_is_refused(
    delivered: Callable[..., Delivery],
    program: Program,
    in_scope: Organisation,
    founder: Person,
    client_for: BrowserFor,
) -> None:
    waiting = [delivered(text_of(*rows_of(founder, number)), waits=True) for number in (1, 2, 3)]
    before = kept_files()
    with pytest.raises(Conflict, match="Wait until one of them is entered"):
        delivered(text_of(), waits=True)
    assert (Delivery.objects.count(), kept_files()) == (3, before)
    file = SimpleUploadedFile("scores.csv", text_of(*rows_of(founder, MOST_BYTES_AT_ONCE // 40)).encode())
    refused = client_for(founder).post(reverse("tracking:upload", args=[program.pk]), {"file": file})
    assert refused.status_code == 409
    assert "Wait until one of them is entered" in refused.text
    other = launch_program(founder, organisation=in_scope, document=VISITS, is_for_all=True)
    hand_in(other, by=founder, name="scores.csv", chunks=[text_of().encode()])
    enter_delivery(waiting[0].pk)
    assert not delivered(text_of(), waits=True).is_over


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
    assert "were entered" in done
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


@pytest.mark.parametrize("size", [100, MOST_BYTES_AT_ONCE + 1])
def test_a_workbook_is_told_so_before_anything_is_read(
    size: int, program: Program, founder: Person, client_for: BrowserFor
) -> None:
    file = SimpleUploadedFile("scores.xlsx", b"PK\x03\x04" + b"\0" * size)
    answer = client_for(founder).post(reverse("tracking:upload", args=[program.pk]), {"file": file})
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"] == [
        "This is a workbook or an archive, not text. Save it again as 'CSV UTF-8' and choose that file."
    ]
    assert not Delivery.objects.exists()


def test_a_file_of_another_program_is_not_found(
    delivered: Callable[..., Delivery], in_scope: Organisation, founder: Person, client_for: BrowserFor
) -> None:
    held = delivered(text_of(), waits=True)
    other = launch_program(founder, organisation=in_scope, document=VISITS, is_for_all=True)
    assert client_for(founder).get(reverse("tracking:delivery", args=[other.pk, held.pk])).status_code == 404


def test_a_small_file_is_entered_at_once(program: Program, founder: Person, client_for: BrowserFor) -> None:
    browser = client_for(founder)
    page = send(browser, program, text_of(*rows_of(founder, 20)))
    assert "20 rows were entered" in browser.get(page).text
    assert Entry.objects.count() == 20
    # Were the process to die on the way, the worker would enter it.
    assert DBTaskResult.objects.filter(task_path="roost.see.tracking.tasks.enter_file").count() == 1


def test_a_file_with_nothing_below_its_header_is_told_so(
    program: Program, founder: Person, client_for: BrowserFor
) -> None:
    file = SimpleUploadedFile("scores.csv", text_of().encode())
    page = client_for(founder).post(reverse("tracking:upload", args=[program.pk]), {"file": file}, follow=True).text
    assert "This file has no rows" in page
    assert "Nothing in this file is new" not in page
