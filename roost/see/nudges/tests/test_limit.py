"""The limit under any order of events: travels, changing clocks, answers, plans that come and go, workers at once."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import UTC, datetime, time, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roost.ground.calendars.models import Calendar, Meeting
from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere
from roost.ground.people.actions import choose_time_zone
from roost.ground.people.models import Affiliation, Organisation, Person
from roost.see.nudges.actions import (
    MOST_PLANS,
    Chosen,
    Intent,
    answer_occasion,
    choose_wishes,
    delete_plan,
    follow_zones,
    plan_reminder,
    remind_before_meetings,
    remind_due,
    rest_plan,
    wake_plan,
)
from roost.see.nudges.engine import Answer
from roost.see.nudges.models import Occasion, Plan, Wishes

MONDAY = datetime(2024, 6, 17, 9, 0, tzinfo=UTC)

NEAR_CHANGES = [
    datetime(2026, 3, 20, tzinfo=UTC),
    datetime(2026, 10, 16, tzinfo=UTC),
    datetime(2024, 6, 17, tzinfo=UTC),
]
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Kiritimati", "Pacific/Pago_Pago"]
EVENTS = "look look look meet meet answer plan delete wake move wish pause rest follow".split()
steps = st.lists(
    st.tuples(st.sampled_from(EVENTS), st.integers(0, 3), st.integers(5, 60 * 30)), min_size=15, max_size=70
)


class Life:
    """What happens to one person, and what was given to them so far, be its plan deleted or not."""

    def __init__(self, person: Person, organisation: Organisation) -> None:
        self.person, self.organisation = person, organisation
        self.most, self.keys = 2, 0
        self.given: dict[int, tuple[datetime, str]] = {}

    def live(self, event: str, number: int) -> None:
        plans = list(Plan.objects.filter(person=self.person).order_by("pk"))
        plan = plans[number % len(plans)] if plans else None
        if event == "plan" and len(plans) < MOST_PLANS:
            self.keys += 1
            hours = [time(9), time(2, 30), time(23, 30), time(12)]
            days, start = ["0123456", "03", "16", "5"][number], [3, 3, 7, 14][number]
            intent = Intent("the review begins", "b", weekdays=days, at=hours[number], start=start)
            plan_reminder(self.organisation, by=self.person, intent=intent, key=f"{self.keys}")
        elif event == "move":
            choose_time_zone(self.person, ZONES[(number * 7 + self.keys) % len(ZONES)], by=self.person)
        elif event in {"wish", "pause"}:
            self.most = 1 + number % 2
            quiet = {"quiet_from": time(22), "quiet_until": time(7)} if number == 2 else {}
            paused = event == "pause" and number == 3
            choose_wishes(self.person, Chosen(self.most, before_meetings=True, paused=paused, **quiet), by=self.person)
        elif event == "meet":
            self.meet(clock.now() + timedelta(minutes=5 * number))
            remind_before_meetings()
            self.hold_against_the_limit()
        elif event == "follow":
            follow_zones()
        elif event == "answer":
            latest = Occasion.objects.filter(plan=plan).order_by("number").last() if plan else None
            if latest is not None and plan is not None and plan.ended_at is None:
                answer_occasion(latest, by=self.person, answer=list(Answer)[number])
        elif plan is not None and event == "delete":
            delete_plan(plan, by=self.person)
        elif plan is not None and event == "wake":
            wake_plan(plan, by=self.person)
        elif plan is not None and event == "rest":
            rest_plan(plan, by=self.person, until=clock.today(self.person.time_zone) + timedelta(days=1 + number))

    def look(self) -> None:
        """Let two workers look, one after the other."""
        remind_before_meetings()
        remind_due()
        assert remind_due() == 0
        self.hold_against_the_limit()

    def meet(self, at: datetime) -> None:
        """Put a meeting that every plan fits into the person's calendar."""
        since = {"added_at": at, "changed_at": at}
        calendar, _ = Calendar.objects.get_or_create(person=self.person, name="Mine", defaults=since)
        Meeting.objects.create(
            calendar=calendar,
            person=self.person,
            key=uuid.uuid4().hex,
            title="Review",
            starts_at=at,
            ends_at=at + timedelta(minutes=30),
        )

    def hold_against_the_limit(self) -> None:
        """Hold what was newly given against the limit of now."""
        for one in Occasion.objects.filter(person=self.person).exclude(pk__in=self.given):
            self.given[one.pk] = (one.given_at, one.week)
            here = ZoneInfo(self.person.time_zone)
            now = one.given_at.astimezone(here).replace(tzinfo=None)
            walls = [at.astimezone(here).replace(tzinfo=None) for at, _week in self.given.values()]
            assert sum(now - timedelta(days=7) < wall for wall in walls) <= self.most
            assert sum(week == f"{now:%G-W%V}" for _at, week in self.given.values()) <= self.most
            wishes = Wishes.objects.get(person=self.person)
            assert not wishes.paused
            assert wishes.quiet is None or not wishes.quiet.cover(now.time())


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=15, deadline=None
)
@given(begin=st.sampled_from(NEAR_CHANGES), steps=steps)
def test_nobody_ever_gets_more_than_the_limit(
    in_scope: Organisation, member: Person, begin: datetime, steps: list[tuple[str, int, int]]
) -> None:
    with transaction.atomic():
        life, now = Life(Person.objects.get(pk=member.pk), in_scope), begin
        with clock.at(now):
            life.live("plan", 0)
            life.live("wish", 1)
        for event, number, minutes in steps:
            for _ in range(2):
                now += timedelta(minutes=minutes / 2)
                with clock.at(now):
                    life.look()
            with clock.at(now):
                life.live(event, number)
        transaction.set_rollback(True)


@pytest.fixture
def committed(transactional_db: None) -> Iterator[Person]:
    with clock.at(MONDAY - timedelta(days=1)), everywhere():
        organisation = Organisation.objects.create(name="Harbour", created_at=clock.now())
        person = Person.objects.create_user("mara@example.org", name="Mara")
        Affiliation.objects.create(organisation=organisation, person=person)
        for number in range(4):
            plan_reminder(organisation, by=person, intent=Intent("a", "b", weekdays="0"), key=f"{number}")
        yield person


def test_several_workers_at_the_same_moment_keep_to_the_limit(committed: Person) -> None:
    together = Barrier(4)

    def look(_number: int) -> int:
        together.wait()
        try:
            return remind_due()
        finally:
            connection.close()

    with clock.at(MONDAY), ThreadPoolExecutor(4) as pool:
        running = [pool.submit(copy_context().run, look, number) for number in range(4)]
        assert sum(each.result() for each in running) == 2
    with everywhere():
        assert sorted(Occasion.objects.values_list("slot", flat=True)) == [1, 2]
