from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.ground.notify.engine import QuietHours, after_quiet_hours, first_free_slot, week_of

NIGHT = QuietHours(time(22), time(7))
BERLIN = "Europe/Berlin"
ZONES = ["UTC", BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]


def local(zone: str, *parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("at", "arrives"),
    [
        ((2026, 11, 18, 21, 59), (2026, 11, 18, 21, 59)),
        ((2026, 11, 18, 22, 0), (2026, 11, 19, 7, 0)),
        ((2026, 11, 19, 3, 0), (2026, 11, 19, 7, 0)),
        ((2026, 11, 19, 7, 0), (2026, 11, 19, 7, 0)),
    ],
)
def test_nothing_arrives_at_night(at: tuple[int, ...], arrives: tuple[int, ...]) -> None:
    assert after_quiet_hours(local(BERLIN, *at), BERLIN, NIGHT) == local(BERLIN, *arrives)


def test_quiet_hours_may_lie_within_a_day() -> None:
    lunch = QuietHours(time(12), time(13, 30))
    assert after_quiet_hours(local(BERLIN, 2026, 11, 18, 12, 45), BERLIN, lunch) == local(BERLIN, 2026, 11, 18, 13, 30)


def test_without_quiet_hours_everything_arrives_at_once() -> None:
    moment = local(BERLIN, 2026, 11, 19, 3, 0)
    assert after_quiet_hours(moment, BERLIN, None) == moment


def test_the_night_of_a_clock_change_ends_by_the_clock_on_the_wall() -> None:
    spring, autumn = local(BERLIN, 2026, 3, 28, 23, 0), local(BERLIN, 2026, 10, 24, 23, 0)
    assert after_quiet_hours(spring, BERLIN, NIGHT) - spring == timedelta(hours=7)
    assert after_quiet_hours(autumn, BERLIN, NIGHT) - autumn == timedelta(hours=9)


def test_minutes_that_come_twice_are_quiet_twice() -> None:
    early = QuietHours(time(22), time(2, 30))
    second_time = local(BERLIN, 2026, 10, 25, 2, 10, fold=1)
    assert after_quiet_hours(second_time, BERLIN, early) == local(BERLIN, 2026, 10, 25, 2, 30, fold=1)


def test_an_end_that_the_clock_skips_is_made_up_for() -> None:
    early = QuietHours(time(22), time(2, 30))
    assert after_quiet_hours(local(BERLIN, 2026, 3, 29, 1, 0), BERLIN, early) == local(BERLIN, 2026, 3, 29, 3, 30)


def test_hours_without_an_end_are_refused() -> None:
    with pytest.raises(ValueError, match="leave some of the day"):
        QuietHours(time(7), time(7))


# Around the changes of clocks of the zones above, and anywhere in the years about them.
changes = [datetime(2026, 3, 28), datetime(2026, 4, 4), datetime(2026, 10, 3), datetime(2026, 10, 24)]
near_changes = st.sampled_from(changes).flatmap(lambda day: st.datetimes(day, day + timedelta(days=2)))
anywhere = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1))
moments = st.one_of(near_changes, anywhere).map(lambda moment: moment.replace(tzinfo=UTC))
times = st.integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))
quiets = st.tuples(times, times).filter(lambda pair: pair[0] != pair[1]).map(lambda pair: QuietHours(*pair))


@given(moments, st.sampled_from(ZONES), quiets)
def test_a_message_waits_for_the_first_hour_that_is_not_quiet(moment: datetime, zone: str, quiet: QuietHours) -> None:
    arrives = after_quiet_hours(moment, zone, quiet)

    def is_quiet(at: datetime) -> bool:
        return quiet.cover(at.astimezone(ZoneInfo(zone)).time())

    assert arrives >= moment
    assert not is_quiet(arrives)
    assert (arrives == moment) == (not is_quiet(moment))
    # What lies between is quiet, but for the minutes after an end that the clock skipped.
    waited = int((arrives - moment) / timedelta(minutes=1))
    open_minutes = [minute for minute in range(1, waited) if not is_quiet(moment + timedelta(minutes=minute))]
    assert len(open_minutes) <= 60


@pytest.mark.parametrize(
    ("moment", "zone", "week"),
    [
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), "UTC", "2026-W47"),
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), BERLIN, "2026-W48"),
        (datetime(2027, 1, 1, 12, 0, tzinfo=UTC), BERLIN, "2026-W53"),
    ],
)
def test_a_week_is_the_persons_own(moment: datetime, zone: str, week: str) -> None:
    assert week_of(moment, zone) == week


@pytest.mark.parametrize(
    ("taken", "most", "free"),
    [(set(), 2, 1), ({1}, 2, 2), ({2}, 2, 1), ({1, 2}, 2, None), ({1}, 1, None), ({2}, 1, None), ({1, 3}, 3, 2)],
)
def test_a_week_has_as_many_slots_as_there_may_be(taken: set[int], most: int, free: int | None) -> None:
    assert first_free_slot(taken, most) == free
