"""The line manager's page: a question, what was opened, what is expected, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roost.ground.kit import clock
from roost.ground.kit.errors import NotFound
from roost.ground.kit.privacy import erase_person, export_person
from roost.ground.kit.scopes import everywhere
from roost.ground.people.access import line_of, report_for
from roost.ground.people.actions import end_affiliation, resume_affiliation, revise_person
from roost.ground.people.models import Affiliation, Organisation, Person, ReportingLine
from roost.grow.growth.access import cycle_for, experiment_for
from roost.grow.growth.actions import (
    Clarity,
    Given,
    answer_expectation,
    answer_questions,
    close_cycle,
    close_to_manager,
    expect_no_longer,
    expect_of,
    open_to_manager,
)
from roost.grow.growth.models import Answer, Expectation, Needle, Opening
from roost.grow.growth.reads import latest_answers, manager_page, report_page
from roost.grow.growth.tests.reports import SECRET, TODAY

BrowserFor = Callable[[Person | None], Client]
NOW = datetime(2024, 6, 12, 15, tzinfo=UTC)


def told_to(manager: Person, member: Person, client_for: BrowserFor) -> str:
    answer = client_for(manager).get(reverse("growth:report", args=[member.pk]))
    assert answer.status_code == 200
    return answer.text


def test_the_manager_finds_nothing_until_something_is_opened(
    line: ReportingLine, growing: Person, boss: Person, client_for: BrowserFor
) -> None:
    text = told_to(boss, growing, client_for)
    assert "Nothing so far" in text
    for private in ("night shift", SECRET, "Deciding</strong>", "They wait for me", "ask back", "35 %"):
        assert private not in text


def test_what_is_opened_is_read_and_nothing_beside_it(
    line: ReportingLine, growing: Person, boss: Person, client_for: BrowserFor
) -> None:
    answers = latest_answers(growing, line.organisation)
    open_to_manager(answers["role"], by=growing)
    open_to_manager(Needle.objects.get(), by=growing)
    open_to_manager(experiment_for(growing, Needle.objects.get().cycle.experiments.get().pk), by=growing)
    text = told_to(boss, growing, client_for)
    assert "night shift" in text
    assert "They wait for me." in text
    assert "“When somebody asks, I will ask back.”" in text
    for private in (SECRET, "first time", "an idea", "35 %"):
        assert private not in text


def test_an_answer_is_read_as_it_was_when_it_was_opened(
    in_scope: Organisation, line: ReportingLine, growing: Person
) -> None:
    opening = open_to_manager(latest_answers(growing, in_scope)["transition"], by=growing)
    answer_questions(in_scope, by=growing, given={"transition": Given("in-trouble")})
    (one,) = report_page(line, TODAY).shared
    assert one.answer == "I lead people for the first time"
    mine = manager_page(line)
    assert mine.opened[0].is_older
    assert "I took over something that is in trouble" in [one.answer for one in mine.closed_answers]
    newer = open_to_manager(latest_answers(growing, in_scope)["transition"], by=growing)
    assert [one.answer for one in report_page(line, TODAY).shared] == ["I took over something that is in trouble"]
    assert not Opening.objects.filter(pk=opening.pk).exists()
    close_to_manager(newer, by=growing)
    assert report_page(line, TODAY).shared == []


@pytest.mark.parametrize("question", ["transition", "role"])
def test_what_is_taken_back_is_read_no_longer_and_not_offered(
    question: str, in_scope: Organisation, line: ReportingLine, growing: Person
) -> None:
    opening = open_to_manager(latest_answers(growing, in_scope)[question], by=growing)
    words = next(one.words for one in manager_page(line).opened)
    answer_questions(in_scope, by=growing, given={question: Given("")})
    assert report_page(line, TODAY).shared == []
    assert words not in [one.words for one in manager_page(line).closed_answers]
    assert opening.answer is not None


def test_a_needle_closes_with_its_cycle_and_an_experiment_stays_open_while_it_goes_on(
    line: ReportingLine, growing: Person
) -> None:
    cycle = cycle_for(growing)
    open_to_manager(Needle.objects.get(), by=growing)
    open_to_manager(cycle.experiments.get(), by=growing)
    assert len(report_page(line, TODAY).shared) == 2
    close_cycle(cycle, by=growing, moved={"deciding": "not-yet"}, learned="", going_on=["deciding"])
    assert [one.kind for one in report_page(line, TODAY).shared] == ["experiment"]


def told_by_all(line: ReportingLine) -> list[str]:
    """Give what the manager of a line finds and what the person is told of it, as one."""
    page, mine = report_page(line, TODAY), manager_page(line)
    expected = [one.expectation.words for one in (page.expected, mine.expected) if one]
    return [*expected, *(one.answer for one in (*page.shared, *mine.opened))]


@pytest.fixture
def opened(in_scope: Organisation, growing: Person, boss: Person) -> ReportingLine:
    """Give the line of a manager who reads an answer and expects something."""
    line = let_report(growing, boss, on=TODAY - timedelta(days=90))
    open_to_manager(latest_answers(growing, in_scope)["role"], by=growing)
    expect_of(line, by=boss, words="A canary of Dana's", behaviour="deciding")
    assert told_by_all(line) == ["A canary of Dana's"] * 2 + ["I run the night shift"] * 2
    return line


def let_report(person: Person, manager: Person, on: date) -> ReportingLine:
    affiliation = Affiliation.objects.select_related("organisation").get(person=person)
    revise_person(affiliation, {"manager": manager.pk}, by=None, on=on)
    return report_for(manager, person.pk)


def test_another_manager_reads_nothing_of_it(
    opened: ReportingLine, growing: Person, boss: Person, founder: Person, client_for: BrowserFor
) -> None:
    following = let_report(growing, founder, on=TODAY)
    assert told_by_all(following) == []
    assert client_for(boss).get(reverse("growth:report", args=[growing.pk])).status_code == 404
    # Also if the first one comes back: it was opened to them as they were then.
    with clock.at(NOW + timedelta(days=3)):
        assert told_by_all(let_report(growing, boss, on=TODAY + timedelta(days=3))) == []


def test_a_corrected_line_opens_nothing_to_who_should_have_been_the_manager(
    opened: ReportingLine, growing: Person, founder: Person
) -> None:
    corrected = let_report(growing, founder, on=opened.starts_on)
    assert corrected.pk == opened.pk
    assert told_by_all(corrected) == []
    assert [one.expectation.words for one in manager_page(corrected).before] == ["A canary of Dana's"]


def test_a_manager_who_left_and_comes_back_reads_nothing_of_before(
    opened: ReportingLine, growing: Person, boss: Person
) -> None:
    end_affiliation(boss, organisation=opened.organisation, by=None, on=TODAY)
    with pytest.raises(NotFound):
        report_for(boss, growing.pk)
    assert line_of(growing, opened.organisation) is None
    with clock.at(NOW + timedelta(days=700)):
        resume_affiliation(boss, organisation=opened.organisation, by=None, on=TODAY + timedelta(days=700))
        again = report_for(boss, growing.pk)
        assert (again.pk, again.starts_on) != (opened.pk, opened.starts_on)
        assert told_by_all(again) == []
        assert expect_of(again, by=boss, words="Something new").ended_at is None
        assert Expectation.objects.filter(ended_at=None).count() == 1
    opened.refresh_from_db()
    assert opened.ends_on == TODAY


def test_a_manager_in_another_organisation_than_the_persons_own_has_no_page(
    growing: Person, outsider: Person, other_organisation: Organisation, client_for: BrowserFor
) -> None:
    with everywhere():
        Affiliation.objects.create(organisation=other_organisation, person=growing, starts_on=TODAY)
        ReportingLine.objects.create(organisation=other_organisation, person=growing, manager=outsider, starts_on=TODAY)
    browser = client_for(outsider)
    assert browser.get(reverse("growth:report", args=[growing.pk])).status_code == 404
    assert str(growing) not in browser.get(reverse("growth:reports")).text


def test_nobody_but_the_manager_of_today_has_the_page(
    line: ReportingLine,
    growing: Person,
    boss: Person,
    founder: Person,
    administrator: Person,
    outsider: Person,
    client_for: BrowserFor,
) -> None:
    above = ReportingLine.objects.create(
        organisation=line.organisation, person=boss, manager=founder, starts_on=line.starts_on
    )
    assert above.manager == founder
    for person in (growing, founder, administrator, outsider):
        browser = client_for(person)
        assert browser.get(reverse("growth:report", args=[growing.pk])).status_code == 404
        assert browser.post(reverse("growth:report", args=[growing.pk]), {"words": "x"}).status_code == 404
    assert not Expectation.objects.exists()


def test_who_left_is_nobodys_to_look_at_and_looks_at_nobody(line: ReportingLine, growing: Person, boss: Person) -> None:
    Affiliation.objects.filter(person=growing).update(ends_on=TODAY)
    with pytest.raises(NotFound):
        report_for(boss, growing.pk)
    Affiliation.objects.filter(person=growing).update(ends_on=None)
    Affiliation.objects.filter(person=boss).update(ends_on=TODAY)
    assert line_of(growing, line.organisation) is None


def test_only_the_two_act(line: ReportingLine, growing: Person, boss: Person, founder: Person) -> None:
    for somebody in (growing, founder):
        with pytest.raises(NotFound):
            expect_of(line, by=somebody, words="Mine")
        with pytest.raises(NotFound):
            expect_no_longer(line, by=somebody)
    given = expect_of(line, by=boss, words="Fewer meetings")
    opening = open_to_manager(Needle.objects.get(), by=growing)
    for somebody in (boss, founder):
        with pytest.raises(NotFound):
            answer_expectation(given, by=somebody, answer=Clarity.CLEAR)
        with pytest.raises(NotFound):
            close_to_manager(opening, by=somebody)
        with pytest.raises(NotFound):
            open_to_manager(Answer.objects.all()[0], by=somebody)


def test_pages_lead_up_and_down_and_everything_can_be_done_on_them(
    line: ReportingLine, growing: Person, boss: Person, client_for: BrowserFor
) -> None:
    mine, theirs = client_for(growing), client_for(boss)
    overview = theirs.get(reverse("growth:overview")).text
    assert reverse("growth:report", args=[growing.pk]) in overview
    report = reverse("growth:report", args=[growing.pk])
    sent: dict[str, Any] = {"seen": "0", "words": "Half the meetings", "behaviour": "driving-value"}
    assert "finds it on Today" in theirs.post(report, sent, follow=True).text
    late = theirs.post(report, sent | {"words": "A third"})
    assert late.status_code == 409
    assert "A third" in late.text
    assert "Half the meetings" in late.text
    assert theirs.post(report, {"words": ""}).status_code == 422
    today = mine.get(reverse("home:today")).text
    assert "Half the meetings" in today
    given = Expectation.objects.get()
    answered = mine.post(reverse("growth:answer-expectation", args=[given.pk]), {"answer": "talk"}, follow=True)
    assert "reads your answer" in answered.text
    assert "Half the meetings" not in mine.get(reverse("home:today")).text
    assert "would like to talk about it" in theirs.get(report).text
    for page in ("home:today", "growth:overview", "growth:reports"):
        assert "would like to talk" in theirs.get(reverse(page)).text
    opened = mine.post(reverse("growth:open-to-manager", args=["needle", Needle.objects.get().pk]), follow=True)
    assert "Dana Director can read it now." in opened.text
    assert "They wait for me." in theirs.get(report).text
    mine.post(reverse("growth:close-to-manager", args=[Opening.objects.get().pk]))
    assert "They wait for me." not in theirs.get(report).text
    assert mine.post(reverse("growth:answer-expectation", args=[given.pk]), {"answer": "maybe"}).status_code == 400
    assert mine.post(reverse("growth:open-to-manager", args=["cycle", 1])).status_code == 404
    assert theirs.get(report + "?another=x").status_code == 200
    assert theirs.get(report + "?another=" + "9" * 40).status_code == 200
    assert theirs.post(report, {"seen": "0", "end": "1"}).status_code == 409
    assert "It is taken back." in theirs.post(report, {"seen": str(given.pk), "end": "1"}, follow=True).text
    assert "Ask." in mine.get(reverse("growth:manager")).text


def test_who_reports_to_nobody_is_told_so(in_scope: Organisation, member: Person, client_for: BrowserFor) -> None:
    browser = client_for(member)
    assert "An administrator can enter somebody." in browser.get(reverse("growth:manager")).text
    assert "Nobody reports to you" in browser.get(reverse("growth:reports")).text
    assert "Who reports to you" not in browser.get(reverse("growth:overview")).text


def test_the_number_of_queries_does_not_grow_with_what_is_open(line: ReportingLine, growing: Person) -> None:
    for answer in latest_answers(growing, line.organisation).values():
        open_to_manager(answer, by=growing)
    open_to_manager(Needle.objects.get(), by=growing)
    line = ReportingLine.objects.select_related("person", "organisation", "manager").get(pk=line.pk)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        report_page(line, TODAY)
    assert len(queries) == 3
    with CaptureQueriesContext(connection) as queries:
        manager_page(line)
    assert len(queries) == 6


def test_both_take_what_is_theirs_along_and_erasing_either_deletes_it(
    line: ReportingLine, growing: Person, boss: Person
) -> None:
    expect_of(line, by=boss, words="Half the meetings")
    open_to_manager(Needle.objects.get(), by=growing)
    assert "Half the meetings" in str(export_person(growing.pk))
    assert "Half the meetings" in str(export_person(boss.pk))
    erase_person(boss.pk)
    assert not Expectation.objects.exists()
    erase_person(growing.pk)
    assert not Opening.objects.exists()
