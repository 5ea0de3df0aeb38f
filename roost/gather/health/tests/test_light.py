"""The light: literal circles, what it may never do, and circles with a planted decline."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.gather.attendance.engine.marks import Mark
from roost.gather.health.engine.light import Concern, Light, Means, Occasion, readings
from roost.gather.health.engine.outside import Told, outside_readings, told_of
from roost.gather.health.tests.declines import Decline, false_alarms, found_in_time

WELL = Means(6, 8.0, 8.2)
MISSED = Occasion(held=False, of=6)
CIRCLES = 600


def met(*marks: Mark, means: Means = WELL) -> Occasion:
    """Give a meeting of six, of whom the last were as the marks say and all others there."""
    people = [*[Mark.THERE] * (6 - len(marks)), *marks]
    came = sum(one in (Mark.THERE, Mark.LATE) for one in people)
    return Occasion(True, 6, came, dict(enumerate(people)), means)


def last(*occasions: Occasion) -> tuple[Light, frozenset[Concern]]:
    found = readings(occasions)[-1]
    return found.light, found.concerns


def test_before_the_third_meeting_it_is_too_early_and_then_all_is_calm() -> None:
    assert [one.light for one in readings([met()] * 4)] == [Light.UNKNOWN, Light.UNKNOWN, Light.CALM, Light.CALM]
    assert readings([]) == []


def test_two_planned_meetings_in_a_row_that_were_not_held_light_it_at_once() -> None:
    assert last(MISSED) == (Light.UNKNOWN, frozenset())
    assert last(MISSED, MISSED) == (Light.TALK, {Concern.HELD})
    assert last(met(), met(), met(), MISSED, met(), MISSED) == (Light.CALM, frozenset())
    assert last(met(), met(), met(), MISSED, MISSED) == (Light.TALK, {Concern.HELD})


@pytest.mark.parametrize(
    ("then", "concern"),
    [
        ([met(Mark.AWAY)] * 3, Concern.STAYING),
        ([met(Mark.CALLED_OFF, Mark.CALLED_OFF, Mark.CALLED_OFF)] * 4, Concern.COMING),
        ([met(means=Means(6, 6.0, 8.2))] * 4, Concern.WORTH),
        ([met(means=Means(6, 8.0, 6.0))] * 4, Concern.ROOM),
    ],
)
def test_each_decline_lights_it_and_a_circle_that_mends_itself_is_calm_again(
    then: list[Occasion], concern: Concern
) -> None:
    light, concerns = last(*[met()] * 5, *then)
    assert light is Light.TALK
    assert concern in concerns
    assert last(*[met()] * 5, *then, *[met()] * 6) == (Light.CALM, frozenset())


@pytest.mark.parametrize(
    "one",
    [
        met(Mark.AWAY, Mark.AWAY, Mark.AWAY),
        met(Mark.LATE, Mark.LATE, Mark.LATE, Mark.LATE),
        met(means=Means(3, 5.0, 5.0)),
        met(means=Means(0)),
    ],
)
def test_one_bad_day_is_no_trend(one: Occasion) -> None:
    assert last(*[met()] * 5, one) == (Light.CALM, frozenset())


OCCASIONS = st.lists(
    st.builds(
        lambda marks, worth: met(*marks, means=Means(6, worth, worth)),
        st.lists(st.sampled_from(Mark), max_size=6),
        st.floats(1, 10),
    ),
    max_size=14,
)


@given(OCCASIONS)
def test_what_it_said_is_never_changed_by_what_comes_later(occasions: list[Occasion]) -> None:
    whole = readings(occasions)
    assert [readings(occasions[: end + 1])[-1] for end in range(len(occasions))] == whole


@given(OCCASIONS, st.permutations(range(6)))
def test_it_does_not_matter_who_is_who(occasions: list[Occasion], order: list[int]) -> None:
    others = [
        Occasion(one.held, one.of, one.came, {order[who]: mark for who, mark in one.marks.items()}, one.means)
        for one in occasions
    ]
    assert readings(others) == readings(occasions)


def test_declines_are_found_two_meetings_before_they_break_a_circle_and_well_ones_are_left_in_peace() -> None:
    assert false_alarms(CIRCLES, seed=2026) <= 0.10
    for decline in Decline:
        assert found_in_time(decline, CIRCLES, seed=2026).share >= 0.90, decline


def test_from_outside_three_numbers_are_seen_and_of_fewer_than_five_nothing() -> None:
    assert told_of(met(Mark.AWAY, Mark.LATE)) == Told(True, 6, 5 / 6, 8.0)
    # The mean of three or four is for those alone who were there.
    assert told_of(met(means=Means(4, 2.0, 2.0))) == Told(True, 6, 1.0, None)
    assert told_of(MISSED) == Told(False, 6)
    assert told_of(Occasion(True, 4, 4, {}, WELL)) is None
    well, worse = Told(True, 6, 1.0, 8.0), Told(True, 6, 0.5, 6.0)
    assert outside_readings([well] * 4)[-1].light is Light.CALM
    found = outside_readings([*[well] * 4, *[worse] * 3])[-1]
    assert (found.light, found.concerns) == (Light.TALK, {Concern.COMING, Concern.WORTH})
    assert outside_readings([Told(False, 6), Told(False, 6)])[-1].concerns == {Concern.HELD}
