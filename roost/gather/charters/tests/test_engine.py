"""Choices as they are read and compared, and when a version holds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.gather.charters.engine.choices import OFFERED, Choices, changed, holds, read_choices, to_document
from roost.gather.charters.reads import ASKED, LABELS, sentences
from roost.gather.charters.reads.sentences import SENTENCES
from roost.ground.kit.errors import InputError

EVERY = st.builds(Choices, **{name: st.sampled_from(offered) for name, offered in OFFERED.items()})


@given(EVERY)
def test_what_is_kept_is_read_as_it_was_and_so_is_what_a_form_sends(choices: Choices) -> None:
    kept = to_document(choices)
    assert read_choices(kept) == choices
    assert read_choices({name: str(value) for name, value in kept.items()}) == choices


@pytest.mark.parametrize(
    "wrong", [{"weeks": 5}, {"weeks": "soon"}, {"minutes": 0}, {"phones": ""}, {"breach": None}, {"late": "10.0"}]
)
def test_what_is_not_on_offer_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InputError, match="Choose one of what is offered"):
        read_choices(to_document(Choices()) | wrong)


def test_what_is_missing_is_refused() -> None:
    told = to_document(Choices())
    del told["late"]
    with pytest.raises(InputError):
        read_choices(told)


@given(EVERY, EVERY)
def test_what_changed_is_what_differs(one: Choices, other: Choices) -> None:
    assert changed(one, other) == changed(other, one)
    assert replace(one, **{name: getattr(other, name) for name in changed(one, other)}) == other


def test_a_version_holds_once_each_of_today_signed() -> None:
    three = frozenset({1, 2, 3})
    assert not holds(three, frozenset({1, 2}))
    assert holds(three, three)
    # Who left is not awaited, and what nobody could sign holds for nobody.
    assert holds(frozenset({1, 2}), three)
    assert not holds(frozenset(), three)


def test_every_choice_stands_in_one_sentence_in_words() -> None:
    named = [name for template in SENTENCES for name in OFFERED if f"{{{name}}}" in str(template)]
    assert sorted(named) == sorted(OFFERED) == sorted(ASKED)
    assert {name: tuple(offered) for name, offered in LABELS.items()} == OFFERED


def test_sentences_read_as_one_would_say_them() -> None:
    said = [str(one) for one in sentences(Choices())]
    assert said[0] == "We meet every three weeks for 90 minutes."
    assert said[1] == "Who cannot come says so a day before."
    assert said[2] == (
        "Who misses more than 2 of 12 meetings talks with us about staying; coming more than 10 minutes late, or "
        "leaving as early, counts half."
    )
    assert said[4] == "What is said stays here: nothing leaves, not even to those we live with."
    assert said[6] == "Moderating goes round."


def test_what_changed_stands_beside_how_it_stood() -> None:
    now = sentences(Choices(weeks=4, late=5), Choices())
    assert [one.before for one in now if one.before] == [
        "We meet every three weeks for 90 minutes.",
        "Who misses more than 2 of 12 meetings talks with us about staying; coming more than 10 minutes late, or "
        "leaving as early, counts half.",
    ]
    assert not any(one.before for one in sentences(Choices(), Choices()))
