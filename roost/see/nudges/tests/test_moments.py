"""When a plan comes, against a slow look at every minute of the wall's clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.ground.notify.engine import QuietHours
from roost.see.nudges.engine import Rhythm, Times, coming, moment_on, next_moment

BERLIN = "Europe/Berlin"
NIGHT = QuietHours(time(22), time(7))
ZONES = [
    "UTC",
    BERLIN,
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Africa/Casablanca",
]
WEEKDAY = Times(frozenset({0, 1, 2, 3, 4}), time(9))
MINUTE = timedelta(minutes=1)


@lru_cache(maxsize=64)
def walls(day: date, zone: str) -> list[tuple[datetime, datetime]]:
    """Give every minute around a day in UTC, and what the wall says then."""
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=16)
    minutes = [begin + minute * MINUTE for minute in range(56 * 60)]
    return [(minute, minute.astimezone(ZoneInfo(zone)).replace(tzinfo=None)) for minute in minutes]


def looked_up(day: date, at: time, zone: str) -> datetime:
    """Find the first minute at which the wall says so; where it skips that minute, as many later as are skipped."""
    wanted = datetime.combine(day, at)
    seen = walls(day, zone)
    for minute, wall in seen:
        if wall == wanted:
            return minute
    return next(a + (wanted - wall) for (a, wall), (_, after) in pairwise(seen) if wall < wanted < after)


# Around changes of clocks in those zones.
around = st.sampled_from(
    [
        date(2026, 3, 29),
        date(2026, 10, 25),
        date(2026, 3, 8),
        date(2026, 11, 1),
        date(2026, 4, 5),
        date(2026, 10, 4),
        date(2026, 2, 15),
        date(2026, 3, 22),
        date(2026, 6, 10),
    ]
)
hours = st.one_of(st.integers(0, 4 * 60), st.integers(0, 24 * 60 - 1)).map(
    lambda minute: time(minute // 60, minute % 60)
)


@given(around, st.integers(-1, 1), hours, st.sampled_from(ZONES))
def test_a_moment_is_what_the_wall_says(day: date, more: int, at: time, zone: str) -> None:
    day += timedelta(days=more)
    assert moment_on(day, at, zone, None) == looked_up(day, at, zone)


@given(
    around,
    st.integers(-3 * 24 * 60, 2 * 24 * 60),
    st.sets(st.integers(0, 6), min_size=1),
    hours,
    st.sampled_from(ZONES),
    st.one_of(st.none(), st.integers(-5, 20)),
)
def test_the_next_moment_is_the_first_that_fits(
    day: date, minutes: int, weekdays: set[int], at: time, zone: str, wait: int | None
) -> None:
    after = datetime(day.year, day.month, day.day, tzinfo=UTC) + minutes * MINUTE
    earliest = day + timedelta(days=wait) if wait is not None else None
    found = next_moment(Times(frozenset(weekdays), at), after=after, earliest=earliest, zone=zone, quiet=None)
    fitting = [
        moment
        for one in (day + timedelta(days=number) for number in range(-6, 30))
        if one.weekday() in weekdays and (earliest is None or one >= earliest)
        if (moment := moment_on(one, at, zone, None)) > after
    ]
    assert found.at == min(fitting)
    assert moment_on(found.day, at, zone, None) == found.at


@given(around, st.integers(0, 24 * 60), hours, st.sampled_from(ZONES), st.tuples(hours, hours))
def test_nothing_comes_in_quiet_hours(day: date, minutes: int, at: time, zone: str, ends: tuple[time, time]) -> None:
    quiet = QuietHours(*ends) if ends[0] != ends[1] else None
    after = datetime(day.year, day.month, day.day, tzinfo=UTC) + minutes * MINUTE
    found = next_moment(Times(frozenset(range(7)), at), after=after, earliest=None, zone=zone, quiet=quiet)
    assert found.at > after
    assert found.at >= moment_on(found.day, at, zone, None)
    assert quiet is None or not quiet.cover(found.at.astimezone(ZoneInfo(zone)).time())


def test_the_hour_stays_when_clocks_change() -> None:
    saturday = datetime(2026, 3, 27, 12, tzinfo=UTC)
    monday = next_moment(WEEKDAY, after=saturday, earliest=None, zone=BERLIN, quiet=None)
    assert (monday.day, monday.at) == (date(2026, 3, 30), datetime(2026, 3, 30, 7, tzinfo=UTC))


@pytest.mark.parametrize(
    ("at", "comes"),
    [
        (time(2, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # skipped: half past three
        (time(3, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
    ],
)
def test_an_hour_that_is_skipped_comes_later(at: time, comes: datetime) -> None:
    assert moment_on(date(2026, 3, 29), at, BERLIN, None) == comes


def test_an_hour_that_comes_twice_counts_the_first_time() -> None:
    assert moment_on(date(2026, 10, 25), time(2, 30), BERLIN, None) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_quiet_hours_move_the_moment_and_not_the_day() -> None:
    late = Times(frozenset({0}), time(23))
    monday = datetime(2026, 6, 8, 12, tzinfo=UTC)
    found = next_moment(late, after=monday, earliest=None, zone="UTC", quiet=NIGHT)
    assert (found.day, found.at) == (date(2026, 6, 8), datetime(2026, 6, 9, 7, tzinfo=UTC))
    # At one at night that moment is still to come.
    assert next_moment(late, after=datetime(2026, 6, 9, 1, tzinfo=UTC), earliest=None, zone="UTC", quiet=NIGHT) == found
    following = coming(late, Rhythm(), 7, last=found.day, now=found.at, zone="UTC", quiet=NIGHT)
    assert following is not None
    assert following.day == date(2026, 6, 15)


@pytest.mark.parametrize(
    ("weekdays", "start", "days"),
    [
        ({0, 3}, 3, [8, 11, 15, 18]),  # Monday and Thursday
        ({0}, 3, [8, 15, 22, 29]),
        ({0, 1, 2, 3, 4}, 7, [8, 15, 22, 29]),
        ({0, 4}, 14, [8, 22]),
    ],
)
def test_spacing_goes_by_the_days_that_fit(weekdays: set[int], start: int, days: list[int]) -> None:
    times, last, now, found = Times(frozenset(weekdays), time(9)), None, datetime(2026, 6, 7, tzinfo=UTC), []
    while len(found) < len(days):
        one = coming(times, Rhythm(), start, last=last, now=now, zone="UTC", quiet=None)
        assert one is not None
        found.append(one.day.day)
        last, now = one.day, one.at
    assert found == days


def test_a_plan_rests_until_its_day() -> None:
    resting = Times(frozenset(range(7)), time(9), resting_until=date(2026, 7, 1))
    found = next_moment(resting, after=datetime(2026, 6, 8, tzinfo=UTC), earliest=None, zone="UTC", quiet=None)
    assert found.day == date(2026, 7, 1)


@pytest.mark.parametrize("weekdays", [set(), {7}, {-1, 2}])
def test_days_that_are_none_are_refused(weekdays: set[int]) -> None:
    with pytest.raises(ValueError, match="weekday"):
        Times(frozenset(weekdays), time(9))
