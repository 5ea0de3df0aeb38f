"""What a line manager finds on the one page about somebody, and what that person finds about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from roost.ground.behaviours.reads import Behaviour, behaviour_named
from roost.ground.people.access import line_of, visible_reports
from roost.ground.people.models import Organisation, Person, ReportingLine
from roost.ground.ui.slots import Card
from roost.grow.growth.access import (
    expectations_of,
    expected_now,
    open_cycle_of,
    openings_of,
    own_experiments,
    own_needles,
    where_one_grows,
)
from roost.grow.growth.models import Answer, Clarity, Expectation, Experiment, Needle, Opening
from roost.grow.growth.reads.answers import latest_answers
from roost.grow.growth.reads.one_to_one import question_for_week
from roost.grow.growth.reads.questions import SECTIONS, question_named, said_of


@dataclass(frozen=True)
class Openable:
    """Something that can be read by the manager or could be; `opening` is None while it is closed.

    `words` is empty for needles and experiments, which show themselves. `is_older` says that something newer was told.
    """

    kind: str
    number: int
    words: str | Promise
    answer: str
    needle: Needle | None = None
    experiment: Experiment | None = None
    behaviour: Behaviour | None = None
    opening: Opening | None = None
    is_older: bool = False


@dataclass(frozen=True)
class Expected:
    """An expectation with its behaviour in words."""

    expectation: Expectation
    behaviour: Behaviour | None


@dataclass(frozen=True)
class ReportPage:
    """All that a manager finds about somebody who reports to them; `about` is what the question goes back to."""

    line: ReportingLine
    question: str | Promise
    about: Behaviour | None
    is_shared: bool
    further: int
    shared: Sequence[Openable]
    expected: Expected | None


@dataclass(frozen=True)
class ManagerPage:
    """What somebody finds about their line manager's page: what is expected, what is open, what could be.

    `closed` are needles and experiments, `closed_answers` what was told.
    """

    line: ReportingLine
    expected: Expected | None
    before: Sequence[Expected]
    opened: Sequence[Openable]
    closed: Sequence[Openable]
    closed_answers: Sequence[Openable]


def report_page(line: ReportingLine, on: date, further: int = 0) -> ReportPage:
    """Give what the manager of a line finds. Three queries.

    The question goes back to what the person opened, else to what the manager expects, and to nothing else: whoever
    reads it learns nothing from it.
    """
    shared = _opened(line, latest_answers(line.person, line.organisation))
    expected = current_expectation(line)
    needles = [one.behaviour for one in shared if one.needle and one.behaviour]
    asked = [one.key for one in needles] or ([expected.behaviour.key] if expected and expected.behaviour else [])
    behaviour, question = question_for_week(asked, (on.toordinal() - 1) // 7, further)
    return ReportPage(line, question, behaviour_named(behaviour), bool(needles), further, shared, expected)


def manager_page(line: ReportingLine) -> ManagerPage:
    """Give what the person of a line finds about their manager's page. Six queries."""
    given = [Expected(one, behaviour_named(one.behaviour)) for one in expectations_of(line)]
    latest = latest_answers(line.person, line.organisation)
    opened = _opened(line, latest)
    return ManagerPage(
        line,
        expected=next((one for one in given if _holds(one, line)), None),
        before=[one for one in given if not _holds(one, line)],
        opened=opened,
        closed=_closed(line, opened),
        closed_answers=_closed_answers(latest, opened),
    )


def _holds(one: Expected, line: ReportingLine) -> bool:
    """Say what `expected_now` asks the database."""
    told = one.expectation
    return told.ended_at is None and (told.line_id, told.manager_id) == (line.pk, line.manager_id)


def current_expectation(line: ReportingLine) -> Expected | None:
    """Give what the manager of a line expects now. One query."""
    found = expected_now(line).first()
    return Expected(found, behaviour_named(found.behaviour)) if found else None


def expected_behaviour(person: Person, organisation: Organisation) -> list[str]:
    """Give the behaviour that the person's manager of today asks for, if they said so. Two queries."""
    line = line_of(person, organisation)
    found = current_expectation(line) if line else None
    return [found.behaviour.key] if found and found.behaviour else []


def _opened(line: ReportingLine, latest: Mapping[str, Answer]) -> list[Openable]:
    """Give what is open and still stands: what was taken back, let go or closed with its cycle does not. One query."""
    found = []
    for one in openings_of(line):
        if one.answer is not None:
            now = latest.get(one.answer.question)
            if now is not None and now.value:
                found.append(_answer(one.answer, one, is_older=now.value != one.answer.value))
        elif one.needle is not None and one.needle.left_at is None and one.needle.cycle.closed_at is None:
            found.append(_needle(one.needle, one))
        elif one.experiment is not None and one.experiment.cycle.closed_at is None:
            found.append(_experiment(one.experiment, one))
    return found


def _closed(line: ReportingLine, opened: Sequence[Openable]) -> list[Openable]:
    cycle = open_cycle_of(line.person, line.organisation)
    if cycle is None:
        return []
    open_now = {(one.kind, one.number) for one in opened}
    found = [*map(_needle, own_needles(cycle)), *map(_experiment, own_experiments(cycle))]
    return [one for one in found if (one.kind, one.number) not in open_now]


def _closed_answers(latest: Mapping[str, Answer], opened: Sequence[Openable]) -> list[Openable]:
    """Give what was told; what is open as it is now is not offered anew, what was told anew since is."""
    as_it_is = {one.words for one in opened if one.kind == "answer" and not one.is_older}
    told = [latest[one.key] for section in SECTIONS for one in section.questions if one.key in latest]
    return [_answer(one) for one in told if one.value and _words(one) not in as_it_is]


def _answer(answer: Answer, opening: Opening | None = None, *, is_older: bool = False) -> Openable:
    question = question_named(answer.question)
    said = said_of(question, answer.value) if question else ""
    return Openable("answer", answer.pk, _words(answer), said, opening=opening, is_older=is_older)


def _words(answer: Answer) -> str | Promise:
    question = question_named(answer.question)
    return question.words if question else answer.question


def _needle(needle: Needle, opening: Opening | None = None) -> Openable:
    behaviour = behaviour_named(needle.behaviour)
    return Openable("needle", needle.pk, "", "", needle=needle, behaviour=behaviour, opening=opening)


def _experiment(experiment: Experiment, opening: Opening | None = None) -> Openable:
    behaviour = behaviour_named(experiment.behaviour)
    return Openable("experiment", experiment.pk, "", "", experiment=experiment, behaviour=behaviour, opening=opening)


@dataclass(frozen=True)
class Report:
    """Somebody who reports to a manager, and whether they would like to talk about what is expected of them."""

    line: ReportingLine
    wants_to_talk: bool


@dataclass(frozen=True)
class Lines:
    """Up and down: the line to the person's manager, and who reports to them."""

    up: ReportingLine | None
    down: Sequence[Report]


def lines_of(person: Person, organisation: Organisation) -> Lines:
    """Give to whom a person reports and who reports to them today. Four queries."""
    return Lines(line_of(person, organisation), reports_to(person))


def reports_to(manager: Person) -> list[Report]:
    """Give who reports to somebody today, by name. Three queries."""
    lines = list(visible_reports(manager))
    waiting = Expectation.objects.filter(line__in=lines, manager=manager, ended_at=None, answer=Clarity.TALK)
    talking = set(waiting.values_list("line", flat=True))
    return [Report(line, line.pk in talking) for line in lines]


def talk_card(viewer: Person, subject: Person) -> Card | None:
    """Show on Today who would like to talk about what somebody expects of them. Three queries."""
    if viewer != subject:
        return None
    talking = [one.line for one in reports_to(subject) if one.wants_to_talk]
    return Card("growth/talk_today.html", {"lines": talking}) if talking else None


def expectation_card(viewer: Person, subject: Person) -> Card | None:
    """Show on Today what the person's manager expects, until the person has answered. Three queries."""
    organisation = where_one_grows(viewer, subject)
    line = line_of(subject, organisation) if organisation else None
    found = current_expectation(line) if line else None
    if found is None or found.expectation.answer:
        return None
    return Card("growth/expected_today.html", {"line": line, "expected": found})
