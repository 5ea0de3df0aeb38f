"""What comes out of answers, against the rule told another way; and when a circle is asked by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from roost.gather.decisions.engine.asking import Due, Life, Why, why_ask
from roost.gather.decisions.engine.deciding import Option, Outcome, Result, come_out, is_ripe

ON, ANEW, CLOSE = Option.ON, Option.ANEW, Option.CLOSE
THREE = tuple(Option)
NOW = datetime(2024, 6, 6, 12, tzinfo=UTC)
WEEK = timedelta(weeks=1)


@pytest.mark.parametrize(
    ("answers", "result"),
    [
        ([], Result(Outcome.CLOSE)),
        ([ON], Result(Outcome.ON)),
        ([ON, ON, CLOSE], Result(Outcome.ON)),
        ([ANEW, ANEW, ANEW, ON, CLOSE], Result(Outcome.ANEW)),
        ([ON, CLOSE], Result(Outcome.TALK)),
        ([ON, ANEW, CLOSE], Result(Outcome.TALK)),
        ([ON, ON, ANEW, CLOSE], Result(Outcome.TALK)),
        ([ON, ON, CLOSE, CLOSE, ANEW], Result(Outcome.SECOND, (ON, CLOSE))),
        ([CLOSE, CLOSE, CLOSE, ANEW, ANEW, ON], Result(Outcome.SECOND, (ANEW, CLOSE))),
    ],
)
def test_what_comes_out(answers: list[Option], result: Result) -> None:
    assert come_out(answers, offered=THREE) == result


answers = some.lists(some.sampled_from(THREE), max_size=9)


@given(answers, some.randoms())
def test_the_rule_told_by_comparing_each_with_each(given_: list[Option], random: object) -> None:
    many = {one: sum(answer is one for answer in given_) for one in THREE}
    expected = Result(Outcome.TALK)
    for one in THREE:
        if many[one] > len(given_) - many[one]:
            expected = Result(Outcome(one.value))
    if not given_:
        expected = Result(Outcome.CLOSE)
    for left in THREE:
        pair = tuple(one for one in THREE if one is not left)
        clear = many[left] > 0 and all(many[one] > many[left] for one in pair)
        if clear and expected == Result(Outcome.TALK):
            expected = Result(Outcome.SECOND, pair)
    assert come_out(given_, offered=THREE) == expected
    random.shuffle(given_)  # type: ignore[attr-defined]
    assert come_out(given_, offered=THREE) == expected


@given(some.lists(some.sampled_from((ON, CLOSE)), min_size=1, max_size=9))
def test_a_second_question_is_never_followed_by_a_third(given_: list[Option]) -> None:
    result = come_out(given_, offered=(ON, CLOSE))
    assert result.outcome in (Outcome.ON, Outcome.CLOSE, Outcome.TALK)
    assert (result.outcome is Outcome.TALK) == (given_.count(ON) == given_.count(CLOSE))


@given(answers)
def test_what_there_was_before_wins_no_tie(given_: list[Option]) -> None:
    if come_out(given_, offered=THREE).outcome is Outcome.ON:
        assert given_.count(ON) > len(given_) / 2


@given(some.frozensets(some.integers(1, 5)), some.frozensets(some.integers(1, 5)), some.integers(-2, 2))
def test_it_is_decided_once_each_answered_or_the_time_is_over(
    people: frozenset[int], answered: frozenset[int], hours: int
) -> None:
    each = bool(people) and all(one in answered for one in people)
    assert is_ripe(people, answered, closes_at=NOW, now=NOW + timedelta(hours=hours)) == (hours >= 0 or each)


def life(begun: int = 60, met: int | None = None, decided: int | None = None, weeks: int = 3) -> Life:
    """Give a circle by how many weeks ago it began, met and decided."""
    return Life(NOW - begun * WEEK, NOW - met * WEEK if met else None, NOW - decided * WEEK if decided else None, weeks)


def dates(*told: tuple[int, bool]) -> list[Due]:
    """Give planned meetings by how many weeks ago they were, and whether they were held."""
    return [Due(NOW - ago * WEEK, held) for ago, held in told]


@pytest.mark.parametrize(
    ("known", "planned", "why"),
    [
        (life(met=9), dates((9, True), (6, False), (3, False), (-3, False)), Why.MISSED),
        (life(met=6), dates((9, False), (6, True), (3, False), (-3, False)), None),
        (life(met=9), dates((6, False), (3, False), (0, False), (-3, False)), Why.MISSED),
        # Met between, on a day that was not planned.
        (life(met=4), dates((6, False), (3, False), (-3, False)), None),
        # Decided since: only what is missed from now on counts.
        (life(met=9, decided=4), dates((6, False), (3, False), (-3, False)), None),
        (life(met=9, decided=7), dates((6, False), (3, False), (-3, False)), Why.MISSED),
        (life(met=1), dates((4, True), (1, True)), Why.OVER),
        (life(met=3, decided=1), dates((6, True), (3, True)), None),
        (life(met=9, decided=6), dates((12, True), (9, True)), Why.QUIET),
        (life(begun=5), [], None),
        (life(begun=6), [], Why.QUIET),
        (life(begun=60, met=5), [], None),
        (life(begun=60, met=6, weeks=1), [], Why.QUIET),
        (life(begun=60, met=5, weeks=1), [], None),
        (life(begun=60, met=11, weeks=6), [], None),
        (life(begun=60, met=12, weeks=6), [], Why.QUIET),
        (life(begun=60), dates((-3, False)), None),
        # Never seen to meet: asked once, and then about each term.
        (life(begun=60), dates((6, False), (3, False), (-3, False)), Why.MISSED),
        (life(begun=60, decided=7), dates((6, False), (3, False), (-3, False)), None),
        (life(begun=60, decided=7), dates((6, False), (3, False)), Why.OVER),
        (life(begun=60, decided=20), [], None),
    ],
)
def test_when_a_circle_is_asked_by_itself(known: Life, planned: list[Due], why: Why | None) -> None:
    assert why_ask(known, planned, now=NOW) is why
    assert why_ask(known, planned[::-1], now=NOW) is why


def test_of_a_circle_that_was_never_seen_to_meet_silence_says_nothing() -> None:
    assert come_out([], offered=THREE, closes_unanswered=False) == Result(Outcome.TALK)
    assert come_out([CLOSE], offered=THREE, closes_unanswered=False) == Result(Outcome.CLOSE)


def test_a_day_is_left_to_meet_on_it() -> None:
    planned = [Due(NOW - WEEK, False), Due(NOW - timedelta(hours=23), False), Due(NOW + WEEK, False)]
    assert why_ask(life(), planned, now=NOW) is None
    assert why_ask(life(), planned, now=NOW + timedelta(hours=1)) is Why.MISSED
