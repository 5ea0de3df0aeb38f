"""What a document says is read as it stands, and a broken one is refused by the name of what is wrong and where."""

from __future__ import annotations

import contextlib
import copy
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.ground.instruments.engine import fingerprint, load_instrument, schema
from roost.ground.instruments.reads import SCHEMA
from roost.ground.kit.errors import InputError

SMALL: dict[str, Any] = {
    "format": 1,
    "key": "two",
    "version": "1.0.0",
    "title": "Two",
    "purpose": "To try.",
    "licence": "CC0-1.0",
    "source": "Roost",
    "permission": "Own wording.",
    "uses": ["development"],
    "scale": {"least": 1, "most": 3, "steps": ["never", "at times", "always"], "unobserved": "cannot say"},
    "subscales": [{"key": "warmth", "name": "Warmth"}, {"key": "deciding", "behaviour": "deciding"}],
    "items": [
        {"key": "a1", "subscale": "warmth", "own": "I greet.", "others": "They greet."},
        {"key": "a2", "subscale": "warmth", "own": "I look away.", "reversed": True},
        {"key": "a3", "subscale": "deciding", "own": "I decide."},
    ],
    "translations": {"fr": {"items": {"a1": {"own": "Je salue."}}}},
}


def changed(change: Callable[[Any], object]) -> str:
    told = copy.deepcopy(SMALL)
    change(told)
    return json.dumps(told)


def refusal(text: str, **known: Any) -> list[str]:
    with pytest.raises(InputError) as error:
        load_instrument(text, **known)
    return [str(one) for one in error.value.problems]


def test_what_is_left_out_is_as_the_format_says() -> None:
    found = load_instrument(json.dumps(SMALL), behaviours=["deciding"])
    assert found.subscales == ("warmth", "deciding")
    assert [one.key for one in found.items_of("warmth")] == ["a1", "a2"]
    assert (found.items[1].reversed, found.items[1].others, found.norms, found.language) == (True, "", "none", "en")
    assert found.translations["fr"].items["a1"].own == "Je salue."


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda it: it["items"][1].update(subscale="cold"), "item a2: is keyed to subscale “cold”, which there is not"),
        (lambda it: it["items"][2].update(key="a2"), "item a2: is there 2 times"),
        (lambda it: it["items"][0].pop("own"), "item a1: own is missing"),
        (lambda it: it["items"][0].update(own=3), "item a1: own is to be text"),
        (lambda it: it["items"][0].update(own=""), "item a1: own is empty"),
        (lambda it: it["items"][0].update(turned=True), "item a1: turned is not known to this format"),
        (lambda it: it["items"][0].update(reversed="yes"), "item a1: reversed is to be true or false"),
        (lambda it: it["items"].append(3), "item 4 is to be an object"),
        (lambda it: it.update(version="1.0"), "version is “1.0”, which is not written as it ought to be"),
        (lambda it: it.pop("licence"), "licence is missing"),
        (lambda it: it.update(items={}), "items is to be a list"),
        (lambda it: it.update(uses=[]), "uses has nothing in it that can be used"),
        (lambda it: it["scale"].update(most="3"), "scale: most is to be a whole number"),
        (lambda it: it["scale"].update(most=1), "scale: least is to be below most"),
        (lambda it: it["scale"]["steps"].pop(), "scale: has 3 steps and words for 2"),
        (lambda it: it["subscales"][0].pop("name"), "subscale warmth: has neither a name nor a behaviour"),
        (lambda it: it["subscales"].append({"key": "x", "name": "X"}), "subscale x: no item speaks of it"),
        (lambda it: it["subscales"][1].update(behaviour="sing"), "subscale deciding: “sing” is none of the behaviours"),
        (lambda it: it["translations"]["fr"]["items"].update(b={"own": "x"}), "translation fr: there is no item b"),
        (
            lambda it: it["translations"]["fr"].update(steps=["x"]),
            "translation fr: does not say each step of the scale",
        ),
    ],
)
def test_a_broken_document_is_refused_by_name(change: Callable[[Any], object], said: str) -> None:
    assert refusal(changed(change), behaviours=["deciding"]) == [said]


def test_everything_wrong_is_named_at_once() -> None:
    def spoil(told: Any) -> None:
        del told["source"], told["items"][1]["own"]

    assert refusal(changed(spoil)) == ["source is missing", "item a2: own is missing"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "This is not JSON: line 1, column 2: Expecting property name enclosed in double quotes."),
        ("[]", "The document is to be an object"),
        ("[" * 100_000, "This is no instrument: lists lie in lists too deep to be read."),
        (" " * 1_000_001, "The document is larger than 1 MB."),
    ],
)
def test_what_is_no_document_is_refused(text: str, said: str) -> None:
    assert refusal(text) == [said]


@given(st.text() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps))
def test_nothing_else_is_taken_and_nothing_breaks(text: str) -> None:
    with pytest.raises(InputError):
        load_instrument(text)


@given(st.data())
def test_a_document_of_which_any_place_is_spoiled_is_read_or_refused(data: st.DataObject) -> None:
    told: Any = copy.deepcopy(SMALL)
    place = told
    for _depth in range(data.draw(st.integers(0, 3))):
        options = [
            one for one in (place.values() if isinstance(place, dict) else place) if isinstance(one, dict | list)
        ]
        if options:
            place = data.draw(st.sampled_from(options))
    wrong = data.draw(st.none() | st.integers() | st.text() | st.just([]) | st.just({}) | st.just([[1]]))
    if isinstance(place, dict):
        place[data.draw(st.sampled_from([*place, "more"]))] = wrong
    else:
        place.append(wrong)
    with contextlib.suppress(InputError):
        assert load_instrument(json.dumps(told)).items


@pytest.mark.parametrize("number", ["1" * 5000, "-" + "9" * 4301])
def test_a_number_of_thousands_of_digits_is_refused(number: str) -> None:
    (problem,) = refusal(json.dumps(SMALL).replace('"format": 1', f'"format": {number}'))
    assert "number" in problem


def test_sentences_and_steps_of_nothing_but_spaces_are_refused_by_name() -> None:
    assert refusal(changed(lambda it: it["items"][0].update(own=" \n "))) == ["item a1: own is empty"]
    assert refusal(changed(lambda it: it["scale"]["steps"].__setitem__(0, "\u00a0"))) == ["scale: step 1 is empty"]


def test_the_fingerprint_is_of_what_answers_mean_and_of_nothing_else() -> None:
    same = [lambda it: it.update(title="Zwei", licence="CC-BY-4.0"), lambda it: it.update(version="1.0.1")]
    other = [
        lambda it: it["items"][0].update(own="I nod."),
        lambda it: it["items"][0].update(reversed=True),
        lambda it: it["items"].reverse(),
        lambda it: it["scale"].update(steps=["never", "often", "always"]),
        lambda it: it["translations"]["fr"]["items"]["a1"].update(own="Je dis bonjour."),
    ]
    mark = fingerprint(load_instrument(json.dumps(SMALL)))
    assert all(fingerprint(load_instrument(changed(one))) == mark for one in same)
    assert all(fingerprint(load_instrument(changed(one))) != mark for one in other)


def test_the_schema_that_ships_is_the_format() -> None:
    assert json.loads(SCHEMA.read_text()) == schema()


def test_two_thousand_items_are_read_in_a_second_and_one_more_is_refused() -> None:
    def fill(many: int) -> str:
        return changed(lambda it: it["items"].extend({**it["items"][0], "key": f"b{one}"} for one in range(many - 3)))

    began = time.perf_counter()
    assert len(load_instrument(fill(2_000)).items) == 2_000
    assert time.perf_counter() - began < 1
    assert refusal(fill(2_001)) == ["items holds more than this format allows"]
