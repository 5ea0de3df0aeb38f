"""The question for the next one-to-one: another each week, and nothing told by it that was not opened."""

from __future__ import annotations

from datetime import date

from roost.ground.behaviours.reads import BEHAVIOURS
from roost.ground.people.models import Person, ReportingLine
from roost.grow.growth.actions import expect_of, open_to_manager
from roost.grow.growth.models import Needle
from roost.grow.growth.reads import report_page
from roost.grow.growth.reads.one_to_one import AT_ANY_TIME, QUESTIONS, question_for_week
from roost.grow.growth.tests.reports import TODAY


def test_the_question_tells_nothing_that_was_not_opened(line: ReportingLine, growing: Person, boss: Person) -> None:
    with_a_secret_needle = report_page(line, TODAY)
    assert with_a_secret_needle.about is None
    assert with_a_secret_needle.question in AT_ANY_TIME
    Needle.objects.all().delete()
    assert report_page(line, TODAY).question == with_a_secret_needle.question
    expect_of(line, by=boss, words="More of your own decisions", behaviour="confidence")
    assert report_page(line, TODAY).question in QUESTIONS["confidence"]


def test_the_question_follows_the_needle_that_was_opened(line: ReportingLine, growing: Person, boss: Person) -> None:
    expect_of(line, by=boss, words="More of your own decisions", behaviour="confidence")
    open_to_manager(Needle.objects.get(), by=growing)
    page = report_page(line, TODAY)
    assert page.is_shared
    assert page.question in QUESTIONS["deciding"]


def test_each_week_brings_another_question_and_the_same_all_week() -> None:
    monday = date(2024, 6, 10).toordinal()
    weeks = [(day - 1) // 7 for day in range(monday, monday + 21)]
    assert [weeks.count(week) for week in sorted(set(weeks))] == [7, 7, 7]
    asked = [question_for_week(["deciding"], week)[1] for week in sorted(set(weeks))]
    assert sorted(map(str, asked)) == sorted(map(str, QUESTIONS["deciding"]))
    assert question_for_week(["deciding"], 5, 1) == question_for_week(["deciding"], 6)
    assert question_for_week([], 3) == ("", AT_ANY_TIME[3])


def test_there_are_three_questions_for_each_behaviour_and_none_stands_twice() -> None:
    assert list(QUESTIONS) == [one.key for one in BEHAVIOURS]
    assert {len(questions) for questions in QUESTIONS.values()} == {3}
    words = [str(one) for questions in (*QUESTIONS.values(), AT_ANY_TIME) for one in questions]
    assert len(set(words)) == len(words) == 56
