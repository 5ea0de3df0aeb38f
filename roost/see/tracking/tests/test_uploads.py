"""A file of scores is entered as a whole or not at all, however large."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from roost.ground.activity.models import Fact
from roost.ground.kit.errors import Forbidden, InputError
from roost.ground.people.models import Affiliation, Organisation, Person
from roost.see.tracking.actions import (
    Score,
    Submitted,
    change_rules,
    close_period,
    launch_program,
    reverse_score,
    submit_file,
    submit_score,
    submit_scores,
)
from roost.see.tracking.engine import parse_window
from roost.see.tracking.models import Program
from roost.see.tracking.reads import Reader
from roost.see.tracking.reads.audits import audit
from roost.see.tracking.tests.score_files import VISITS, Submitting, entered, rows_of


@pytest.fixture
def program(in_scope: Organisation, founder: Person) -> Program:
    return launch_program(founder, organisation=in_scope, document=VISITS, is_for_all=True)


@pytest.fixture
def submit(program: Program, tmp_path: Path) -> Submitting:
    return Submitting(program, tmp_path)


def test_a_file_of_several_batches_is_entered_once(submit: Submitting, program: Program) -> None:
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
    submit: Submitting, program: Program, member: Person
) -> None:
    employee = Affiliation.objects.get(person=member).employee_id
    submit(f"{employee},visits,1,2024-06-10,,", f" {str(member.email).upper()},visits,2,2024-06-10,,")
    assert entered(program) == (2, [(3000, 2)])


def test_ids_that_differ_in_their_letters_are_two_people(
    submit: Submitting, program: Program, member: Person, founder: Person
) -> None:
    Affiliation.objects.filter(person=member).update(employee_id="aB1")
    Affiliation.objects.filter(person=founder).update(employee_id="AB1")
    submit("aB1,visits,1,2024-06-10,,", "AB1,visits,2,2024-06-10,,")
    assert set(program.entries.values_list("person", "value")) == {(member.pk, 1000), (founder.pk, 2000)}
    with pytest.raises(InputError) as refused:
        submit("ab1,visits,1,2024-06-10,,")
    (problem,) = refused.value.problems
    assert (problem.row, problem.column, problem.value) == (2, "person", "ab1")
    assert "Several people here could be meant" in problem.message


def test_an_address_that_is_also_the_id_of_another_names_the_one_with_the_id(
    submit: Submitting, program: Program, member: Person, founder: Person
) -> None:
    Affiliation.objects.filter(person=founder).update(employee_id=member.email)
    submit(f"{member.email},visits,1,2024-06-10,,")
    assert list(program.entries.values_list("person", flat=True)) == [founder.pk]
    with pytest.raises(InputError, match="Several people here could be meant"):
        submit(f"{str(member.email).upper()},visits,1,2024-06-10,,")


def test_a_reversal_in_a_file_meets_its_entry_wherever_that_is(
    submit: Submitting, program: Program, founder: Person
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
    submit: Submitting, program: Program, founder: Person
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


def test_a_comma_in_a_number_of_a_file_is_answered_with_the_point_that_is_wanted(
    submit: Submitting, founder: Person
) -> None:
    with pytest.raises(InputError) as refused:
        submit(f'{founder.email},visits,"1,5",2024-06-10,,')
    (problem,) = refused.value.problems
    assert (problem.row, problem.column, problem.value) == (2, "value", "1,5")
    assert "Write 1.5, with a point." in problem.message


@pytest.mark.parametrize("separator", [";", "\t"])
def test_semicolons_and_tabs_separate_too_and_then_a_decimal_comma_is_a_point(
    separator: str, program: Program, founder: Person, tmp_path: Path
) -> None:
    file = tmp_path / "scores.csv"
    rows = [["value", "metric", "person", "occurred_at"], ["1,5", "visits", str(founder.email), "2024-06-10"]]
    rows.append(["2.5", "visits", str(founder.email), "2024-06-10"])
    file.write_text("\ufeff" + "\r\n".join(map(separator.join, rows)))
    assert submit_file(program, by=founder, path=file, name="scores.csv") == Submitted(2, 0)
    assert entered(program) == (2, [(4000, 2)])


def test_a_comma_that_may_group_thousands_is_asked_about_behind_semicolons_too(
    program: Program, founder: Person, tmp_path: Path
) -> None:
    file = tmp_path / "scores.csv"
    file.write_text(f"person;metric;value;occurred_at\n{founder.email};visits;1,500;2024-06-10\n")
    with pytest.raises(InputError, match="If the comma groups thousands, write 1500") as refused:
        submit_file(program, by=founder, path=file, name="scores.csv")
    (problem,) = refused.value.problems
    assert (problem.row, problem.column, problem.value) == (2, "value", "1,500")


@pytest.mark.parametrize(
    ("header", "column"), [("Person;Metric;Value", "Person"), ("person;metric;value;time", "time"), (";" * 300, "201")]
)
def test_a_header_with_semicolons_is_refused_column_by_column(
    header: str, column: str, program: Program, founder: Person, tmp_path: Path
) -> None:
    file = tmp_path / "scores.csv"
    file.write_text(f"{header}\n")
    with pytest.raises(InputError) as refused:
        submit_file(program, by=founder, path=file, name="scores.csv")
    assert (refused.value.problems[0].row, refused.value.problems[0].file) == (1, "scores.csv")
    assert column in str(refused.value.problems[0].column)


def test_a_file_that_is_gone_is_said_to_be_unreadable(program: Program, founder: Person, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        submit_file(program, by=founder, path=tmp_path / "gone.csv", name="scores.csv")


def test_an_id_used_for_something_else_is_named(submit: Submitting, program: Program, founder: Person) -> None:
    here = founder.email
    submit(f"{here},visits,1,2024-06-10,one,")
    with pytest.raises(InputError) as refused:
        submit(f"{here},visits,1,2024-06-10,two,", f"{here},visits,2,2024-06-10,one,")
    assert [(one.row, one.column, one.value) for one in refused.value.problems] == [(3, "id", "one")]
    assert entered(program) == (1, [(1000, 1)])


def test_a_time_longer_than_the_ledger_keeps_is_refused(submit: Submitting, program: Program, founder: Person) -> None:
    longest = f"2024-06-10T10:00:00.{'1' * 14}+05:30"
    assert len(longest) == 40
    submit(f"{founder.email},visits,1,{longest},,")
    too_long = longest.replace("+", "1+")
    with pytest.raises(InputError) as refused:
        submit(f"{founder.email},visits,1,2024-06-10,,", f"{founder.email},visits,1,{too_long},,")
    assert [(one.row, one.column, one.value) for one in refused.value.problems] == [(3, "occurred_at", too_long)]


def test_an_id_with_an_invisible_character_is_refused(submit: Submitting, program: Program, founder: Person) -> None:
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


def test_files_are_for_who_runs_the_program(submit: Submitting, member: Person) -> None:
    with pytest.raises(Forbidden):
        submit(f"{member.email},visits,1,2024-06-10,,", by=member)


def test_a_file_says_what_counts_for_no_team_and_what_lies_in_a_closed_period(
    submit: Submitting, program: Program, member: Person, founder: Person
) -> None:
    here = member.email
    close_period(program, by=founder, window=parse_window("2024-04", Reader(program).rules))
    done = submit(
        f"{here},visits,1,2023-12-31,before,",
        f"{here},visits,1,2024-04-30,late,",
        f"{here},visits,1,2024-05-01,fits,",
        f"{here},visits,1,2023-11-30,gone,",
        ",,,,back,gone",
    )
    assert done == Submitted(5, 0, taken_back=0, teamless=1, late=1)
    assert submit(f"{here},visits,1,2023-11-30,gone,", f"{here},visits,1,2024-05-01,fits,") == Submitted(0, 2, 1)


def test_the_page_of_a_file_says_so_in_words(
    program: Program, member: Person, founder: Person, client_for: Callable[[Person | None], Client]
) -> None:
    submit_score(program, by=founder, score=Score(member.pk, "visits", "5", "2024-06-10", key="gone"))
    reverse_score(program, by=founder, key="gone")
    rows = f"{member.email},visits,5,2024-06-10,gone\n{member.email},visits,1,2023-12-31,new\n"
    file = SimpleUploadedFile("scores.csv", f"person,metric,value,occurred_at,id\n{rows}".encode())
    browser = client_for(founder)
    page = browser.post(reverse("tracking:upload", args=[program.pk]), {"file": file}, follow=True).text
    assert "1 row was entered" in page
    assert "counts for no team" in page
    assert "1 of these was taken back, and stays so" in page


def test_a_metric_is_named_by_its_key_or_label_in_any_spelling(
    in_scope: Organisation, founder: Person, tmp_path: Path
) -> None:
    metric = {"key": "home-runs", "label": "Runs to home", "points_per_unit": 1, "team": "sum"}
    program = launch_program(founder, organisation=in_scope, document=VISITS | {"metrics": [metric]}, is_for_all=True)
    submit = Submitting(program, tmp_path)
    named = ["home-runs", "home_runs", "Home Runs", "runs to home", "Runs  to-home"]
    rows = [f"{founder.email},{name},{number},2024-06-10,," for number, name in enumerate(named, start=1)]
    assert submit(*rows) == Submitted(5, 0)
    assert submit(*(row.replace("Home Runs", "home-runs") for row in rows)) == Submitted(0, 5)
    with pytest.raises(InputError, match="no such metric"):
        submit(f"{founder.email},homeruns,1,2024-06-10,,")


def test_a_row_that_takes_back_another_brings_no_value(submit: Submitting, program: Program, founder: Person) -> None:
    submit(f"{founder.email},visits,5,2024-06-10,one,")
    with pytest.raises(InputError) as refused:
        submit(f"{founder.email},visits,7,2024-06-10,two,one")
    (problem,) = refused.value.problems
    assert (problem.row, problem.column, problem.value) == (2, "value", "7")
    assert "Give it a row of its own" in problem.message


def test_a_file_says_what_the_rules_do_not_count(submit: Submitting, program: Program, founder: Person) -> None:
    other = {"key": "calls", "points_per_unit": 1, "team": "sum"}
    change_rules(program, by=founder, document=VISITS | {"metrics": [other]}, version=1)
    done = submit(f"{founder.email},visits,1,2024-06-10,,", f"{founder.email},calls,1,2024-06-10,,")
    assert (done.added, done.uncounted) == (2, 1)
