"""Who is reminded of what now: the limit, whose turn it is, and what is left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.ground.notify.engine import QuietHours
from roost.see.nudges.engine import Due, Given, Rhythm, Times, Turn, room_from, take_turns

MONDAY = datetime(2026, 6, 8, 9, tzinfo=UTC)
DAILY = Times(frozenset(range(7)), time(9))
ONE = Due(1, DAILY, 7, Rhythm(), MONDAY.date())
NIGHT = QuietHours(time(22), time(7))


def turns(*due: Due, given: list[Given] | None = None, now: datetime = MONDAY, most: int = 2) -> dict[int, Turn]:
    found = take_turns(due, given or [], now=now, zone="UTC", quiet=NIGHT, most=most)
    return {turn.plan: turn for turn in found}


def at(*moments: datetime) -> list[Given]:
    weeks: dict[str, int] = {}
    found = []
    for moment in moments:
        week = f"{moment:%G-W%V}"
        weeks[week] = weeks.get(week, 0) + 1
        found.append(Given(moment, week, weeks[week]))
    return found


def test_a_plan_whose_moment_has_come_is_given_and_comes_again_after_its_spacing() -> None:
    turn = turns(ONE)[1]
    assert turn.given == Given(MONDAY, "2026-W24", 1)
    assert turn.coming is not None
    assert turn.coming.day == date(2026, 6, 15)
    assert turn.rhythm.unanswered == 1


def test_who_waited_longest_goes_first_and_the_others_wait_for_their_next_day() -> None:
    waited = replace(ONE, plan=3, waiting_since=MONDAY - timedelta(days=7))
    found = turns(ONE, replace(ONE, plan=2), waited)
    assert {plan for plan, turn in found.items() if turn.given} == {3, 1}
    late = found[2]
    assert late.coming is not None
    # Two were given on Monday, so there is room on Monday again.
    assert late.coming.at == MONDAY + timedelta(days=7)
    assert late.waiting_since == MONDAY


def test_seven_days_are_counted_across_the_week() -> None:
    thursday, friday = MONDAY - timedelta(days=4), MONDAY - timedelta(days=3)
    found = turns(ONE, given=at(thursday, friday))[1]
    assert found.given is None
    assert found.coming is not None
    assert found.coming.at == thursday + timedelta(days=7)
    assert turns(ONE, given=at(MONDAY - timedelta(days=7), friday))[1].given is not None
    assert turns(ONE, given=at(friday), most=1)[1].given is None


@pytest.mark.parametrize(("late", "is_given"), [(timedelta(hours=5), True), (timedelta(hours=7), False)])
def test_what_is_late_by_hours_is_left_out(late: timedelta, is_given: bool) -> None:
    found = turns(ONE, now=MONDAY + late)[1]
    assert (found.given is not None) == is_given
    assert found.rhythm == (Rhythm(unanswered=1) if is_given else Rhythm())


def test_who_moved_their_clock_is_not_woken_by_the_old_one() -> None:
    (turn,) = take_turns([ONE], [], now=MONDAY, zone="America/New_York", quiet=NIGHT, most=2)
    assert turn.given is None
    assert turn.coming is not None
    assert turn.coming.at == MONDAY + timedelta(hours=4)


def test_nothing_is_given_in_quiet_hours_or_at_rest() -> None:
    evening = replace(ONE, times=replace(DAILY, at=time(21, 30)))
    late = turns(evening, now=MONDAY.replace(hour=22, minute=5))[1]
    assert late.given is None
    assert late.coming is not None
    assert late.coming.at == datetime(2026, 6, 9, 7, tzinfo=UTC)
    resting = turns(replace(ONE, times=replace(DAILY, resting_until=date(2026, 7, 1))))[1]
    assert resting.given is None
    assert resting.coming is not None
    assert resting.coming.day == date(2026, 7, 1)


def test_a_change_of_clocks_makes_nothing_come_late() -> None:
    """From the Monday before the clocks go forward to the one after it are 167 hours, and seven days on the wall."""
    zone = "Europe/Berlin"
    before = datetime(2026, 3, 23, 9, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    after = datetime(2026, 3, 30, 9, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    held = [Given(before, "2026-W13", 1), Given(before + timedelta(days=3), "2026-W13", 2)]
    assert room_from(held, after, zone, 2) == after
    assert room_from(held, after - timedelta(minutes=1), zone, 2) == after


zones = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
steps = st.lists(
    st.tuples(st.one_of(st.integers(1, 60 * 8), st.integers(1, 60 * 48)), zones, st.integers(1, 2)),
    min_size=5,
    max_size=80,
)
begins = st.sampled_from([datetime(2026, 3, 20, tzinfo=UTC), datetime(2026, 10, 16, tzinfo=UTC)])


@given(begins, steps, st.lists(st.tuples(st.sets(st.integers(0, 6), min_size=1), st.integers(0, 23)), max_size=5))
def test_the_limit_holds_wherever_somebody_travels(
    now: datetime, journey: list[tuple[int, str, int]], wanted: list[tuple[set[int], int]]
) -> None:
    plans = [
        Due(n, Times(frozenset(days), time(hour)), 3, Rhythm(), now.date()) for n, (days, hour) in enumerate(wanted)
    ]
    held: list[Given] = []
    for minutes, zone, most in journey:
        now += timedelta(minutes=minutes)
        found = take_turns(plans, held, now=now, zone=zone, quiet=None, most=most)
        assert len(found) == len(plans)
        news = [turn.given for turn in found if turn.given]
        held += news
        if news:
            wall = [one.at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for one in held]
            here = now.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
            assert sum(here - timedelta(days=7) < one <= here for one in wall) <= most
            assert sum(one.week == f"{here:%G-W%V}" for one in held) <= most
        for turn in found:
            assert turn.coming is None or turn.coming.at > now
            if turn.coming:
                known = next(one for one in plans if one.plan == turn.plan)
                anew = replace(known, day=turn.coming.day, waiting_since=turn.waiting_since)
                plans[plans.index(known)] = anew
    assert len({(one.week, one.slot) for one in held}) == len(held)
