"""Ranking behaviours: sums by hand, what leaving answers out means, and what must never happen."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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
        ("earning-trust", 4),  # 2 x 2 for the first team
    ]


def test_only_answers_that_speak_for_something_count() -> None:
    # Energy of spirit is good, which says nothing, and a strength speaks against.
    assert rank(signals_of(TOLD), ORDER).answers == 5
    strengths = {"strengths": ["collaborating", "deciding", "compassion"], "drains": ["politics"]}
    ranking = rank(signals_of(strengths), ORDER)
    assert (ranking.lines, ranking.others, ranking.answers, ranking.is_enough) == ((), (), 1, False)


def test_a_place_is_open_where_one_answer_takes_it_and_steady_where_no_two_do() -> None:
    first, second, third = rank(signals_of(TOLD), ORDER).lines
    assert (first.hangs_on, first.kept, first.ways, first.sure) == ((), 15, 15, Sure.STEADY)
    # Of 15 ways of leaving two of six answers out, results is missing in five.
    assert (second.hangs_on, second.kept, second.ways, second.sure) == ((("expected", "results"),), 10, 15, Sure.OPEN)
    assert (third.hangs_on, third.sure) == ((("transition", "first-team"),), Sure.OPEN)


def test_a_place_is_likely_where_two_answers_take_it_but_no_single_one() -> None:
    spoken = ("a", "a", "a", "b", "b", "c", "c", "d")
    signals = [Signal("feeds", str(place), behaviour, 1) for place, behaviour in enumerate(spoken)]
    first, second, third = rank(signals, "abcd").lines
    # Without both of its answers b falls out; without one of them it has as many points as d and stands before it.
    assert (second.behaviour, second.hangs_on, second.kept, second.ways) == ("b", (), 27, 28)
    assert [one.sure for one in (first, second, third)] == [Sure.STEADY, Sure.LIKELY, Sure.LIKELY]
    signals = [Signal("feeds", str(place), behaviour, 1) for place, behaviour in enumerate((*spoken, "d"))]
    # Now d has as many points as b and c, and one of theirs less is enough for it to go before them.
    assert [one.sure for one in rank(signals, "abcd").lines] == [Sure.LIKELY, Sure.OPEN, Sure.OPEN]


def test_however_many_answers_there_are_a_place_on_one_of_them_is_open() -> None:
    signals = [Signal("feeds", str(place), "ab"[place % 2], 1) for place in range(30)]
    *_, last = rank([*signals, Signal("expected", "voice", "c", 3)], "abc").lines
    assert (last.behaviour, last.hangs_on, last.sure) == ("c", (("expected", "voice"),), Sure.OPEN)
    assert last.kept / last.ways > 0.9


def test_what_stands_further_back_keeps_its_points_and_reasons() -> None:
    others = {one.behaviour: one for one in rank(signals_of(TOLD), ORDER).others}
    assert len(others) == len(ORDER) - MOST
    proactive = others["proactive"]
    assert (proactive.points, proactive.place, proactive.equals) == (3, 4, ("compassion",))
    assert proactive.reasons == (Reason("expected", "results", 1, 3),)
    assert (others["deciding"].points, others["deciding"].reasons) == (0, ())
    *_, strength = sorted(rank(signals_of(TOLD | {"strengths": ["deciding"]}), ORDER).others, key=lambda one: one.place)
    assert (strength.behaviour, strength.points, strength.place) == ("deciding", -2, 16)


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


def sums(signals: Sequence[Signal]) -> dict[str, int]:
    return {
        behaviour: sum(one.strength * WEIGHTS[one.question] for one in signals if one.behaviour == behaviour)
        for behaviour in ORDER
    }


def stands_among_the_first(behaviour: str, signals: Sequence[Signal], left_out: Collection[tuple[str, str]]) -> bool:
    """Count who stands before it, which is another way than the engine's."""
    totals = sums([one for one in signals if (one.question, one.answer) not in left_out])
    own = totals[behaviour]
    before = sum(
        total > own or (total == own and ORDER.index(other) < ORDER.index(behaviour)) for other, total in totals.items()
    )
    return own > 0 and before < MOST


@given(
    st.fixed_dictionaries(
        {
            question: st.lists(st.sampled_from(["from-mars", *sorted(answers)]), max_size=3, unique=True)
            for question, answers in SPEAKS_FOR.items()
        }
    ),
    st.lists(st.sampled_from(ORDER), max_size=3, unique=True),
)
def test_any_ranking_can_be_added_up_and_counted_again(told: dict[str, list[str]], strengths: list[str]) -> None:
    told = told | {"strengths": strengths}
    signals = signals_of(told)
    ranking = rank(signals, ORDER)
    assert len(ranking.lines) <= MOST
    assert ranking.answers == len({(one.question, one.answer) for one in signals if one.strength > 0})
    assert ranking.is_enough or not (ranking.lines or ranking.others)
    answers = sorted({(one.question, one.answer) for one in signals})
    for line in ranking.lines:
        assert stands_among_the_first(line.behaviour, signals, ())
        taken = {one for one in answers if not stands_among_the_first(line.behaviour, signals, [one])}
        pairs = list(combinations(answers, 2))
        kept = sum(stands_among_the_first(line.behaviour, signals, pair) for pair in pairs)
        assert (set(line.hangs_on), line.kept, line.ways) == (taken, kept, len(pairs))
        assert line.sure is (Sure.OPEN if taken else Sure.STEADY if kept == len(pairs) else Sure.LIKELY)
        assert sum(reason.points > 0 for reason in line.reasons) > 1 or line.sure is Sure.OPEN
    totals = sums(signals)
    for one in (*ranking.lines, *ranking.others):
        assert one.points == totals[one.behaviour] == sum(reason.points for reason in one.reasons)
        assert one.place == 1 + sum(total > one.points for total in totals.values())
        assert {one.behaviour, *one.equals} == {key for key, total in totals.items() if total == one.points}
    if ranking.is_enough:
        assert sorted(one.behaviour for one in (*ranking.lines, *ranking.others)) == sorted(ORDER)


def test_the_engine_and_the_questions_speak_of_the_same_answers() -> None:
    assert WEIGHTS.keys() == SPEAKS_FOR.keys() | {"strengths", "manager"}
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
