"""The simulated company: always the same, believable, and true to its own truth."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from functools import cache
from math import log
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from roost.doors.demo.engine import (
    ADMINISTRATOR,
    EARLY,
    FOUNDER,
    LEADER,
    MEMBER,
    Entry,
    World,
    digest,
    draw_growers,
    live_score,
    simulate,
)
from roost.doors.demo.engine.company import build_company

AS_OF = date(2024, 6, 12)
CHICAGO = ZoneInfo("America/Chicago")
ROOT = next(folder for folder in Path(__file__).resolve().parents if (folder / "pyproject.toml").exists())


@cache
def full() -> World:
    return simulate(7, AS_OF)


@cache
def half(*without: str) -> World:
    return simulate(7, AS_OF, sellers=115, without=frozenset(without))


@cache
def small() -> World:
    return simulate(7, AS_OF, sellers=24)


def counting(world: World) -> list[Entry]:
    """Give the entries that stand: neither taken back nor the taking back."""
    back = {entry.reverses for entry in world.entries}
    return [entry for entry in world.entries if not entry.reverses and entry.key not in back]


def test_another_process_with_another_hash_seed_draws_the_same_world() -> None:
    program = (
        "from datetime import date; from roost.doors.demo.engine import digest, simulate; "
        "print(digest(simulate(7, date(2024, 6, 12), sellers=24)))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={"PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for hash_seed in ("1", "2")
    }
    assert told == {digest(small())}


def test_another_seed_or_day_is_another_world() -> None:
    worlds = [small(), simulate(8, AS_OF, sellers=24), simulate(7, date(2024, 6, 13), sellers=24)]
    assert len({digest(world) for world in worlds}) == 3


def test_the_year_ends_with_230_sales_people_in_four_divisions() -> None:
    company = full().company
    posts = [post for _, post in company.staff_on(AS_OF)]
    assert Counter(post.title for post in posts)["Sales representative"] == 230
    assert {team.division for team in company.teams} == {"Mid-West", "North-East", "South", "West"}
    assert all(4 <= count <= 5 for count in Counter(team.division for team in company.teams).values())
    assert Counter(post.title for post in posts)["Team leader"] == len(company.teams)
    assert (company.start, company.as_of) == (date(2023, 6, 1), AS_OF)


@pytest.mark.parametrize("sellers", [24, 60, 230])
def test_a_company_of_any_size_ends_at_full_strength(sellers: int) -> None:
    company = simulate(3, AS_OF, sellers=sellers).company
    assert sum(post.title == "Sales representative" for _, post in company.staff_on(AS_OF)) == sellers


def test_people_join_leave_move_and_come_back() -> None:
    people = full().company.people
    teams = [[post.team for post in person.posts] for person in people]
    went = [[team for team, after in zip(stays, [*stays[1:], None], strict=True) if team != after] for stays in teams]
    assert sum(person.ends_on is not None for person in people) >= 18
    assert sum(person.starts_on >= full().company.start for person in people) >= 18
    assert sum(len({team for team in stays if team}) > 1 for stays in went) >= 14
    assert sum(len(stays) >= 3 and stays[0] == stays[-1] for stays in went) >= 2


def test_every_division_gets_a_new_director_and_one_comes_from_outside() -> None:
    people = full().company.people
    start = full().company.start
    new = [
        (person, post)
        for person in people
        for post in person.posts
        if post.title.startswith("Director") and post.starts_on >= start
    ]
    assert len({post.title for _, post in new}) == 4
    assert sum(person.starts_on >= start for person, _ in new) == 1


@pytest.mark.parametrize("as_of", [date(2024, 6, 12), date(2026, 11, 22), date(2027, 1, 1)])
def test_the_leader_is_a_director_a_month_into_the_role(as_of: date) -> None:
    posts = build_company(7, as_of, 24).named(LEADER).posts
    assert [post.title for post in posts] == ["Team leader", "Director Mid-West"]
    assert 35 <= (as_of - posts[-1].starts_on).days <= 45


def test_posts_follow_each_other_without_overlap_and_everybody_has_a_manager_who_is_there() -> None:
    company = full().company
    for person in company.people:
        assert len(person.posts) >= 1
        for post, following in zip(person.posts, person.posts[1:], strict=False):
            assert post.starts_on < following.starts_on
            assert post.ends_on == following.starts_on
    for day in (company.start, date(2023, 12, 4), AS_OF):
        for person, post in company.staff_on(day):
            if post.manager is None:
                assert post.title == "Managing director"
                continue
            boss = company.people[post.manager].post_on(day)
            assert boss is not None, f"{person.name} reports to somebody who is gone"
            assert post.title != "Sales representative" or (boss.team, boss.title) == (post.team, "Team leader")


def test_names_and_addresses_are_plain_and_given_once() -> None:
    people = full().company.people
    assert len({person.name for person in people}) == len({person.email for person in people}) == len(people)
    assert all(person.email.isascii() and person.email.endswith("@harbourandfield.example") for person in people)
    assert {FOUNDER, MEMBER, ADMINISTRATOR} <= {person.name for person in people}


def test_the_founder_sells_beside_the_member_and_leads_nobody() -> None:
    company = full().company
    founder, member = company.named(FOUNDER), company.named(MEMBER)
    assert {post.title for post in founder.posts} == {"Sales representative"}
    assert founder.posts[0].team == member.posts[0].team
    assert all(post.manager != founder.number for person in company.people for post in person.posts)


def test_entries_are_many_unique_in_order_of_time_and_of_people_who_were_there() -> None:
    world = full()
    assert 60_000 <= len(world.entries) <= 110_000
    assert len({entry.key for entry in world.entries}) == len(world.entries)
    moments = [entry.recorded_at for entry in world.entries]
    assert moments == sorted(moments)
    assert moments[-1] < datetime(2024, 6, 13, 5, tzinfo=UTC)
    for entry in world.entries:
        assert world.company.people[entry.person].post_on(entry.recorded_at.astimezone(CHICAGO).date()) is not None
        if not entry.reverses:
            post = world.company.people[entry.person].post_on(date.fromisoformat(entry.occurred[:10]))
            assert post is not None
            assert post.team is not None


def test_some_entries_come_late_and_some_are_taken_back_after_they_were_made() -> None:
    world = full()
    made = {entry.key: entry for entry in world.entries}
    late = [entry for entry in counting(world) if entry.recorded_at.date() > date.fromisoformat(entry.occurred[:10])]
    taken_back = [entry for entry in world.entries if entry.reverses]
    assert len(late) > 500
    assert 20 < len(taken_back) < 400
    assert all(made[entry.reverses].recorded_at < entry.recorded_at for entry in taken_back)


def test_metrics_of_the_rules_are_exactly_those_that_people_enter() -> None:
    world = full()
    entered = defaultdict(set)
    for entry in counting(world):
        entered[entry.program].add(entry.metric)
    for program in world.programs:
        assert {metric["key"] for metric in program.document["metrics"]} == entered[program.key]
        assert set(program.behaviours) <= entered[program.key]


def test_the_truth_is_a_document_of_plain_values() -> None:
    document = small().truth.document()
    assert json.loads(json.dumps(document)) == document
    assert set(document) == {"weeks", "measures", "treatments", "climate", "traits"}
    assert [treatment["key"] for treatment in document["treatments"]] == [
        "early_helping",
        "peer_circles",
        "sales_course",
    ]
    assert len(document["climate"]["Mid-West/Chicago"]) == len(document["weeks"])


@pytest.mark.parametrize("key", ["early_helping", "peer_circles", "sales_course"])
def test_the_same_year_without_a_treatment_shows_its_true_effect(key: str) -> None:
    """After the ramp, log ratios of totals (differences of means for ratings) are the effects that the truth names."""
    treatment = half().truth.treatment(key)

    def treated(world: World) -> dict[str, list[float]]:
        found = defaultdict(list)
        for entry in counting(world):
            day = date.fromisoformat(entry.occurred[:10])
            person = world.company.people[entry.person]
            post = person.post_on(day)
            unit = str(post.team) if post and treatment.unit == "team" else person.employee_id
            if entry.program == EARLY and treatment.strength(unit, day - timedelta(days=day.weekday())) == 1:
                found[entry.metric].append(float(entry.value))
        return found

    with_it, without_it = treated(half()), treated(half(key))
    for measure in half().truth.measures:
        here, there = with_it[measure.key], without_it[measure.key]
        if measure.key == "rating":
            seen, room = sum(here) / len(here) - sum(there) / len(there), 0.02
        else:
            seen, room = log(sum(here) / sum(there)), 0.05
        assert seen == pytest.approx(treatment.effects.get(measure.key, 0.0), abs=room), measure.key


def test_the_course_that_does_nothing_looks_as_if_it_did() -> None:
    world = full()
    course = world.truth.treatment("sales_course")
    assert set(course.effects.values()) == {0.0}
    began = next(iter(course.began.values()))
    visits = Counter()
    for entry in counting(world):
        day = date.fromisoformat(entry.occurred[:10])
        if entry.metric == "visits":
            group = world.company.people[entry.person].employee_id in course.began
            visits[group, "before"] += int(entry.value) * (
                began - timedelta(weeks=10) <= day < began - timedelta(weeks=2)
            )
            visits[group, "after"] += int(entry.value) * (began <= day < began + timedelta(weeks=8))
    assert visits[True, "after"] / visits[True, "before"] > 1.1 * visits[False, "after"] / visits[False, "before"]


def test_a_treatment_reaches_and_spares_different_people() -> None:
    truth = full().truth
    for treatment in truth.treatments:
        assert treatment.began
        assert not set(treatment.began) & set(treatment.compared)
    early = truth.treatment("early_helping")
    assert early.strength("Mid-West/Chicago", truth.weeks[-1]) == 1
    assert early.strength(early.compared[0], truth.weeks[-1]) == 0
    assert min(early.began, key=lambda team: early.began[team]) == "Mid-West/Chicago"
    assert len(early.compared) >= 6


def test_too_few_people_and_unknown_treatments_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 24"):
        simulate(7, AS_OF, sellers=23)
    with pytest.raises(ValueError, match="magic"):
        simulate(7, AS_OF, sellers=24, without={"magic"})


def test_a_live_score_is_the_same_for_the_same_turn_and_counts_what_the_rules_know() -> None:
    rules = {metric["key"] for metric in small().programs[0].document["metrics"]}
    turns = [live_score(7, turn, [3, 5, 8]) for turn in range(200)]
    assert turns == [live_score(7, turn, [3, 5, 8]) for turn in range(200)]
    assert {score.person for score in turns} == {3, 5, 8}
    assert {score.metric for score in turns} <= rules
    assert all(1 <= int(score.value) <= 3 for score in turns)


def test_growers_stand_in_a_team_each_watched_by_another_of_it() -> None:
    company, day = full().company, date(2024, 3, 1)
    growers = draw_growers(7, company, day)
    assert growers == draw_growers(7, company, day)
    teams = [[company.people[one].post_on(day) for one in (grower.person, grower.watcher)] for grower in growers]
    assert all(one and other and one.team == other.team is not None for one, other in teams)
    divisions = Counter(one.team.division for one, _ in teams if one and one.team)
    assert divisions == {"Mid-West": 11, "South": 9, "West": 5}
    assert len({grower.person for grower in growers}) == len(growers)
