"""What a line manager expects: read, answered, replaced and taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError
from roost.ground.people.models import Person, ReportingLine
from roost.grow.growth.actions import Clarity, Given, answer_expectation, answer_questions, expect_no_longer, expect_of
from roost.grow.growth.reads import manager_page, needle_page, report_page
from roost.grow.growth.tests.reports import TODAY

BrowserFor = Callable[[Person | None], Client]


def test_an_expectation_is_read_answered_replaced_and_taken_back(
    line: ReportingLine, member: Person, boss: Person
) -> None:
    first = expect_of(line, by=boss, words=" Fewer meetings ", behaviour="driving-value", seen=0)
    assert expect_of(line, by=boss, words="Fewer meetings", behaviour="driving-value", seen=0) == first
    answer_expectation(first, by=member, answer=Clarity.TALK)
    page = report_page(line, TODAY).expected
    assert page is not None
    assert page.expectation.answer == Clarity.TALK
    second = expect_of(line, by=boss, words="Half the meetings", seen=first.pk)
    with pytest.raises(Conflict, match="Something else is expected by now"):
        answer_expectation(first, by=member, answer=Clarity.CLEAR)
    with pytest.raises(Conflict, match="elsewhere meanwhile"):
        expect_of(line, by=boss, words="A third", seen=first.pk)
    assert [one.expectation for one in manager_page(line).before] == [first]
    expect_no_longer(line, by=boss)
    expect_no_longer(line, by=boss)
    assert manager_page(line).expected is None
    assert [one.expectation.words for one in manager_page(line).before] == ["Half the meetings", "Fewer meetings"]
    assert second.answer == ""


@pytest.mark.parametrize(("words", "behaviour"), [("  ", ""), ("Something", "no-such-behaviour")])
def test_an_empty_or_unknown_expectation_is_refused(
    words: str, behaviour: str, line: ReportingLine, boss: Person
) -> None:
    with pytest.raises(InputError):
        expect_of(line, by=boss, words=words, behaviour=behaviour)


def test_what_the_manager_asks_for_speaks_in_the_ranking_and_says_so(
    line: ReportingLine, growing: Person, boss: Person
) -> None:
    given = {"expected": Given(["decisions", "results"]), "drains": Given(["waiting", "politics"])}
    cycle = answer_questions(line.organisation, by=growing, given=given)
    before = {one.behaviour.key: one.points for one in needle_page(growing, cycle).candidates}
    expect_of(line, by=boss, words="More of your own decisions", behaviour="deciding")
    (deciding,) = [one for one in needle_page(growing, cycle).candidates if one.behaviour.key == "deciding"]
    assert deciding.points == before["deciding"] + 6
    (reason,) = [one for one in deciding.reasons if "manager" in one.words]
    assert (reason.words, reason.strength, reason.weight) == ("Your manager asks for it: Deciding", 2, 3)
    expect_no_longer(line, by=boss)
    (deciding,) = [one for one in needle_page(growing, cycle).candidates if one.behaviour.key == "deciding"]
    assert deciding.points == before["deciding"]


def test_an_expectation_waits_on_today_only_while_that_person_is_the_manager(
    line: ReportingLine, growing: Person, boss: Person, client_for: BrowserFor
) -> None:
    expect_of(line, by=boss, words="Half the meetings")
    ReportingLine.objects.filter(pk=line.pk).update(ends_on=clock.today("UTC"))
    assert "Half the meetings" not in client_for(growing).get(reverse("home:today")).text
