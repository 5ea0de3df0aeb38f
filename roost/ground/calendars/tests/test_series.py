"""Series against a reckoning that goes through the days one by one, without any library of rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from roost.ground.calendars.engine import Window
from roost.ground.calendars.tests.calendar_files import event, read

DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata"]
LAST = date(2025, 6, 1)


class Series:
    """A rule, said in the words of a file and as a question about a day."""

    def __init__(self, words: str, first: date, interval: int, count: int | None, weekdays: list[int]) -> None:
        self.words, self.first, self.interval, self.count, self.weekdays = words, first, interval, count, weekdays

    def has(self, day: date) -> bool:
        if self.words.startswith("FREQ=DAILY"):
            return (day - self.first).days % self.interval == 0
        if self.words.startswith("FREQ=WEEKLY"):
            weeks = (_monday(day) - _monday(self.first)).days // 7
            return weeks % self.interval == 0 and day.weekday() in self.weekdays
        months = (day.year - self.first.year) * 12 + day.month - self.first.month
        if months % self.interval:
            return False
        if "BYDAY" in self.words:
            return (day + timedelta(days=7)).month != day.month and day.weekday() == self.weekdays[0]
        return day.day == self.first.day

    def days(self) -> Iterator[date]:
        """Give its days. The first always is one, whatever the rule says."""
        day, found = self.first, 0
        while day < LAST and (self.count is None or found < self.count):
            if day == self.first or self.has(day):
                found += 1
                yield day
            day += timedelta(days=1)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


@st.composite
def series(draw: st.DrawFn) -> Series:
    interval = draw(st.integers(1, 5))
    count = draw(st.one_of(st.none(), st.integers(1, 40)))
    kind = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "LAST"]))
    weekdays = sorted(draw(st.sets(st.integers(0, 6), min_size=1, max_size=3)))
    first = draw(st.dates(date(2023, 1, 1), date(2024, 12, 1)))
    if kind == "LAST":
        weekdays = weekdays[:1]
        rule = f"FREQ=MONTHLY;BYDAY=-1{DAYS[weekdays[0]]}"
    else:
        rule = f"FREQ={kind}" + (f";BYDAY={','.join(DAYS[day] for day in weekdays)}" if kind == "WEEKLY" else "")
    words = f"{rule};INTERVAL={interval}" + (f";COUNT={count}" if count else "")
    found = Series(words, first, interval, count, weekdays)
    # Whether a first day that its own rule leaves out counts, programs see differently; real ones leave none out.
    while not found.has(found.first):
        found.first += timedelta(days=1)
    return found


@settings(max_examples=150)
@given(
    series(),
    st.sampled_from(ZONES),
    st.times(time(0), time(23, 59)).map(lambda one: one.replace(second=0, microsecond=0)),
    st.dates(date(2023, 1, 1), date(2025, 3, 1)),
    st.sets(st.integers(0, 20), max_size=4),
)
def test_a_series_is_what_going_through_the_days_finds(
    one: Series, zone: str, at: time, since: date, left_out: set[int]
) -> None:
    window = Window(datetime.combine(since, time(), UTC), datetime.combine(since, time(), UTC) + timedelta(days=61))
    days = list(one.days())
    excepted = [days[number] for number in left_out if number < len(days)]
    told = event(
        f"DTSTART;TZID={zone}:{one.first:%Y%m%d}T{at:%H%M%S}",
        "DURATION:PT30M",
        f"RRULE:{one.words}",
        *(f"EXDATE;TZID={zone}:{day:%Y%m%d}T{at:%H%M%S}" for day in excepted),
    )
    moments = [datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC) for day in days if day not in excepted]
    expected = [one for one in moments if window.since - timedelta(minutes=30) < one < window.until]
    assert [one.starts_at for one in read(told, window=window).meetings] == expected
