"""How a meeting moves, event by event, and what no order of events can bring about."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from roost.gather.meetings.engine.events import (
    Back,
    Bring,
    Choose,
    Come,
    Done,
    Event,
    Extend,
    Gone,
    GoOn,
    Later,
    NextStep,
    NextTurn,
    Pause,
    TakeBack,
    TakeOver,
    insist_may,
)
from roost.gather.meetings.engine.meeting import next_state, seconds_to_go
from roost.gather.meetings.engine.protocols import Kind
from roost.gather.meetings.engine.state import State, from_document, to_document
from roost.gather.meetings.engine.weighing import Weighed, heaviest, score_of
from roost.gather.meetings.tests.talks import ADA, AT, BO, CEM, DI, PLACE, PROTOCOL, at_step, opened, run, speakers
from roost.ground.kit.errors import Conflict, Forbidden


def test_a_whole_meeting_goes_from_the_promise_to_the_last_word() -> None:
    state = opened(ADA, BO, CEM)
    kinds = []
    while state.step < len(PROTOCOL.steps) - 1:
        state = run(state, NextStep())
        kinds.append(PROTOCOL.steps[state.step].kind)
        if kinds[-1] is Kind.CHOOSE:
            state = run(state, Bring(BO), Choose(BO))
        if kinds[-1] is Kind.SHARE:
            assert sorted(speakers(state)) == [ADA, CEM]
    assert kinds == [one.kind for one in PROTOCOL.steps[1:]]
    with pytest.raises(Conflict, match="last step"):
        run(state, NextStep())


def test_one_alone_does_not_begin() -> None:
    with pytest.raises(Conflict, match="two people"):
        run(opened(ADA), NextStep())


def test_each_round_begins_with_another() -> None:
    assert speakers(at_step(Kind.ROUND, ADA, BO, CEM)) == [ADA, BO, CEM]
    assert speakers(at_step(Kind.SHARE, ADA, BO, CEM)) == [BO, CEM]
    assert speakers(at_step(Kind.COMMIT, ADA, BO, CEM)) == [CEM, ADA, BO]


def test_where_nobody_brings_a_topic_what_is_about_one_is_left_out() -> None:
    state = run(at_step(Kind.CHOOSE, ADA, BO), NextStep())
    assert PROTOCOL.steps[state.step].kind is Kind.COMMIT


def test_a_presenter_who_has_to_go_ends_the_topic_and_not_the_meeting() -> None:
    state = run(at_step(Kind.CLARIFY, ADA, BO, CEM), Gone(ADA))
    assert (state.presenter, state.moderator) == (None, None)
    assert PROTOCOL.steps[run(state, NextStep()).step].kind is Kind.COMMIT


def test_a_presenter_who_comes_back_presents_again() -> None:
    clarifying = run(at_step(Kind.CLARIFY, ADA, BO, CEM), Gone(ADA), Come(ADA))
    assert clarifying.presenter == ADA
    assert sorted(speakers(run(clarifying, NextStep()))) == [BO, CEM]
    telling = run(at_step(Kind.PRESENT, ADA, BO, CEM), Gone(ADA))
    assert (telling.turn, telling.deadline) == (None, None)
    back = run(telling, Come(ADA))
    assert (back.presenter, back.turn) == (ADA, ADA)
    told = run(at_step(Kind.PRESENT, ADA, BO, CEM), Done(ADA), Gone(ADA), Come(ADA))
    assert (told.presenter, told.turn) == (ADA, None)
    over = run(at_step(Kind.CLARIFY, ADA, BO, CEM), Gone(ADA), NextStep(), Come(ADA))
    assert over.presenter is None
    again = run(over, Back())
    assert (PROTOCOL.steps[again.step].kind, again.presenter) == (Kind.CLARIFY, ADA)
    interrupted = run(telling, NextStep(), Come(ADA), Back())
    assert (interrupted.presenter, interrupted.turn) == (ADA, ADA)


def test_a_presenter_who_is_still_away_after_a_step_back_presents_once_they_are_there() -> None:
    state = run(at_step(Kind.CLARIFY, ADA, BO, CEM), NextStep(), Gone(ADA), Back())
    assert (state.presenter, state.away) == (None, ADA)
    assert run(state, Come(ADA)).presenter == ADA


def test_what_an_earlier_roost_kept_is_read_as_it_is_at_first() -> None:
    state = at_step(Kind.ROUND, ADA, BO)
    earlier = {name: value for name, value in to_document(state).items() if name not in ("away", "given")}
    assert from_document(earlier) == replace(state, given=0)


def test_who_is_late_speaks_last_and_who_comes_back_does_not_speak_again() -> None:
    state = run(at_step(Kind.ROUND, ADA, BO), Done(ADA), Gone(ADA), Come(CEM), Come(ADA))
    assert speakers(state) == [BO, CEM]
    late = run(at_step(Kind.ROUND, ADA, BO), Done(ADA), Done(BO), Come(CEM))
    assert late.turn == CEM


def test_who_is_away_for_a_moment_comes_last() -> None:
    assert speakers(run(at_step(Kind.ROUND, ADA, BO, CEM), Later())) == [BO, CEM, ADA]
    with pytest.raises(Conflict, match="Nobody else"):
        run(at_step(Kind.ROUND, ADA, BO), NextTurn(), Later())


def test_a_wrong_press_is_taken_back_with_the_time_that_was_left() -> None:
    state = at_step(Kind.ROUND, ADA, BO, CEM)
    wrong = run(state, NextStep(), at=AT + 30)
    back = run(wrong, Back(), at=AT + 90)
    assert (back.step, back.turn, back.waiting) == (state.step, state.turn, state.waiting)
    assert back.seconds_left(AT + 90) == state.seconds_left(AT + 30)
    skipped = run(run(state, NextTurn()), Back())
    assert (skipped.turn, skipped.had) == (ADA, ())
    with pytest.raises(Conflict, match="nothing to take back"):
        run(state, NextTurn(), Done(BO), Back())


def test_taking_back_a_choice_stays_with_the_choice() -> None:
    state = run(at_step(Kind.CHOOSE, ADA, BO), Bring(ADA), Choose(ADA), Bring(BO), Back())
    assert PROTOCOL.steps[state.step].kind is Kind.CHOOSE
    assert (state.presenter, state.bringers) == (None, (ADA, BO))


@pytest.mark.parametrize("event", [Extend(5), Pause()])
def test_more_time_leaves_no_earlier_move_to_take_back(event: Event) -> None:
    with pytest.raises(Conflict, match="nothing to take back"):
        run(at_step(Kind.ROUND, ADA, BO, CEM), NextTurn(), event, Back())


def test_a_round_that_all_ended_by_themselves_is_not_begun_anew() -> None:
    with pytest.raises(Conflict, match="nothing to take back"):
        run(at_step(Kind.COMMIT, ADA, BO), Done(ADA), Done(BO), Back())


def test_who_spoke_and_left_and_is_back_does_not_speak_again_after_a_step_is_taken_back() -> None:
    state = run(at_step(Kind.ROUND, ADA, BO, CEM), Done(ADA), Gone(ADA), NextStep(), Come(ADA), Back())
    assert speakers(state) == [BO, CEM]


def test_a_pause_holds_until_somebody_says_that_time_goes_on() -> None:
    paused = run(at_step(Kind.ROUND, ADA, BO, CEM), Pause())
    for events in ((Done(ADA),), (NextStep(),), (NextStep(), Back())):
        state = run(paused, *events)
        assert (state.deadline, state.left is not None) == (None, True)
        assert run(state, GoOn()).deadline is not None


def test_taking_back_keeps_who_came_and_went_meanwhile() -> None:
    state = run(at_step(Kind.ROUND, ADA, BO, CEM), NextStep(), Gone(ADA), Come(DI), Back())
    assert (state.people, state.turn) == ((BO, CEM, DI), BO)
    assert speakers(state) == [BO, CEM, DI]


def test_time_runs_over_calmly_and_can_be_extended_from_then_on() -> None:
    state = at_step(Kind.ROUND, ADA, BO)
    end = int(state.deadline or 0)
    assert (state.seconds_left(end + 40), state.seconds_over(end + 40)) == (0, 40)
    assert run(state, Extend(2), at=end + 40).seconds_left(end + 40) == 120
    assert run(state, Extend(1)).deadline == end + 60
    paused = run(state, Pause())
    assert paused.seconds_left(AT + 9_999) == state.seconds_left(AT)
    assert run(paused, Extend(1)).left == (paused.left or 0) + 60
    assert run(paused, GoOn(), at=AT + 500).deadline == end + 500
    for event in (Pause(), Extend(3)):
        with pytest.raises(Conflict):
            run(paused, event)


def test_only_who_brings_a_topic_is_chosen_and_a_topic_taken_back_is_not() -> None:
    state = run(at_step(Kind.CHOOSE, ADA, BO), Bring(BO), Bring(BO), Choose(BO))
    assert (state.bringers, state.presenter) == ((BO,), BO)
    assert run(state, TakeBack(BO)).presenter is None
    with pytest.raises(Conflict, match="no topic"):
        run(state, Choose(ADA))
    with pytest.raises(Conflict, match="when one is chosen"):
        run(at_step(Kind.ROUND, ADA, BO), Bring(ADA))


def test_each_acts_for_themselves_and_who_moderates_for_the_meeting() -> None:
    state = at_step(Kind.ROUND, ADA, BO, CEM)

    def may(event: Event, by: int, *, one_screen: bool = False) -> bool:
        try:
            insist_may(state, event, by=by, one_screen=one_screen)
        except Forbidden:
            return False
        return True

    assert all(may(event, ADA) for event in (NextStep(), Later(), Extend(1), Back(), Choose(BO), Gone(BO), Gone(ADA)))
    assert not any(may(event, BO) for event in (NextStep(), Later(), Extend(1), Back(), Choose(BO), Gone(ADA)))
    assert all(may(event, BO) for event in (Done(BO), Bring(BO), TakeBack(BO), TakeOver(BO), Gone(BO)))
    assert not any(may(event, ADA) for event in (Done(BO), Bring(BO), TakeOver(BO)))
    assert may(Bring(BO), ADA, one_screen=True)
    assert may(Come(DI), DI)
    assert not may(TakeOver(DI), DI)


def test_what_is_still_to_come_is_foretold() -> None:
    state = run(opened(ADA, BO, CEM, minutes=90), NextStep())
    plan = sum(PROTOCOL.steps[0].minutes * 60 for _one in range(1))
    assert 85 * 60 <= seconds_to_go(PROTOCOL, state, AT) + plan <= 90 * 60


def test_what_weighs_most_is_taken_and_equal_weights_go_to_who_waited_longest() -> None:
    weights = [Weighed(ADA, 5, 2), Weighed(ADA, 3, 4), Weighed(BO, 4, 3), Weighed(BO, 4, 3), Weighed(CEM, 5, 5)]
    assert [score_of(one, weights) for one in (ADA, BO, CEM, DI)] == [12.0, 12.0, 25.0, 0.0]
    order = [BO, ADA, CEM]
    assert heaviest([ADA, BO, CEM], weights, presented={}, order=order) == CEM
    assert heaviest([ADA, BO], weights, presented={}, order=order) == BO
    assert heaviest([ADA, BO], weights, presented={BO: 7.0}, order=order) == ADA
    assert heaviest([ADA, BO], weights, presented={BO: 7.0, ADA: 9.0}, order=order) == BO
    assert heaviest([], weights, presented={}, order=order) is None


PEOPLE = some.sampled_from([ADA, BO, CEM, DI])
EVENTS: some.SearchStrategy[Event] = some.one_of(
    PEOPLE.map(Come),
    PEOPLE.map(Gone),
    PEOPLE.map(Done),
    PEOPLE.map(Bring),
    PEOPLE.map(TakeBack),
    PEOPLE.map(Choose),
    PEOPLE.map(TakeOver),
    some.sampled_from((NextTurn(), Later(), NextStep(), NextStep(), NextStep(), Back(), Pause(), GoOn())),
    some.sampled_from((1, 2, 5)).map(Extend),
)
# People mostly do what their button says: whose turn it is ends it, who is there brings a topic.
STORIES = some.lists(some.tuples(EVENTS, some.integers(0, 400)), max_size=60)


def lived(story: list[tuple[Event, int]]) -> list[tuple[State, Event, State, int]]:
    """Live a story, leaving out what cannot happen; gives each step as before, event, after and when."""
    state, at, found = opened(ADA, BO, CEM), AT, []
    for event, seconds in story:
        at += seconds
        try:
            new = next_state(PROTOCOL, state, event, at=at)
        except Conflict:
            continue
        found.append((state, event, new, at))
        state = new
    return found


@given(STORIES)
@example([(one, 0) for one in (NextStep(), Done(ADA), Gone(ADA), NextStep(), Come(ADA), Back())])
def test_nobody_speaks_twice_in_a_round_and_everybody_who_is_there_has_a_turn(story: list[tuple[Event, int]]) -> None:
    for before, event, after, _at in lived(story):
        seats = [*after.waiting, *([after.turn] if after.turn is not None else ())]
        assert len(seats) == len(set(seats))
        assert not set(seats) & set(after.had)
        kind = PROTOCOL.steps[after.step].kind
        if kind.is_in_turn:
            expected = set(after.people) - ({after.presenter} if kind is Kind.SHARE else set())
            assert expected <= set(seats) | set(after.had)
        if after.turn is None and not isinstance(event, Back):
            assert after.waiting == ()
        if (after.step, after.before) == (before.step, before.before):
            assert set(before.had) <= set(after.had)


@given(STORIES)
def test_no_gate_is_skipped(story: list[tuple[Event, int]]) -> None:
    entered: list[int] = []
    for before, event, after, _at in lived(story):
        if isinstance(event, Back):
            entered = entered[: entered.index(after.step) + 1] if after.step in entered else entered
        elif after.step != before.step:
            entered.append(after.step)
        assert isinstance(event, NextStep | Back) or after.step == before.step
        if PROTOCOL.steps[after.step].kind is Kind.SHARE:
            assert PLACE[Kind.CLARIFY] in entered
            assert PLACE[Kind.PRESENT] in entered
        if after.step:
            assert after.seconds


@given(STORIES)
def test_time_is_never_negative_and_only_a_move_makes_an_old_button_old(story: list[tuple[Event, int]]) -> None:
    for before, _event, after, at in lived(story):
        assert (after.seconds_left(at) or 0) >= 0
        assert after.seconds_over(at) >= 0
        assert after.deadline is None or after.left is None
        assert seconds_to_go(PROTOCOL, after, at) >= 0
        assert after.move in (before.move, before.move + 1)
        if (after.step, after.turn, after.left is None) != (before.step, before.turn, before.left is None):
            assert after.move == before.move + 1


@given(STORIES)
@settings(max_examples=20)
def test_a_state_survives_being_kept(story: list[tuple[Event, int]]) -> None:
    for _before, _event, after, _at in lived(story)[-3:]:
        assert from_document(json.loads(json.dumps(to_document(after)))) == after


@given(STORIES, some.integers(0, 200))
def test_a_moderator_who_ends_a_turn_keeps_no_more_of_it_than_who_had_it(
    story: list[tuple[Event, int]], seconds: int
) -> None:
    """Saying and passing are one event; and that it was the moderator who moved on leaves no other trace, either."""
    for _before, _event, state, at in lived(story):
        if state.turn is not None:
            own = next_state(PROTOCOL, state, Done(state.turn), at=at + seconds)
            moved = next_state(PROTOCOL, state, NextTurn(), at=at + seconds)
            assert replace(own, before=None) == replace(moved, before=None)
