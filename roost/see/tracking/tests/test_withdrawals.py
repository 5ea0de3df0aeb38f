"""A file of scores that was the wrong one is taken back as a whole, and the right one entered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from roost.ground.activity.models import Fact
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, Forbidden, InputError, NotFound
from roost.ground.people.models import Organisation, Person
from roost.see.tracking.access import entry_called
from roost.see.tracking.actions import (
    Score,
    close_period,
    enter_delivery,
    forget_deliveries,
    hand_in,
    launch_program,
    reverse_score,
    submit_score,
    submit_scores,
    withdraw_delivery,
)
from roost.see.tracking.engine import parse_window
from roost.see.tracking.models import Delivery, Program
from roost.see.tracking.reads import Reader, line_page
from roost.see.tracking.reads.audits import audit
from roost.see.tracking.tests.score_files import VISITS, entered, rows_of, text_of

BrowserFor = Callable[[Person | None], Client]
Bring = Callable[..., Delivery]


@pytest.fixture
def program(in_scope: Organisation, founder: Person) -> Program:
    return launch_program(founder, organisation=in_scope, document=VISITS, is_for_all=True)


@pytest.fixture
def bring(program: Program, founder: Person) -> Bring:
    """Give somebody who hands in a file of these rows, which is entered at once."""

    def send(*rows: str) -> Delivery:
        held = hand_in(program, by=founder, name="june.csv", chunks=[text_of(*rows).encode()], at_once=True)
        assert held.problems == []
        return held

    return send


def test_all_that_came_with_a_file_goes_from_every_board(
    bring: Bring, program: Program, founder: Person, member: Person
) -> None:
    submit_score(program, by=founder, score=Score(member.pk, "visits", "5", "2024-06-10", key="stays"))
    held = bring(*rows_of(founder, 30))
    submit_score(program, by=founder, score=Score(member.pk, "visits", "7", "2024-06-10", key="stays too"))
    withdrawal = withdraw_delivery(held, by=founder)
    assert (withdrawal.status, withdrawal.added) == ("done", 30)
    assert entered(program) == (62, [(12_000, 2)])
    assert audit(program) == []
    assert withdraw_delivery(held, by=founder) == withdrawal
    assert Fact.objects.get(verb="tracking.corrected").quantity == 30


def test_the_corrected_file_is_entered_after_it_with_the_same_ids(
    bring: Bring, program: Program, founder: Person
) -> None:
    here = founder.email
    wrong = bring(f"{here},visits,10,2024-06-10,a,", f"{here},visits,2,2024-06-11,b,", f"{here},visits,3,2024-06-12,,")
    withdraw_delivery(wrong, by=founder)
    right = [f"{here},visits,1,2024-06-10,a,", f"{here},visits,2,2024-06-11,b,", f"{here},visits,3,2024-06-12,,"]
    assert (bring(*right).added, bring(*right).known) == (3, 3)
    assert sorted(entered(program)[1]) == [(1000, 1), (2000, 1), (3000, 1)]
    assert audit(program) == []


def test_it_can_be_the_wrong_one_again(bring: Bring, program: Program, founder: Person) -> None:
    rows = [f"{founder.email},visits,{value},2024-06-10,{name}," for value, name in ((1, "a"), (2, ""), (2, ""))]
    for _ in range(3):
        held = bring(*rows)
        assert (held.added, held.known) == (3, 0)
        assert entered(program)[1] == [(5000, 3)]
        withdraw_delivery(held, by=founder)
        assert entered(program)[1] == []
    assert audit(program) == []


def test_a_reversal_means_the_score_that_has_the_id_now(bring: Bring, program: Program, founder: Person) -> None:
    rows = [f"{founder.email},visits,1,2024-06-10,a,", ",,,,,a", f"{founder.email},visits,4,2024-06-10,b,", ",,,,r,b"]
    withdraw_delivery(bring(*rows), by=founder)
    again = bring(*rows)
    assert (again.added, entered(program)[1]) == (4, [])
    assert bring(*rows).known == 4
    assert audit(program) == []


def test_what_the_file_itself_took_back_stays_so(bring: Bring, program: Program, founder: Person) -> None:
    submit_score(program, by=founder, score=Score(founder.pk, "visits", "5", "2024-06-10", key="before"))
    withdraw_delivery(bring(",,,,r,before", f"{founder.email},visits,3,2024-06-10,a,"), by=founder)
    assert entered(program)[1] == []
    assert audit(program) == []


def test_one_taken_back_by_hand_stays_so_until_its_whole_file_is(
    bring: Bring, program: Program, founder: Person
) -> None:
    row = f"{founder.email},visits,3,2024-06-10,a,"
    held = bring(row)
    reverse_score(program, by=founder, key="a")
    assert bring(row).taken_back == 1
    withdraw_delivery(held, by=founder)
    bring(row)
    assert entered(program)[1] == [(3000, 1)]
    assert audit(program) == []


def test_an_id_leads_to_the_score_that_has_it_now(bring: Bring, program: Program, founder: Person) -> None:
    withdraw_delivery(bring(f"{founder.email},visits,3,2024-06-10,a,"), by=founder)
    program.refresh_from_db()
    with pytest.raises(NotFound):
        entry_called(founder, program, "a")
    now = submit_score(program, by=founder, score=Score(founder.pk, "visits", "8", "2024-06-10", key="a"))
    assert now.value == 8000
    assert entry_called(founder, program, "a") == now
    reverse_score(program, by=founder, key=now.key)
    assert entered(program)[1] == []


def test_taking_back_by_its_exact_key_never_reaches_the_next_one(
    bring: Bring, program: Program, founder: Person
) -> None:
    row = f"{founder.email},visits,3,2024-06-10,a,"
    withdraw_delivery(bring(row), by=founder)
    bring(row)
    reverse_score(program, by=founder, key="a")
    assert entered(program)[1] == [(3000, 1)]


def test_a_large_file_is_taken_back_by_the_worker(program: Program, founder: Person, client_for: BrowserFor) -> None:
    held = hand_in(program, by=founder, name="year.csv", chunks=[text_of(*rows_of(founder, 2_001)).encode()])
    enter_delivery(held.pk)
    held.refresh_from_db()
    withdrawal = withdraw_delivery(held, by=founder)
    assert withdrawal.status == "waiting"
    page = reverse("tracking:delivery", args=[program.pk, withdrawal.pk])
    browser = client_for(founder)
    assert "Waiting for its turn" in browser.get(page).text
    assert "Being taken back" in browser.get(reverse("tracking:upload", args=[program.pk])).text
    queued = DBTaskResult.objects.filter(task_path="roost.see.tracking.tasks.enter_file").latest("enqueued_at")
    assert queued.args_kwargs["kwargs"] == {"delivery": withdrawal.pk}
    for _ in range(2):  # A worker that was taken for lost comes back.
        enter_delivery(withdrawal.pk)
    assert "2,001 scores were taken back" in browser.get(page).text
    assert entered(program) == (4_002, [])


def test_what_was_given_up_can_be_asked_for_again(bring: Bring, program: Program, founder: Person) -> None:
    held = bring(*rows_of(founder, 3))
    Delivery.objects.filter(pk=held.pk).update(added=3_000)
    held.refresh_from_db()
    first = withdraw_delivery(held, by=founder)
    Delivery.objects.filter(pk=first.pk).update(status="refused", finished_at=clock.now())
    second = withdraw_delivery(held, by=founder)
    enter_delivery(first.pk)
    assert entered(program)[1] != []
    enter_delivery(second.pk)
    assert (second != first, entered(program)[1]) == (True, [])


def test_somebody_who_no_longer_runs_the_program_takes_nothing_back(
    bring: Bring, program: Program, founder: Person, member: Person
) -> None:
    held = bring(*rows_of(founder, 3))
    Program.objects.filter(pk=program.pk).update(founder=member)
    refused = withdraw_delivery(held, by=founder)
    assert (refused.status, entered(program)[0]) == ("refused", 3)
    assert "whoever runs the program" in refused.problems[0]["message"]


def test_what_brought_nothing_cannot_be_taken_back(bring: Bring, program: Program, founder: Person) -> None:
    bring(*rows_of(founder, 3))
    with pytest.raises(Conflict):
        withdraw_delivery(bring(*rows_of(founder, 3)), by=founder)
    with pytest.raises(Conflict):
        withdraw_delivery(withdraw_delivery(bring(*rows_of(founder, 4)), by=founder), by=founder)


def test_the_page_asks_takes_back_and_leads_on(program: Program, founder: Person, client_for: BrowserFor) -> None:
    browser = client_for(founder)
    file = SimpleUploadedFile("june.csv", text_of(*rows_of(founder, 3)).encode())
    done = browser.post(reverse("tracking:upload", args=[program.pk]), {"file": file}, follow=True)
    held = Delivery.objects.get()
    ask = reverse("tracking:withdraw", args=[program.pk, held.pk])
    assert f'href="{ask}"' in done.text
    assert "Take back all of june.csv?" in browser.get(ask).text
    told = browser.post(ask, follow=True).text
    assert "3 scores were taken back" in told
    assert "All of it was taken back" in browser.get(reverse("tracking:delivery", args=[program.pk, held.pk])).text
    assert browser.get(ask).status_code == browser.post(ask).status_code == 302
    listed = browser.get(reverse("tracking:upload", args=[program.pk])).text
    assert "Taken back" in listed
    assert listed.count("june.csv") == 1


def test_the_id_of_a_reversal_is_free_as_well(bring: Bring, program: Program, founder: Person) -> None:
    here = founder.email
    bring(f"{here},visits,1,2024-06-10,x,", f"{here},visits,2,2024-06-10,y,")
    withdraw_delivery(bring(f"{here},visits,4,2024-06-10,a,", ",,,,r,x"), by=founder)
    assert entered(program)[1] == [(2000, 1)]
    assert bring(f"{here},visits,4,2024-06-10,a,", ",,,,r,y").added == 2
    assert entered(program)[1] == [(4000, 1)]
    assert audit(program) == []


def test_a_file_of_reversals_sent_again_leaves_the_corrected_scores_alone(
    bring: Bring, program: Program, founder: Person
) -> None:
    wrong = bring(f"{founder.email},visits,9,2024-06-10,a,")
    assert bring(",,,,r,a").added == 1
    withdraw_delivery(wrong, by=founder)
    bring(f"{founder.email},visits,1,2024-06-10,a,")
    assert bring(",,,,r,a").known == 1
    assert entered(program)[1] == [(1000, 1)]
    assert bring(",,,,another,a").added == 1
    assert entered(program)[1] == []
    assert audit(program) == []


def test_nobody_can_give_an_id_that_only_a_later_use_has(bring: Bring, program: Program, founder: Person) -> None:
    here = founder.email
    rows = [f"{here},visits,1,2024-06-10,a,", f"{here},visits,2,2024-06-10,a~,"]
    withdraw_delivery(bring(*rows), by=founder)
    assert bring(*rows).added == 2
    assert entered(program)[1] == [(3000, 2)]
    again = program.entries.order_by("pk").last()
    assert again is not None
    with pytest.raises(InputError, match="invisible"):
        submit_score(program, by=founder, score=Score(founder.pk, "visits", "1", "2024-06-10", key=again.key))


def test_an_id_that_was_freed_too_often_is_refused_in_words(bring: Bring, program: Program, founder: Person) -> None:
    row = f"{founder.email},visits,1,2024-06-10,{'x' * 140},"
    for _ in range(21):
        withdraw_delivery(bring(row), by=founder)
    held = hand_in(program, by=founder, name="june.csv", chunks=[text_of(row).encode()], at_once=True)
    assert "too often" in held.problems[0]["message"]


def test_a_file_from_before_its_rows_were_remembered_is_not_offered(
    bring: Bring, program: Program, founder: Person, client_for: BrowserFor
) -> None:
    held = bring(*rows_of(founder, 3))
    Delivery.objects.update(after=0, upto=0)
    page = reverse("tracking:delivery", args=[program.pk, held.pk])
    assert "Take all of it back" not in client_for(founder).get(page).text
    held.refresh_from_db()
    with pytest.raises(Conflict):
        withdraw_delivery(held, by=founder)


def test_only_what_came_with_the_file_is_looked_at(
    bring: Bring, in_scope: Organisation, program: Program, founder: Person
) -> None:
    other = launch_program(founder, organisation=in_scope, document=VISITS, is_for_all=True)
    for number in range(3):
        submit_score(other, by=founder, score=Score(founder.pk, "visits", "1", "2024-06-10", key=f"{number}"))
    held = bring(*rows_of(founder, 2))
    assert held.upto - held.after == 2


def test_a_file_is_remembered_while_it_is_being_taken_back(bring: Bring, program: Program, founder: Person) -> None:
    held = bring(*rows_of(founder, 3))
    Delivery.objects.filter(pk=held.pk).update(added=3_000)
    held.refresh_from_db()
    withdrawal = withdraw_delivery(held, by=founder)
    with clock.at(clock.now() + timedelta(days=31)):
        Delivery.objects.filter(pk=withdrawal.pk).update(asked_at=clock.now())
        forget_deliveries()
        enter_delivery(withdrawal.pk)
        assert entered(program)[1] == []
        forget_deliveries()
    assert not Delivery.objects.filter(pk=held.pk).exists()


def test_a_member_takes_nothing_of_others_back_by_a_freed_id(
    bring: Bring, program: Program, founder: Person, member: Person
) -> None:
    withdraw_delivery(bring(f"{member.email},visits,3,2024-06-10,a,"), by=founder)
    submit_score(program, by=founder, score=Score(founder.pk, "visits", "8", "2024-06-10", key="a"))
    program.refresh_from_db()
    back = Score(member.pk, "", "", "", key="mine", reverses="a")
    with pytest.raises(Forbidden):
        submit_scores(program, by=member, scores=[back])
    assert entered(program)[1] == [(8000, 1)]


def test_what_is_taken_back_after_a_closing_stays_published(bring: Bring, program: Program, founder: Person) -> None:
    held = bring(f"{founder.email},visits,3,2024-05-10,a,")
    close_period(program, by=founder, window=parse_window("2024-05", Reader(program).rules))
    withdraw_delivery(held, by=founder)
    bring(f"{founder.email},visits,5,2024-05-10,a,")
    points = [line_page(program, founder, founder, window="2024-05", live=live).points for live in (False, True)]
    assert points == [3000, 5000]


def test_later_files_that_share_rows_are_named_and_bring_them_back(
    bring: Bring, program: Program, founder: Person, client_for: BrowserFor
) -> None:
    here = founder.email
    wrong = bring(*(f"{here},visits,{value},2024-06-1{day},," for day, value in enumerate((9, 60, 9))))
    right = [f"{here},visits,{value},2024-06-1{day},," for day, value in enumerate((9, 6, 9))]
    bring(*right)
    browser = client_for(founder)
    asked = browser.get(reverse("tracking:withdraw", args=[program.pk, wrong.pk])).text
    assert "Later files found some of their rows here already" in asked
    assert "(2 rows)" in asked
    done = browser.post(reverse("tracking:withdraw", args=[program.pk, wrong.pk]), follow=True).text
    assert "Enter these files again afterwards" in done
    assert bring(*right).added == 2
    assert entered(program)[1] == [(9000, 1), (6000, 1), (9000, 1)]


def test_a_file_that_only_took_back_is_not_offered(
    bring: Bring, program: Program, founder: Person, client_for: BrowserFor
) -> None:
    submit_score(program, by=founder, score=Score(founder.pk, "visits", "5", "2024-06-10", key="before"))
    held = bring(",,,,r,before")
    page = client_for(founder).get(reverse("tracking:delivery", args=[program.pk, held.pk])).text
    assert "This file only took scores back" in page
    assert "Take all of it back" not in page
    with pytest.raises(Conflict):
        withdraw_delivery(held, by=founder)
