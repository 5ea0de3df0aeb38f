"""The server's boards mean what files mean: the same people, entries and rules give the same digest."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from roost.ground.kit import clock
from roost.ground.kit.errors import Forbidden, InputError
from roost.ground.people.models import Affiliation, Organisation, Person, Team, TeamMembership
from roost.see.tracking.actions import Score, change_rules, launch_program, submit_scores
from roost.see.tracking.engine import document_of, parse_rules, parse_window
from roost.see.tracking.models import Cell, Closing, Entry, Program
from roost.see.tracking.reads import Reader, team_page
from roost.see.tracking.reads.asof import contributions_at, rules_at
from roost.see.tracking.tests.board_command import RefusedByEngine, ask_engine
from roost.see.tracking.tests.cases import Case, cases

EARLY = date(1, 1, 1)


class Stage:
    """A case put on the server: its people in an organisation, its rules in a program, its entries still to come."""

    def __init__(self, organisation: Organisation, case: Case) -> None:
        self.case, self.organisation = case, organisation
        names = {row[0] for row in case.people} | {row[0] for row in case.entries if not row[5]}
        self.founder = Person.objects.create_user(name="Founder")
        self.people = {name: Person.objects.create_user(name=name) for name in sorted(names)}
        Affiliation.objects.bulk_create(
            Affiliation(organisation=organisation, person=person) for person in [self.founder, *self.people.values()]
        )
        teams: dict[tuple[str, str], Team] = {}
        for name, team, division, starts, ends in case.people:
            if (division, team) not in teams:
                teams[division, team] = Team.objects.create(organisation=organisation, division=division, name=team)
            if starts and starts == ends:
                continue
            TeamMembership.objects.create(
                organisation=organisation,
                person=self.people[name],
                team=teams[division, team],
                starts_on=date.fromisoformat(starts) if starts else EARLY,
                ends_on=date.fromisoformat(ends) if ends else None,
            )
        rules = parse_rules(case.texts()[2])
        # Metrics that the rules do not mention are known to the server from an earlier version of the rules.
        unknown = {row[1] for row in case.entries if not row[5]} - {metric.key for metric in rules.metrics}
        first = replace(
            rules,
            title="Case",
            metrics=tuple(replace(rules.metrics[0], key=key) for key in sorted(unknown)) or rules.metrics,
        )
        self.program = launch_program(
            self.founder, organisation=organisation, document=document_of(first), is_for_all=True
        )
        change_rules(self.program, by=self.founder, document=document_of(replace(rules, title="Case")), version=1)

    def scores(self) -> list[Score]:
        return [
            Score(
                person=0 if reverses else self.people[person].pk,
                metric=metric,
                value=value,
                occurred=occurred,
                key=f"id:{key}" if key else f"row:{row}",
                reverses=f"id:{reverses}" if reverses else "",
                row=row,
            )
            for row, (person, metric, value, occurred, key, reverses) in enumerate(self.case.entries, start=2)
        ]

    def deliver(self, scores: list[Score]) -> None:
        submit_scores(self.program, by=self.founder, scores=scores, source="test")

    def answer(self) -> dict[str, Any]:
        reader = Reader(self.program)
        board = reader.board(parse_window(self.case.window, reader.rules))
        rows = [
            {name: getattr(row, name) for name in ("division", "team", "members", "points", "rank")}
            for row in board.rows
        ]
        return {"window": board.window, "rows": rows, "unplaced": board.unplaced, "digest": board.digest}


def storable(case: Case) -> bool:
    """Leave out what a server's columns refuse on purpose: control characters, long ids, days before year one."""
    texts = [cell for row in (*case.people, *case.entries) for cell in row]
    return all(len(text) <= 100 and "\x00" not in text for text in texts) and all(
        key["key"] and len(key["key"]) <= 60 and "\x00" not in key["key"] for key in case.rules["metrics"]
    )


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(case=cases(), chance=st.randoms(use_true_random=False))
def test_any_order_and_repetition_of_delivery_gives_the_board_of_the_files(
    case: Case, chance: random.Random, in_scope: Organisation
) -> None:
    case = replace(case, division=None)
    assume(storable(case))
    try:
        expected = ask_engine(*case.texts(), case.window)
    except RefusedByEngine:
        assume(False)
    with clock.at(datetime(9998, 1, 1, tzinfo=UTC)), transaction.atomic():
        stage = Stage(in_scope, case)
        left = stage.scores()
        left += chance.choices(left, k=len(left) // 3) if left else []
        chance.shuffle(left)
        while left:
            some = chance.randint(1, len(left))
            stage.deliver(left[:some])
            left = left[some:]
        assert stage.answer() == expected
        assert_lines_and_teams_agree(stage)
        assert_what_comes_later_leaves_a_closing_alone(stage, chance)
        transaction.set_rollback(True)


def assert_lines_and_teams_agree(stage: Stage) -> None:
    """Drilling down never finds other points than the board showed."""
    reader = Reader(stage.program)
    window = parse_window(stage.case.window, reader.rules)
    for standing in reader.standings(window):
        page = team_page(stage.program, Team.objects.get(pk=standing.team), stage.founder, window=stage.case.window)
        assert sum(metric.gets for metric in page.metrics) == page.points == standing.points


def assert_what_comes_later_leaves_a_closing_alone(stage: Stage, chance: random.Random) -> None:
    """Whatever is taken back or entered later, what had been brought by a closing can be read as it was."""
    reader, people = Reader(stage.program), [person.pk for person in stage.people.values()]
    window = parse_window(stage.case.window, reader.rules)
    stage.program.refresh_from_db()
    closing = Closing(organisation_id=stage.organisation.pk, program=stage.program, rule=reader.version.number)
    closing.upto = stage.program.last_entry
    before = reader.contributions(window)
    scores = [one for one in stage.scores() if not one.reverses]
    stage.deliver([replace(one, key=f"again:{one.key}") for one in scores if chance.random() < 0.5])
    stage.deliver([replace(one, key=f"back:{one.key}", reverses=one.key) for one in scores if chance.random() < 0.5])
    then = contributions_at(closing, rules_at(closing), window, people)
    assert {(one.team, one.person, one.metric): one for one in then} == {
        (one.team, one.person, one.metric): one for one in before
    }


VISITS = {
    "title": "Visits",
    "time_zone": "Asia/Kolkata",
    "metrics": [{"key": "visits", "points_per_unit": 1, "team": "sum"}],
}


@pytest.fixture
def program(in_scope: Organisation, founder: Person, member: Person) -> Program:
    return launch_program(founder, organisation=in_scope, document=VISITS, is_for_all=True)


def cells(program: Program) -> list[tuple[int, int, int, int, int]]:
    return sorted(
        Cell.objects.filter(metric__program=program).values_list("metric", "person", "day", "total", "entries")
    )


def test_a_reversal_that_arrives_first_still_takes_its_entry_back(program: Program, founder: Person) -> None:
    submit_scores(program, by=founder, scores=[Score(0, "", "", "", key="r", reverses="one")])
    submit_scores(program, by=founder, scores=[Score(founder.pk, "visits", "3", "2024-06-10", key="one")])
    assert cells(program) == []


def test_an_entry_and_its_reversal_change_nothing(program: Program, founder: Person, member: Person) -> None:
    submit_scores(program, by=founder, scores=[Score(member.pk, "visits", "5", "2024-06-10", key="before")])
    before = Reader(program).board(parse_window("all", Reader(program).rules))
    submit_scores(program, by=founder, scores=[Score(member.pk, "visits", "3", "2024-06-10", key="one")])
    submit_scores(program, by=founder, scores=[Score(0, "", "", "", key="r", reverses="one")])
    submit_scores(program, by=founder, scores=[Score(0, "", "", "", key="r again", reverses="one")])
    assert Reader(program).board(parse_window("all", Reader(program).rules)) == before


def test_the_same_id_for_something_else_is_refused_and_nothing_is_written(program: Program, founder: Person) -> None:
    submit_scores(program, by=founder, scores=[Score(founder.pk, "visits", "3", "2024-06-10", key="one")])
    more = [
        Score(founder.pk, "visits", "1", "2024-06-10", key="two", row=2),
        Score(founder.pk, "visits", "4", "2024-06-10", key="one", row=3),
    ]
    with pytest.raises(InputError) as refused:
        submit_scores(program, by=founder, scores=more)
    assert [(problem.row, problem.column) for problem in refused.value.problems] == [(3, "id")]
    assert Entry.objects.filter(program=program).count() == 1


def test_a_new_time_zone_moves_entries_to_their_new_days(program: Program, founder: Person) -> None:
    submit_scores(program, by=founder, scores=[Score(founder.pk, "visits", "3", "2024-06-10T20:00Z", key="one")])
    (_, _, day, _, _) = cells(program)[0]
    assert date.fromordinal(day) == date(2024, 6, 11)
    change_rules(program, by=founder, document={**VISITS, "time_zone": "America/Chicago"}, version=1)
    (_, _, day, total, entries) = cells(program)[0]
    assert (date.fromordinal(day), total, entries) == (date(2024, 6, 10), 3000, 1)


def test_a_day_that_grows_beyond_exact_numbers_is_refused(program: Program, founder: Person) -> None:
    huge = [Score(founder.pk, "visits", "1e12", "2024-06-10", key=str(number)) for number in range(9001)]
    with pytest.raises(InputError):
        submit_scores(program, by=founder, scores=huge)
    assert cells(program) == []


def test_a_member_enters_for_nobody_else_and_takes_back_nobody_elses(
    program: Program, founder: Person, member: Person
) -> None:
    submit_scores(program, by=founder, scores=[Score(founder.pk, "visits", "3", "2024-06-10", key="one")])
    with pytest.raises(Forbidden):
        submit_scores(program, by=member, scores=[Score(founder.pk, "visits", "1", "2024-06-10")])
    with pytest.raises(Forbidden):
        submit_scores(program, by=member, scores=[Score(0, "", "", "", key="r", reverses="one")])
    with pytest.raises(Forbidden):
        submit_scores(program, by=member, scores=[Score(0, "", "", "", key="r", reverses="not here yet")])
