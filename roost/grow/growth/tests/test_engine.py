"""Ranking behaviours: sums by hand, what leaving answers out means, and what must never happen."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from roost.ground.behaviours.reads import BEHAVIOURS
from roost.grow.growth.engine import ENOUGH, MOST, SPEAKS_FOR, STRENGTH, WEIGHTS, Reason, Signal, Sure, rank, signals_of
from roost.grow.growth.reads.barriers import KNOWN
from roost.grow.growth.reads.questions import ENERGY, SECTIONS, Kind, question_named
from roost.grow.growth.reads.suggestions import SUGGESTIONS, suggestions_for

ORDER = tuple(behaviour.key for behaviour in BEHAVIOURS)
TOLD = {
    "transition": ["first-team"],
    "expected": ["people", "results"],
    "energy": ["body-2", "spirit-4"],
    "drains": ["doing-it-all"],
    "strengths": ["committing-to-outcomes"],
}


def test_points_are_strengths_times_weights() -> None:
    ranking = rank(signals_of(TOLD), ORDER)
    first = ranking.lines[0]
    # 2 x 3 for the first team, 3 x 3 for bringing people on, 2 x 3 for doing everything oneself.
    assert (first.behaviour, first.points) == ("building-capability", 21)
    assert first.reasons == (
        Reason("expected", "people", 3, 3),
        Reason("drains", "doing-it-all", 3, 2),
        Reason("transition", "first-team", 3, 2),
    )
    assert [(line.behaviour, line.points) for line in ranking.lines[1:]] == [
        ("committing-to-outcomes", 7),  # 3 x 3 for results, less 2 for what is a strength already
        ("driving-value", 5),  # 1 x 3 for results, 1 x 2 for a body that is low
    ]


def test_only_answers_that_speak_for_something_count() -> None:
    assert rank(signals_of(TOLD), ORDER).answers == 6  # energy of spirit is good, which says nothing


def test_a_behaviour_that_rests_on_many_answers_is_steady_and_one_that_rests_on_one_is_not() -> None:
    first, second, third = rank(signals_of(TOLD), ORDER).lines
    assert (first.kept, first.ways, first.sure) == (15, 15, Sure.STEADY)
    # Of 15 ways of leaving two of six answers out, results is missing in five.
    assert (second.kept, second.ways, second.sure) == (10, 15, Sure.OPEN)
    assert third.kept < third.ways


def test_with_too_little_to_go_on_nothing_is_ranked() -> None:
    ranking = rank(signals_of({"expected": ["people", "results"], "drains": ["politics"]}), ORDER)
    assert (ranking.lines, ranking.answers, ranking.is_enough) == ((), 3, False)
    assert ENOUGH == 4


def test_what_is_unknown_speaks_for_nothing() -> None:
    assert signals_of({"transition": ["from-mars"], "shoe-size": ["42"]}) == []


def test_equal_ones_stand_in_the_order_given() -> None:
    signals = [Signal("expected", str(place), behaviour, 1) for place, behaviour in enumerate("dcba")]
    assert [line.behaviour for line in rank(signals, "abcd").lines] == ["a", "b", "c"]
    assert [line.behaviour for line in rank(signals, "dcba").lines] == ["d", "c", "b"]


@given(
    st.dictionaries(
        st.sampled_from(sorted(SPEAKS_FOR)),
        st.lists(
            st.sampled_from(sorted({answer for answers in SPEAKS_FOR.values() for answer in answers})), max_size=4
        ),
    ),
    st.lists(st.sampled_from(ORDER), max_size=3, unique=True),
)
def test_any_ranking_can_be_added_up_and_counted_again(told: dict[str, list[str]], strengths: list[str]) -> None:
    told = told | {"strengths": strengths}
    signals = signals_of(told)
    ranking = rank(signals, ORDER)
    assert len(ranking.lines) <= MOST
    answers = sorted({(one.question, one.answer) for one in signals})
    for line in ranking.lines:
        assert line.points == sum(
            one.strength * WEIGHTS[one.question] for one in signals if one.behaviour == line.behaviour
        )
        kept = 0
        for pair in combinations(answers, 2):
            left = [one for one in signals if (one.question, one.answer) not in pair]
            # Counted another way than the engine does: how many stand before it.
            sums = {b: sum(o.strength * WEIGHTS[o.question] for o in left if o.behaviour == b) for b in ORDER}
            own = sums[line.behaviour]
            before = sum(
                total > own or (total == own and ORDER.index(other) < ORDER.index(line.behaviour))
                for other, total in sums.items()
            )
            kept += own > 0 and before < MOST
        assert line.kept == kept


def test_the_engine_and_the_questions_speak_of_the_same_answers() -> None:
    assert WEIGHTS.keys() == SPEAKS_FOR.keys() | {"strengths"}
    assert STRENGTH < 0
    for question, answers in SPEAKS_FOR.items():
        assert {behaviour for spoken in answers.values() for behaviour in spoken} <= set(ORDER)
        if question == "barriers":
            assert answers.keys() == {one.key for one in KNOWN}
            assert all(answers[one.key][one.behaviour] == 2 for one in KNOWN)
        elif question != ENERGY.key:
            asked = question_named(question)
            assert asked is not None
            assert answers.keys() == {choice.key for choice in asked.choices}
    scales = {one.key for section in SECTIONS for one in section.questions if one.kind is Kind.SCALE}
    assert {answer.rsplit("-", 1)[0] for answer in SPEAKS_FOR[ENERGY.key]} == scales


def test_every_behaviour_can_be_pointed_to_and_has_two_suggestions() -> None:
    spoken = {behaviour for answers in SPEAKS_FOR.values() for one in answers.values() for behaviour in one}
    assert spoken == set(ORDER)
    assert [len(suggestions_for(behaviour)) for behaviour in ORDER] == [2] * len(ORDER)
    assert len({one.key for one in SUGGESTIONS}) == len(SUGGESTIONS)
