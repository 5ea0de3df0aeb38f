"""How answers become spacing, and what a streak forgives."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.see.nudges.engine import LADDER, STARTS, Answer, Reason, Rhythm, after, reason_of, streak_of, wait_of

DONE, LATER, NOT_MINE, PASSED = Answer.DONE, Answer.NOT_NOW, Answer.NOT_FOR_ME, Answer.NONE
answers = st.lists(st.sampled_from([DONE, DONE, DONE, LATER, NOT_MINE, PASSED]), max_size=60)


def folded(said: list[Answer], start: int = 7) -> Rhythm:
    rhythm = Rhythm()
    for answer in said:
        rhythm = after(rhythm, answer, start)
    return rhythm


@pytest.mark.parametrize(
    ("said", "start", "wait"),
    [
        ([], 7, 7),
        ([DONE] * 2, 7, 7),
        ([DONE] * 3, 7, 14),
        ([DONE] * 5, 7, 14),
        ([DONE] * 6, 7, 28),
        ([DONE] * 9, 7, 42),
        ([DONE] * 30, 7, 42),
        ([DONE] * 3, 3, 7),
        ([DONE] * 30, 3, 42),
        ([DONE] * 3, 28, 42),
        # What passes by narrows what had widened, and never below the start.
        ([DONE] * 6 + [PASSED], 7, 14),
        ([DONE] * 2 + [PASSED] + [DONE] * 2, 7, 7),
        ([PASSED], 7, 7),
        # Put off, it comes once more within days; it is no failure, so what was done in a row still counts.
        ([LATER], 42 - 14, 2),
        ([LATER, LATER], 7, 7),
        ([LATER, LATER, LATER], 7, 14),
        ([LATER] * 4, 7, 28),
        ([DONE, DONE, LATER, DONE], 7, 14),
        ([LATER, DONE, LATER], 7, 2),
        # Not answered again and again, it comes less often, and then no more until somebody comes back.
        ([PASSED] * 2, 7, 14),
        ([PASSED] * 3, 7, 28),
        ([PASSED] * 4, 7, None),
        ([PASSED] * 3 + [DONE], 7, 7),
        # Three times not for me, unless it was done in between.
        ([NOT_MINE] * 2, 7, 7),
        ([NOT_MINE] * 3, 7, None),
        ([NOT_MINE] * 2 + [DONE] + [NOT_MINE] * 2, 7, 7),
        ([NOT_MINE, PASSED, NOT_MINE, LATER, NOT_MINE], 7, None),
    ],
)
def test_answers_become_a_spacing(said: list[Answer], start: int, wait: int | None) -> None:
    assert wait_of(folded(said, start), start) == wait


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ([], Reason.AS_CHOSEN),
        ([DONE] * 3, Reason.WIDENED),
        ([LATER], Reason.AGAIN_SOON),
        ([LATER] * 3, Reason.PUT_OFF_OFTEN),
        ([PASSED] * 2, Reason.UNANSWERED),
        ([PASSED] * 4, Reason.SILENT),
        ([NOT_MINE] * 3, Reason.RETIRED),
    ],
)
def test_the_reason_is_the_one_that_holds(said: list[Answer], reason: Reason) -> None:
    assert reason_of(folded(said)) is reason


def run_at_the_end(said: list[Answer], of: Answer) -> int:
    return next((place for place, answer in enumerate(reversed(said)) if answer is not of), len(said))


def looked_up(said: list[Answer], start: int) -> int | None:
    """Find the wait from the answers as a whole, going by runs and by what stands before each."""
    first = LADDER.index(start)
    last_done = max((place for place, answer in enumerate(said) if answer is DONE), default=-1)
    passed, put_off = run_at_the_end(said, PASSED), run_at_the_end(said, LATER)
    if said[last_done + 1 :].count(NOT_MINE) >= 3 or passed >= 4:
        return None
    if put_off == 1:
        return 2
    step, in_a_row = first, 0
    for before, answer in zip([DONE, *said], said, strict=False):
        in_a_row = in_a_row + (answer is DONE) if answer in {DONE, LATER} else 0
        step += answer is DONE and in_a_row % 3 == 0 and step < 4
        step -= answer is PASSED and before is not PASSED and step > first
    return LADDER[min(step + (passed - 1 if passed > 1 else 0) + (put_off - 2 if put_off > 2 else 0), 4)]


@given(answers, st.sampled_from(STARTS))
def test_the_spacing_is_that_of_the_answers_as_a_whole(said: list[Answer], start: int) -> None:
    assert wait_of(folded(said, start), start) == looked_up(said, start)


@given(answers, st.sampled_from(STARTS))
def test_a_wait_is_on_the_ladder_and_never_below_the_start(said: list[Answer], start: int) -> None:
    rhythm = folded(said, start)
    wait = wait_of(rhythm, start)
    again = bool(said) and said[-1] is LATER
    assert wait is None or start <= wait <= max(LADDER) or (wait == 2 and again)
    assert (wait is None) == (reason_of(rhythm) in {Reason.SILENT, Reason.RETIRED})


@given(answers, st.sampled_from(STARTS))
def test_one_more_did_it_never_brings_it_sooner_and_passing_by_twice_never_either(
    said: list[Answer], start: int
) -> None:
    steady = [answer for answer in said if answer is DONE]
    assert (wait_of(folded([*steady, DONE], start), start) or 0) >= (wait_of(folded(steady, start), start) or 0)
    once, twice = (wait_of(folded([*said, *[PASSED] * times], start), start) for times in (1, 2))
    assert twice is None or (once is not None and twice >= once)


@given(answers, st.sampled_from(STARTS))
def test_whoever_never_answers_is_left_alone_after_four(said: list[Answer], start: int) -> None:
    assert wait_of(folded([*said, DONE, *[PASSED] * 4], start), start) is None


# Streaks, against a count that goes by months.

days = st.lists(st.integers(1, 20), min_size=0, max_size=60)


def counted(told: list[tuple[date, Answer]]) -> int:
    """Count from the end: back to the last skip that was the third or later of its month."""
    length = 0
    for place in range(len(told) - 1, -1, -1):
        day, answer = told[place]
        if answer in {PASSED, NOT_MINE}:
            of_month = [one for one in told[: place + 1] if (one[0].year, one[0].month) == (day.year, day.month)]
            if sum(one[1] in {PASSED, NOT_MINE} for one in of_month) >= 3:
                break
        length += answer is DONE
    return length


@given(days, answers)
def test_a_streak_forgives_two_a_month(gaps: list[int], said: list[Answer]) -> None:
    day, told = date(2026, 1, 1), []
    for gap, answer in zip(gaps, said, strict=False):
        day += timedelta(days=gap)
        told.append((day, answer))
    assert streak_of(told) == counted(told)


def test_the_third_skip_of_a_month_begins_anew() -> None:
    may = [(date(2026, 5, day), PASSED if day in {4, 11} else DONE) for day in range(1, 15)]
    assert streak_of(may) == 12
    assert streak_of([*may, (date(2026, 5, 20), NOT_MINE), (date(2026, 5, 21), DONE)]) == 1
    assert streak_of([*may, (date(2026, 6, 1), PASSED), (date(2026, 6, 2), DONE)]) == 13
