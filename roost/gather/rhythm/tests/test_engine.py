"""Dates by the clock of a zone, times checked against looking at every minute, and a rota that is fair."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import permutations
from time import process_time
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from roost.gather.rhythm.engine.assigning import assign
from roost.gather.rhythm.engine.dates import Part, lay_out, next_date, part_of
from roost.gather.rhythm.engine.rota import ROLES, Role, Sitting, propose
from roost.gather.rhythm.engine.times import Free, Start, all_starts, best_starts, take_turns

ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"]
# The clock changes on the day after: in Europe twice, on Lord Howe Island by half an hour.
CHANGES = [date(2026, 3, 28), date(2026, 10, 24), date(2026, 4, 4)]
OFFICE = frozenset(day * 24 + hour for day in range(5) for hour in range(9, 17))


def test_two_in_the_afternoon_stays_so_across_a_change_of_the_clock() -> None:
    dates = lay_out(date(2026, 10, 8), time(14), every=3, count=4, zone="Europe/Berlin")
    assert [one.hour for one in dates] == [12, 13, 13, 13]
    assert {one.astimezone(ZoneInfo("Europe/Berlin")).hour for one in dates} == {14}


def test_the_arc_is_spread_in_order() -> None:
    assert [part_of(number, 4) for number in range(4)] == list(Part)
    spread = Counter(part_of(number, 10) for number in range(10))
    assert spread == {
        "trust": 3,
        "dilemmas": 2,
        "stretch": 3,
        "harvest": 2,
    }


def can_by_the_minute(one: Free, at: datetime, minutes: int) -> bool:
    """Say whether somebody can, looking at each minute by itself."""
    for minute in range(minutes):
        moment = at + timedelta(minutes=minute)
        local = moment.astimezone(ZoneInfo(one.zone))
        if local.weekday() * 24 + local.hour not in one.hours:
            return False
        if any(begins <= moment < ends for begins, ends in one.busy):
            return False
    return True


people = st.lists(
    st.builds(
        lambda zone, hours, busy: (zone, hours, busy),
        st.sampled_from(ZONES),
        st.frozensets(st.integers(0, 167), min_size=40, max_size=168),
        st.lists(st.integers(0, 2 * 24 * 60), max_size=3),
    ),
    min_size=1,
    max_size=3,
)


@given(
    people, st.sampled_from([45, 60, 90]), st.sampled_from([date(2026, 3, 28), date(2026, 10, 24), date(2026, 4, 4)])
)
def test_times_are_those_that_looking_at_every_minute_finds(
    told: list[tuple[str, frozenset[int], list[int]]], minutes: int, day: date
) -> None:
    since = datetime.combine(day, time(), UTC)
    free = [
        Free(
            number,
            zone,
            hours,
            [(since + timedelta(minutes=one), since + timedelta(minutes=one + 50)) for one in busy],
        )
        for number, (zone, hours, busy) in enumerate(told)
    ]
    until = since + timedelta(days=2)
    found = {one.at: one.can for one in all_starts(free, since=since, until=until, minutes=minutes)}
    at = since
    while at + timedelta(minutes=minutes) <= until:
        expected = tuple(one.person for one in free if can_by_the_minute(one, at, minutes))
        assert found.get(at, ()) == expected, at
        at += timedelta(minutes=30)


def test_nobody_is_called_at_night_where_that_can_be_avoided() -> None:
    free = [Free(1, "Europe/Berlin", OFFICE), Free(2, "Europe/Berlin", OFFICE), Free(3, "Australia/Sydney", OFFICE)]
    monday = datetime(2026, 6, 1, tzinfo=UTC)
    starts = all_starts(free, since=monday, until=monday + timedelta(days=5), minutes=60)
    best = best_starts(starts, most=3)[0]
    assert best.at_night == ()
    assert max(len(one.can) for one in starts) == 2


def test_a_time_that_suits_all_is_first() -> None:
    free = [Free(1, "Europe/Berlin", OFFICE), Free(2, "America/New_York", OFFICE), Free(3, "Europe/London", OFFICE)]
    monday = datetime(2026, 6, 1, tzinfo=UTC)
    starts = all_starts(free, since=monday, until=monday + timedelta(days=7), minutes=90)
    best = best_starts(starts, most=4)
    assert best[0].at == datetime(2026, 6, 1, 13, tzinfo=UTC)
    assert all(one.can == (1, 2, 3) for one in best)


def test_whom_a_time_costs_goes_round() -> None:
    at = datetime(2026, 6, 1, tzinfo=UTC)
    offers = [
        [Start(at, (1, 2), ()), Start(at + timedelta(hours=1), (2, 3), ()), Start(at + timedelta(hours=2), (1, 3), ())]
    ]
    chosen = take_turns(offers * 6, [1, 2, 3])
    assert Counter(person for one in chosen for person in {1, 2, 3} - set(one.can)) == {1: 2, 2: 2, 3: 2}


@given(
    st.integers(1, 5).flatmap(
        lambda size: st.lists(st.lists(st.integers(0, 30), min_size=size, max_size=size), min_size=size, max_size=size)
    )
)
def test_an_assignment_costs_as_little_as_the_best_of_all(cost: list[list[int]]) -> None:
    found = assign(cost)
    assert sorted(found) == list(range(len(cost)))
    total = sum(cost[row][column] for row, column in enumerate(found))
    assert total == min(sum(cost[row][one[row]] for row in range(len(cost))) for one in permutations(range(len(cost))))


@given(st.integers(2, 12), st.integers(1, 14))
def test_over_a_term_each_has_each_role_about_equally(size: int, many: int) -> None:
    given_roles = propose([Sitting()] * many, list(range(size)))
    for roles in given_roles:
        assert len(set(roles.values())) == len(roles) == min(size, len(ROLES))
    for role in ROLES[:size]:
        turns = Counter(roles[role] for roles in given_roles)
        assert max(turns.values()) - min(turns.get(one, 0) for one in range(size)) <= 1


@given(st.integers(3, 9), st.integers(3, 10), st.data())
def test_what_is_past_or_chosen_stays_and_so_does_the_rest(size: int, many: int, data: st.DataObject) -> None:
    people = list(range(size))
    first = propose([Sitting()] * many, people)
    chosen = {Role.MODERATOR: data.draw(st.sampled_from(people))}
    past = [Sitting(one, one, is_past=True) for one in first[:2]]
    then = [*past, Sitting(chosen, first[2]), *(Sitting({}, one) for one in first[3:])]
    found = propose(then, people)
    assert found[:2] == first[:2]
    assert found[2][Role.MODERATOR] == chosen[Role.MODERATOR]
    again = [*past, Sitting(chosen, found[2]), *(Sitting({}, one) for one in found[3:])]
    assert propose(again, people) == found


def test_who_comes_later_need_not_catch_up() -> None:
    first = propose([Sitting()] * 8, [1, 2, 3, 4])
    past = [Sitting(one, one, is_past=True) for one in first]
    found = propose([*past, *[Sitting()] * 5], [1, 2, 3, 4, 5])[8:]
    assert Counter(roles[Role.MODERATOR] for roles in found) == {1: 1, 2: 1, 3: 1, 4: 1, 5: 1}


def test_what_lasts_for_ages_costs_no_more_than_what_is_looked_at() -> None:
    """A calendar from outside may hold anything; whoever looks for a time must not wait for it."""
    monday = datetime(2024, 7, 1, tzinfo=UTC)
    ages = (datetime(1900, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC))
    began = process_time()
    free = Free(1, "UTC", range(168), [ages] * 20)
    assert all_starts([free], since=monday, until=monday + timedelta(weeks=1), minutes=60) == []
    assert process_time() - began < 2


def test_the_next_date_keeps_the_time_on_the_wall_and_lies_ahead() -> None:
    last = datetime(2026, 10, 8, 14, tzinfo=ZoneInfo("Europe/Berlin"))
    told = {"every": 3, "zone": "Europe/Berlin"}
    assert next_date(last, now=last, **told) == datetime(2026, 10, 29, 13, tzinfo=UTC)
    assert next_date(last, now=datetime(2026, 11, 1, tzinfo=UTC), **told) == datetime(2026, 11, 19, 13, tzinfo=UTC)
