"""Whatever is entered, taken back, moved and ruled, in any order: bulletins stay, and corrections make up the rest."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis.strategies import SearchStrategy, integers, lists, one_of, sampled_from, tuples

from roost.ground.people.models import Organisation, Person, Team, TeamMembership
from roost.see.tracking.actions import Score, change_rules, close_period, launch_program, reverse_score, submit_score
from roost.see.tracking.engine import parse_window
from roost.see.tracking.models import Closing, Program
from roost.see.tracking.reads import Reader, bulletin_page
from roost.see.tracking.reads.audits import audit
from roost.see.tracking.tests.reference import reference_board

MONTHS = ("2024-02", "2024-03", "2024-04", "2024-05")
BEGAN = date(2024, 1, 15)
Told = dict[str, tuple[int, int]]


def rules_of(rate: int) -> dict[str, Any]:
    metrics = [
        {"key": "visits", "points_per_unit": rate, "team": "sum"},
        {"key": "ratings", "points_per_unit": 1, "team": "average", "cap": {"points": 5, "per": "month"}},
    ]
    return {"title": "A season", "time_zone": "UTC", "metrics": metrics}


WHO, DAY = integers(0, 2), integers(0, 136)
EVENTS: SearchStrategy[tuple[Any, ...]] = one_of(
    tuples(sampled_from(["enter"]), WHO, sampled_from(["visits", "ratings"]), integers(-3, 9), DAY),
    tuples(sampled_from(["take_back"]), integers(0, 50)),
    tuples(sampled_from(["move"]), WHO, integers(0, 1), DAY),
    tuples(sampled_from(["rule_otherwise"]), integers(1, 4)),
)


class Season:
    """A program of two metrics, of three people in two teams, over four months that are over."""

    def __init__(self, organisation: Organisation, people: list[Person], teams: list[Team]) -> None:
        self.organisation, self.people, self.teams = organisation, people, teams
        self.stays: dict[int, list[tuple[date, int]]] = {}
        for number in range(3):
            self.stays[number] = [(BEGAN, number % 2)]
        self.write_stays()
        self.rate = 2
        self.program: Program = launch_program(
            self.people[0], organisation=self.organisation, document=rules_of(self.rate), is_for_all=True
        )
        self.entries: list[tuple[int, str, int, date, str]] = []
        self.back: set[str] = set()
        self.published: list[tuple[str, int, dict[str, Any]]] = []
        for day in range(20, 136, 30):
            for who in range(3):
                self.enter(who, "visits", who + 1, day)

    def write_stays(self) -> None:
        TeamMembership.objects.filter(person__in=self.people).delete()
        for number, stays in self.stays.items():
            for (starts, team), later in zip(stays, [*stays[1:], None], strict=True):
                TeamMembership.objects.create(
                    organisation=self.organisation,
                    person=self.people[number],
                    team=self.teams[team],
                    starts_on=starts,
                    ends_on=later[0] if later else None,
                )

    def enter(self, who: int, metric: str, value: int, day: int) -> None:
        key, on = f"e{len(self.entries)}", BEGAN + timedelta(day)
        score = Score(self.people[who].pk, metric, f"{value}", f"{on}", key=key)
        submit_score(self.program, by=self.people[0], score=score)
        self.entries.append((who, metric, value, on, key))

    def take_back(self, place: int) -> None:
        left = [one[4] for one in self.entries if one[4] not in self.back]
        key = left[place % len(left)] if left else ""
        if key:
            reverse_score(self.program, by=self.people[0], key=key)
            self.back.add(key)

    def move(self, who: int, team: int, day: int) -> None:
        """Let somebody be in a team from a day long past."""
        since = BEGAN + timedelta(day)
        kept = [one for one in self.stays[who] if one[0] < since]
        self.stays[who] = [*kept, (since, team)]
        self.write_stays()

    def rule_otherwise(self, rate: int) -> None:
        version = self.program.rules.latest("version").version
        change_rules(self.program, by=self.people[0], document=rules_of(rate), version=version)
        self.rate = rate

    def publish(self) -> None:
        month = MONTHS[len(self.published)]
        closing = close_period(self.program, by=self.people[0], window=parse_window(month, Reader(self.program).rules))
        kept = {name: getattr(closing, name) for name in ("board", "stories", "corrections", "foreword", "rule")}
        self.published.append((month, self.rate, kept))
        assert told_by(closing) == self.reckoned(month, self.rate)
        self.corrections_make_up_the_rest()

    def corrections_make_up_the_rest(self) -> None:
        """What bulletins told, with all corrections since, is what the naive reckoning gives now by their rules."""
        closings = list(Closing.objects.filter(program=self.program).order_by("number"))
        for number, closing in enumerate(closings):
            told = told_by(closing)
            for later in closings[number + 1 :]:
                for correction in later.corrections:
                    if correction["number"] == closing.number:
                        for line in correction["lines"]:
                            told.pop(line["name"], None)
                            if line["rank_now"] is not None:
                                told[line["name"]] = (line["points_now"], line["rank_now"])
            month, rate, _kept = self.published[number]
            assert told == self.reckoned(month, rate)
            assert not bulletin_page(self.program, self.people[0], closing.number).late

    def reckoned(self, month: str, rate: int) -> Told:
        board = reference_board(self.people_csv(), self.entries_csv(), json.dumps(rules_of(rate)), month)
        return {row["team"]: (row["points"], row["rank"]) for row in board["rows"]}

    def people_csv(self) -> str:
        rows = ["person,team,division,from,to"]
        for number, stays in self.stays.items():
            for (starts, team), later in zip(stays, [*stays[1:], None], strict=True):
                rows.append(f"p{number},{self.teams[team].name},North,{starts},{later[0] if later else ''}")
        return "\n".join(rows) + "\n"

    def entries_csv(self) -> str:
        rows = ["person,metric,value,occurred_at,id,reverses"]
        rows += [f"p{who},{metric},{value},{day},{key}," for who, metric, value, day, key in self.entries]
        rows += [f",,,,back-{key},{key}" for key in sorted(self.back)]
        return "\n".join(rows) + "\n"

    def bulletins_stay_as_they_were_published(self) -> None:
        found = Closing.objects.filter(program=self.program).order_by("number")
        for closing, (_month, _rate, kept) in zip(found, self.published, strict=True):
            assert {name: getattr(closing, name) for name in kept} == kept

    def the_live_boards_are_the_naive_reckoning(self) -> None:
        reader = Reader(self.program)
        for month in MONTHS:
            rows = reader.board(parse_window(month, reader.rules)).rows
            assert {row.team: (row.points, row.rank) for row in rows} == self.reckoned(month, self.rate)


def told_by(closing: Closing) -> Told:
    return {line["name"]: (line["points"], line["rank"]) for line in json.loads(closing.board)}


def test_no_order_of_events_changes_a_bulletin_or_loses_a_correction(
    in_scope: Organisation, founder: Person, member: Person, third: Person, team: Team, other_team: Team
) -> None:
    between = lists(EVENTS, min_size=1, max_size=4)

    @settings(max_examples=settings.default.max_examples // 2 if settings.default else 20)
    @given(lists(between, min_size=len(MONTHS) + 1, max_size=len(MONTHS) + 1))
    def live(months: list[list[tuple[Any, ...]]]) -> None:
        season = Season(in_scope, [founder, member, third], [team, other_team])
        for number, events in enumerate(months):
            for name, *told in events:
                getattr(season, name)(*told)
            season.the_live_boards_are_the_naive_reckoning()
            if number < len(MONTHS):
                season.publish()
            season.bulletins_stay_as_they_were_published()
        assert audit(season.program) == []

    live()
