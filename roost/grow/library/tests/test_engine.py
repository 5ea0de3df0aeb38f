"""Words, misspellings, questions, and ranking held against the published formula, computed another way."""

from __future__ import annotations

import math
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.ground.behaviours.reads import BEHAVIOURS
from roost.grow.library.engine import (
    FIELDS,
    Document,
    Question,
    Shelf,
    Term,
    ask,
    counted_in,
    document_of,
    language,
    search,
    written_down,
)
from roost.grow.library.engine.asking import LONGEST_QUESTION, MOST_WORDS
from roost.grow.library.engine.language import FILES
from roost.grow.library.engine.ranking import K1, LENGTH_MATTERS, WEIGHT
from roost.grow.library.engine.spelling import nearest, slips
from roost.grow.library.reads import deck

KNOWN = language()
WORDS = ["trust", "bees", "harbour", "manager", "deadline", "scared", "teams", "cafe"]


def behaviours_in(question: str) -> list[str]:
    spoken = [one for one in ask(question, KNOWN).terms if one.behaviour]
    return [one.behaviour for one in sorted(spoken, key=lambda one: -one.weight)]


def test_the_file_of_words_speaks_of_every_behaviour() -> None:
    assert {entry.behaviour for entries in KNOWN.entries.values() for entry in entries} == {
        one.key for one in BEHAVIOURS
    }
    assert len(KNOWN.version) == 12


@pytest.mark.parametrize("path", sorted(FILES.glob("*.toml")), ids=lambda path: path.stem)
def test_every_file_of_words_can_be_read(path: object) -> None:
    assert language(getattr(path, "stem", "")).entries


def test_a_language_without_a_file_is_named() -> None:
    with pytest.raises(LookupError, match="xx"):
        language("xx")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Trusting", "trusted"),
        ("café", "CAFE"),
        ("my boss", "our manager's"),
        ("I can't decide", "cannot decide"),
        ("co-worker", "worker"),
        ("teams", "team"),
    ],
)
def test_words_that_mean_the_same_are_one_term(one: str, other: str) -> None:
    assert KNOWN.terms(one)[-1] == KNOWN.terms(other)[-1]


@given(st.text(max_size=200))
def test_any_text_becomes_terms_that_an_index_can_hold(text: str) -> None:
    for term in KNOWN.terms(text):
        assert re.fullmatch(r"[^\W_]{1,40}", term), term


@given(st.text(max_size=600))
def test_any_question_can_be_asked(text: str) -> None:
    question = ask(text, KNOWN)
    assert len([one for one in question.terms if not one.behaviour]) <= 2 * MOST_WORDS
    assert all(one.weight > 0 and one.wrote for one in question.terms)
    deck().search(question)


def edits(one: str, other: str) -> int:
    """Compute the distance by its definition: the fewest steps, recursively."""
    if not one or not other:
        return len(one) + len(other)
    found = [
        edits(one[1:], other) + 1,
        edits(one, other[1:]) + 1,
        edits(one[1:], other[1:]) + (one[0] != other[0]),
    ]
    if len(one) > 1 and len(other) > 1 and one[0] == other[1] and one[1] == other[0]:
        found.append(edits(one[2:], other[2:]) + 1)
    return min(found)


@given(st.text("abc", max_size=6), st.text("abc", max_size=6), st.integers(1, 2))
def test_slips_are_counted_as_the_definition_says(one: str, other: str, most: int) -> None:
    assert slips(one, other, most) == min(edits(one, other), most + 1)


@pytest.mark.parametrize(
    ("wrote", "meant"),
    [
        ("confidense", "confidence"),
        ("confidnce", "confidence"),
        ("descision", "decision"),
        ("dedline", "deadline"),
        ("trsut", "trust"),
        ("trust", None),
        ("bees", None),
        ("kubernetes", None),
    ],
)
def test_a_small_misspelling_is_read_as_the_nearest_known_word(wrote: str, meant: str | None) -> None:
    assert nearest(wrote, KNOWN) == meant


def test_a_misspelt_word_finds_what_it_was_meant_for_and_says_so() -> None:
    question = ask("no confidnce before the talk", KNOWN)
    assert question.read_as == {"confidnce": "confidence"}
    assert deck().search(question)[0].card.key == "confidence"


@pytest.mark.parametrize(
    ("wrote", "behaviour"),
    [
        ("I am scared of tomorrow", "confidence"),
        ("nobody reads my long emails", "communicating-with-impact"),
        ("should we kill this project?", "driving-value"),
        ("we go round in circles and never decide", "deciding"),
        ("She keeps crying at her desk", "compassion"),
        ("I missed a deadline and must tell the client", "earning-trust"),
    ],
)
def test_a_worry_in_own_words_speaks_of_a_behaviour(wrote: str, behaviour: str) -> None:
    assert behaviours_in(wrote)[0] == behaviour


def test_words_that_stand_far_apart_are_no_saying() -> None:
    assert "driving-value" in behaviours_in("they say no")
    assert "driving-value" not in behaviours_in("they say one two three four five six seven no")


def test_a_small_word_speaks_only_beside_others() -> None:
    assert KNOWN.terms("what for, and on whom") == []
    assert behaviours_in("on") == []
    assert behaviours_in("get everybody on board")[0] == "enrolling-others"


def test_why_something_was_found_names_the_words_and_what_they_speak_of() -> None:
    first = deck().search("I am scared")[0]
    assert (first.hit.reasons[0].wrote, first.hit.reasons[0].behaviour) == (("scared",), "confidence")


def test_nothing_speaks_of_a_question_without_words() -> None:
    assert deck().search("") == []
    assert deck().search("and the of, to?") == []
    assert deck().search("x" * (LONGEST_QUESTION * 3)) == []


texts = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
documents = st.lists(st.fixed_dictionaries({name: texts for name in FIELDS}), min_size=1, max_size=12)


def points_by_the_book(texts: list[dict[str, str]], place: int, terms: list[Term]) -> float:
    """Compute BM25F of one document from its texts alone: Robertson and Zaragoza (2009), section 3.6."""
    total = 0.0
    bags = [{name: Counter(KNOWN.terms(one[name])) for name in FIELDS} for one in texts]
    for term in terms:
        n = sum(any(bag[name][term.text] for name in FIELDS) for bag in bags)
        weighted = 0.0
        for name in FIELDS:
            lengths = [sum(bag[name].values()) for bag in bags]
            mean = sum(lengths) / len(lengths)
            b = LENGTH_MATTERS[name]
            norm = 1 - b + b * lengths[place] / mean if mean else 1
            weighted += WEIGHT[name] * bags[place][name][term.text] / norm
        idf = math.log(1 + (len(texts) - n + 0.5) / (n + 0.5))
        total += term.weight * idf * weighted / (K1 + weighted)
    return total


@given(documents, st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique=True))
def test_ranking_is_the_published_formula_over_all_documents(texts: list[dict[str, str]], asked: list[str]) -> None:
    shelf = Shelf([document_of(number, one, [], KNOWN) for number, one in enumerate(texts)])
    terms = [Term(KNOWN.term(word), 1.0 + place / 2, (word,)) for place, word in enumerate(asked)]
    by_the_book = [(points_by_the_book(texts, place, terms), place) for place in range(len(texts))]
    hits = search(Question(terms), shelf)
    expected = sorted((round(-points, 9), -place) for points, place in by_the_book if points > 0)
    assert [hit.number for hit in hits] == [-place for _points, place in expected]
    for hit in hits:
        assert hit.points == pytest.approx(by_the_book[hit.number][0])


def test_where_many_answer_the_rarest_words_come_first_and_no_more_are_ranked_than_asked_for() -> None:
    texts = [{"title": "harbour" if number else "harbour bees"} for number in range(50)]
    shelf = Shelf([document_of(number, one, [], KNOWN) for number, one in enumerate(texts)])
    hits = search(ask("bees in the harbour", KNOWN), shelf, most=5)
    assert [hit.number for hit in hits] == [0, 49, 48, 47, 46]


def test_a_document_counts_its_terms_by_field() -> None:
    found = document_of(7, {"title": "Bees and bees", "body": "A bee"}, ["deciding"], KNOWN)
    assert counted_in(written_down(found), ["bee", "be", "ee", "@deciding"]) == found.counts
    assert found == Document(7, {"bee": [2, 0, 0, 0, 1], "@deciding": [0, 0, 0, 1, 0]}, [2, 0, 0, 1, 1])
