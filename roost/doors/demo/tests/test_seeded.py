"""What a demo holds once it is made, and what happens to it afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Q
from django.utils.dateparse import parse_datetime

from roost.doors.demo import engine
from roost.doors.demo.actions import enter_live_score, gather_circles, seed_demo, start_afresh
from roost.doors.demo.actions.reminding import latest_morning
from roost.doors.demo.models import Demo
from roost.gather.circles.reads import gather_page
from roost.gather.decisions.access import visible_endings, visible_misses, visible_questions
from roost.gather.decisions.reads import misses_page, misses_today, standing_of
from roost.gather.health.engine.light import Light
from roost.gather.health.reads import health_page, lights_page
from roost.gather.matching.reads import conversations_page, peers_page
from roost.gather.meetings.access import is_inside, past_meetings_for, visible_meetings
from roost.ground.activity.models import Fact
from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import Affiliation, Organisation, Person, ReportingLine, RoleGrant, TeamMembership
from roost.ground.vault.access import visible_groups
from roost.grow.growth.reads import barrier_map, guesses_of, numbers_of, past_cycles
from roost.see.nudges.reads import plans_page, today_card
from roost.see.tracking.models import Cell, Closing, Draft, Entry, Metric, Program, Proposal, Screen
from roost.see.tracking.reads import spread_page

NOW = datetime(2024, 6, 12, 20, 30, tzinfo=UTC)
AS_OF = date(2024, 6, 12)
SELLERS = 24
TITLES = ("Helping customers early", "Learning calls")
OF_THE_WORLD = Q(program__title__in=TITLES)


class Interrupted(Exception):
    pass


@pytest.fixture(autouse=True)
def one_afternoon() -> Iterator[None]:
    with clock.at(NOW), everywhere():
        yield


@pytest.fixture(scope="module")
def world() -> engine.World:
    return engine.simulate(7, AS_OF, sellers=SELLERS)


@pytest.fixture(scope="module")
def told() -> list[tuple[int, str]]:
    """Collect what seeding tells of its progress."""
    return []


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any, told: list[tuple[int, str]]) -> Iterator[Demo]:
    """Seed once for all tests here; each then works in a transaction of its own within this one."""
    with django_db_blocker.unblock(), transaction.atomic():
        with clock.at(NOW):
            made = seed_demo(seed=7, sellers=SELLERS, tell=lambda percent, words: told.append((percent, words)))
        # PostgreSQL empties no table for which constraints are still to be checked.
        connection.check_constraints()
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def demo(made: Demo, db: None) -> Demo:
    return made


def told_of_the_ledger() -> str:
    told = hashlib.sha256()
    columns = ("program__title", "key", "metric__key", "person__email", "value", "occurred", "reverses", "recorded_at")
    for row in Entry.objects.order_by("program__title", "key").values_list(*columns):
        told.update(repr(row).encode())
    return told.hexdigest()


def test_the_database_holds_the_world_that_the_engine_drew(demo: Demo, world: engine.World) -> None:
    by_email = {person.email: person for person in world.company.people}
    assert {person.email for person in Person.objects.all()} == set(by_email)
    stays = {(person.employee_id, str(post.team)) for person in by_email.values() for post in person.posts if post.team}
    kept = TeamMembership.objects.values_list("person__affiliations__employee_id", "team__division", "team__name")
    assert {(number, f"{division}/{team}") for number, division, team in kept} == stays
    for person, post in world.company.staff_on(AS_OF):
        now = TeamMembership.objects.filter(person__email=person.email, ends_on=None).select_related("team").first()
        assert (str(now.team) if now else None) == (post.team.name if post.team else None), person.name
        line = ReportingLine.objects.filter(person__email=person.email, ends_on=None).select_related("manager").first()
        assert (line.manager.name if line else None) == (
            world.company.people[post.manager].name if post.manager is not None else None
        )
    ended = dict(Affiliation.objects.values_list("person__email", "ends_on"))
    assert ended == {person.email: person.ends_on for person in world.company.people}


def test_everything_entered_by_now_is_in_the_ledger_and_nothing_of_later(demo: Demo, world: engine.World) -> None:
    entered = [entry for entry in world.entries if entry.recorded_at <= NOW]
    assert 0 < len(entered) < len(world.entries)
    late = Entry.objects.get(key="demo:late")
    assert Entry.objects.filter(OF_THE_WORLD, reverses=None).exclude(pk=late.pk).count() == sum(
        not entry.reverses for entry in entered
    )
    assert Entry.objects.exclude(reverses=None).count() == sum(bool(entry.reverses) for entry in entered)
    assert not Entry.objects.filter(recorded_at__gt=NOW).exists()


def test_cells_add_up_to_what_people_counted(demo: Demo, world: engine.World) -> None:
    back = {entry.reverses for entry in world.entries if entry.recorded_at <= NOW}
    for program in world.programs:
        for metric in program.document["metrics"]:
            counted = [
                round(float(entry.value) * 1000)
                for entry in world.entries
                if (entry.program, entry.metric) == (program.key, metric["key"])
                and entry.recorded_at <= NOW
                and entry.key not in back
            ]
            kept = Metric.objects.get(program__title=program.document["title"], key=metric["key"])
            # What came too late for a bulletin is none of the year's.
            counted += Entry.objects.filter(key="demo:late", metric=kept).values_list("value", flat=True)
            cells = list(Cell.objects.filter(metric=kept).values_list("total", "entries"))
            assert sum(total for total, _ in cells) == sum(counted)
            assert sum(entries for _, entries in cells) == len(counted)


def test_history_comes_in_batches_and_the_last_seven_days_one_by_one_each_by_its_person(demo: Demo) -> None:
    first_day = datetime(2024, 6, 6, 5, tzinfo=UTC)
    counted = [f"program:{program.pk}" for program in Program.objects.filter(title__in=TITLES)]
    facts = Fact.objects.filter(verb="tracking.submitted", subject__in=counted).order_by("recorded_at", "pk")
    lately = facts.filter(recorded_at__gte=first_day)
    boards = Entry.objects.filter(OF_THE_WORLD)
    assert set(lately.values_list("quantity", flat=True)) == {1}
    assert lately.count() == boards.filter(reverses=None, recorded_at__gte=first_day).count() > 20
    assert all(entry.recorded_by_id == entry.person_id for entry in Entry.objects.filter(recorded_at__gte=first_day))
    before = facts.filter(recorded_at__lt=first_day)
    assert 40 < before.count() < 120
    moments = list(facts.values_list("recorded_at", flat=True))
    assert moments == sorted(moments)


def test_the_founder_holds_no_role_and_started_the_first_program(demo: Demo) -> None:
    founder = Person.objects.get(name=engine.FOUNDER)
    program = Program.objects.earliest("launched_at")
    assert (program.title, program.founder) == ("Helping customers early", founder)
    assert not RoleGrant.objects.filter(person=founder).exists()
    assert Affiliation.objects.get(person=founder).title == "Sales representative"
    assert dict(RoleGrant.objects.values_list("person__name", "role")) == {
        engine.ADMINISTRATOR: "administrator",
        engine.MANAGING_DIRECTOR: "sponsor",
        engine.LEADER: "sponsor",
    }
    assert Screen.objects.filter(program=program, closed_at=None).exists()
    assert Program.objects.filter(is_private=False).count() == 4


def test_what_somebody_without_a_title_started_overtakes_the_official_program_and_is_adopted(demo: Demo) -> None:
    program = Program.objects.get(title="A day with another team")
    assert program.state == "adopted"
    assert program.founder.name == engine.LISTENER
    page = spread_page(program, program.founder)
    assert page.beside is not None
    assert page.beside.title == "Orders of the month"
    assert page.verdict.startswith("Since ")
    assert page.verdict.endswith("a larger share enters scores here than in “Orders of the month”.")
    first, last = page.frames[0], page.frames[-1]
    assert sum(people for people, _there, _level in first["teams"].values()) < page.people
    assert sum(people for people, _there, _level in last["teams"].values()) == page.people
    assert page.divisions > 1
    assert [one.what for one in page.history] == ["Started", "Adopted"]


def test_the_same_seed_and_moment_fill_the_same_ledger(demo: Demo) -> None:
    first = told_of_the_ledger()
    again = start_afresh(seed=7, sellers=SELLERS)
    assert told_of_the_ledger() == first
    assert Demo.objects.get() == again


def test_progress_is_told_in_rising_per_cent(demo: Demo, told: list[tuple[int, str]]) -> None:
    percents = [percent for percent, _ in told]
    assert percents == sorted(percents)
    assert (percents[0], percents[-1]) == (0, 100)
    assert "June 2024" in {words for _, words in told}


def test_a_fresh_demo_that_is_interrupted_leaves_the_old_one(demo: Demo) -> None:
    before = told_of_the_ledger()

    def interrupt(percent: int, words: str) -> None:
        if percent > 50:
            raise Interrupted

    with pytest.raises(Interrupted):
        start_afresh(seed=8, sellers=SELLERS, tell=interrupt)
    assert told_of_the_ledger() == before
    assert Demo.objects.get() == demo


def test_somebody_enters_a_live_score_once_a_turn(demo: Demo) -> None:
    before = Entry.objects.count()
    later = datetime(2024, 6, 12, 21, 0, 5, tzinfo=UTC)
    with clock.at(later):
        assert enter_live_score()
        assert enter_live_score()
    live = Entry.objects.get(key__startswith="live/")
    assert Entry.objects.count() == before + 1
    assert live.recorded_by == live.person
    assert parse_datetime(live.occurred) == later.replace(second=0)
    with clock.at(datetime(2024, 6, 12, 21, 1, tzinfo=UTC)):
        enter_live_score()
    assert Entry.objects.count() == before + 2


def test_the_command_starts_a_demo_that_is_there_and_asks_before_drawing_another(
    demo: Demo, capsys: pytest.CaptureFixture[str]
) -> None:
    before = told_of_the_ledger()
    call_command("demo", "--no-start")
    assert "12 June 2024" in capsys.readouterr().out
    with pytest.raises(CommandError, match="--fresh"):
        call_command("demo", "--no-start", "--seed", "8")
    assert told_of_the_ledger() == before


def test_the_leader_has_a_cycle_behind_him_and_enough_others_are_counted(demo: Demo) -> None:
    leader = Person.objects.get(name=engine.LEADER)
    organisation = Organisation.objects.get(name=engine.NAME)
    past = past_cycles(leader, organisation)
    assert [(one.cycle.number, len(one.experiments), one.tries) for one in past] == [(1, 2, 5)]
    assert guesses_of(leader, organisation).calibration.guesses == 2
    told = {one.question.key for one in numbers_of(organisation, AS_OF).counted if one.shares}
    assert {"body", "mind", "feeds", "drains"} <= told
    met = [one.people for row in barrier_map(leader, organisation, AS_OF) for one in row.met]
    assert len(met) == 3
    assert set(met) <= {10, 20}


def test_the_leader_and_the_founder_may_write_to_each_other(demo: Demo) -> None:
    pair = [Person.objects.get(name=name) for name in (engine.LEADER, engine.FOUNDER)]
    groups = [visible_groups(person).get() for person in pair]
    assert groups[0] == groups[1]
    assert not visible_groups(Person.objects.get(name=engine.ADMINISTRATOR)).exists()


def test_two_are_reminded_of_what_they_planned(demo: Demo) -> None:
    lines = {}
    for name in (engine.LEADER, engine.MEMBER):
        person = Person.objects.get(email=engine.email_of(name))
        assert today_card(person, person) is not None
        (lines[name],) = plans_page(person).lines
    assert lines[engine.LEADER].spacing == "You did it three times running, so it comes every two weeks."
    assert (lines[engine.LEADER].streak, lines[engine.MEMBER].streak) == (4, 2)


def test_the_member_is_asked_about_a_peer_and_talks_by_chance_with_somebody_new_each_week(demo: Demo) -> None:
    member, organisation = Person.objects.get(name=engine.MEMBER), Organisation.objects.get()
    asked = peers_page(member, organisation).question
    assert asked is not None
    assert not asked.is_answered
    assert asked.words
    page = conversations_page(member, organisation)
    assert (len(page.talks), len(page.past)) == (2, 1)
    names = [name for one in [*page.talks, *page.past] for name in one.others]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("hours", range(0, 7 * 24, 5))
def test_a_reminder_is_of_a_morning_at_work_within_three_days(hours: int) -> None:
    moment = NOW + timedelta(hours=hours)
    morning = datetime.combine(latest_morning(moment, ZoneInfo(engine.ZONE)), time(10), ZoneInfo(engine.ZONE))
    assert morning.weekday() < 5
    assert timedelta() <= moment - morning < timedelta(days=3)


def test_the_founder_convenes_circles_and_the_member_sits_in_three(made: Demo) -> None:
    for _time in range(2):  # as after a worker was lost
        gather_circles()
        founder, member = (Person.objects.get(name=name) for name in (engine.FOUNDER, engine.MEMBER))
        rounds = {str(one.round): one.round.state for one in gather_page(founder).rounds}
        assert list(rounds.values()) == ["inviting", "formed", "published", "closed"]
        assert len(gather_page(member).circles) == 3
        (asked,) = visible_questions(member)
        assert not standing_of(member, asked.circle_id).has_answered
        leader = Person.objects.get(name=engine.LEADER)
        assert [one.can_be_stopped for one in visible_endings(leader)] == [True]
        (missing,) = visible_misses(member)
        (about,) = misses_page(member, missing.circle_id).asked
        assert (about.is_me, about.mine) == (False, "")
        assert misses_today(member, member) is not None
        (running,) = visible_meetings(member).filter(ended_at=None)
        assert not is_inside(running, member)
        past = list(past_meetings_for(member, running.circle_id))
        assert len(past) == len([one for one in past if one.mean and not one.lapsed]) == 3
        looked = health_page(member, running.circle_id)
        assert (looked.outcome is not None, looked.check is not None, looked.has_answered) == (True, True, False)
        lights = [one.light for one in lights_page(founder).lines if len(one.days) >= 3]
        assert sorted(lights) == [Light.CALM, Light.CALM, Light.TALK]


def test_bulletins_are_published_one_corrects_another_and_some_are_drafted(demo: Demo) -> None:
    numbers = list(Closing.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert all(Closing.objects.values_list("foreword", flat=True))
    corrected = [one["number"] for closing in Closing.objects.order_by("number") for one in closing.corrections]
    assert corrected == ([1] if len(numbers) > 1 else [])
    assert Draft.objects.filter(left_at=None).exists()


def test_players_accepted_other_rules_and_vote_on_some(demo: Demo) -> None:
    accepted = Proposal.objects.get(outcome="accepted")
    assert accepted.rule.holds_from == accepted.holds_from <= NOW.date()
    assert accepted.program.players_decide
    waiting = Proposal.objects.get(outcome="")
    assert waiting.holds_from > NOW.date()
    assert waiting.votes.count() == 5
