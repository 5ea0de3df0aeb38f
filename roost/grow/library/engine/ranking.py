"""How well a document answers a question: BM25F over its fields, with the reasons."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from roost.grow.library.engine.asking import Question, Term, mark
from roost.grow.library.engine.language import Language

FIELDS = ("title", "summary", "moments", "tags", "body")
WEIGHT = {"title": 3.0, "summary": 2.0, "moments": 2.0, "tags": 4.0, "body": 0.3}
LENGTH_MATTERS = {"title": 0.5, "summary": 0.5, "moments": 0.5, "tags": 0.0, "body": 0.75}
K1 = 1.2
ENOUGH_REASONS = 3


@dataclass(frozen=True)
class Document:
    """What is searched of one thing: how often each term stands in each field, and how long the fields are."""

    number: int
    counts: Mapping[str, Sequence[int]]
    lengths: Sequence[int]


@dataclass(frozen=True)
class Collection:
    """What ranking must know of all documents: how many there are, how long their fields are, who holds a term."""

    size: int
    mean_lengths: Sequence[float]
    holders: Mapping[str, int]


@dataclass(frozen=True)
class Reason:
    """Why something was found: what somebody wrote, and the behaviour it speaks of; empty for the word itself."""

    wrote: tuple[str, ...]
    behaviour: str
    points: float


@dataclass(frozen=True)
class Hit:
    """A document that answers a question, with its points and the weightiest reasons first."""

    number: int
    points: float
    reasons: Sequence[Reason]


def document_of(number: int, texts: Mapping[str, str], behaviours: Sequence[str], language: Language) -> Document:
    """Count the terms of a document's fields; its behaviours stand among the tags."""
    counts: dict[str, list[int]] = {}
    lengths = []
    for place, name in enumerate(FIELDS):
        terms = language.terms(texts.get(name, ""))
        if name == "tags":
            terms += [mark(one) for one in behaviours]
        lengths.append(len(terms))
        for term, count in Counter(terms).items():
            counts.setdefault(term, [0] * len(FIELDS))[place] = count
    return Document(number, counts, lengths)


def written_down(document: Document) -> str:
    """Write down the counts of a document, a line a term, such as "\nbee 2 0 0 0 1\n"."""
    lines = (f"{term} {' '.join(map(str, counts))}" for term, counts in sorted(document.counts.items()))
    return "\n" + "".join(f"{line}\n" for line in lines)


def counted_in(written: str, terms: Sequence[str]) -> dict[str, list[int]]:
    """Read the counts of a few terms from what `written_down` wrote, without taking all of it apart."""
    found = {}
    for term in terms:
        start = written.find(f"\n{term} ")
        if start >= 0:
            line = written[start + len(term) + 2 : written.index("\n", start + 1)]
            found[term] = [int(count) for count in line.split(" ")]
    return found


def rank(question: Question, documents: Sequence[Document], collection: Collection) -> list[Hit]:
    """Put documents in the order of how well they answer, the newest first among equals; leave out those that do not.

    Simple BM25F with the weight of a term in the question as a factor: Robertson and Zaragoza, The Probabilistic
    Relevance Framework: BM25 and Beyond (2009), section 3.6. The inverse frequency has one added inside the
    logarithm, so that a word which most documents hold still never counts against one.
    """
    rarity = {one.text: _rarity(collection.holders.get(one.text, 0), collection.size) for one in question.terms}
    hits = []
    for document in documents:
        reasons = []
        for term in question.terms:
            points = term.weight * rarity[term.text] * _saturated(_frequency(document, term, collection.mean_lengths))
            if points > 0:
                reasons.append(Reason(term.wrote, term.behaviour, points))
        if reasons:
            reasons.sort(key=lambda one: (-one.points, one.behaviour, one.wrote))
            hits.append(Hit(document.number, sum(one.points for one in reasons), reasons[:ENOUGH_REASONS]))
    return sorted(hits, key=lambda hit: (-round(hit.points, 9), -hit.number))


def _rarity(holders: int, size: int) -> float:
    return math.log(1 + (size - holders + 0.5) / (holders + 0.5))


def _saturated(frequency: float) -> float:
    return frequency / (K1 + frequency)


def _frequency(document: Document, term: Term, mean_lengths: Sequence[float]) -> float:
    """Add up how often a term stands in the fields, each weighed, and less in a field that is longer than others."""
    counts = document.counts.get(term.text)
    if counts is None:
        return 0.0
    total = 0.0
    for place, name in enumerate(FIELDS):
        if counts[place]:
            mean = mean_lengths[place]
            slope = LENGTH_MATTERS[name]
            length = (1 - slope) + slope * (document.lengths[place] / mean if mean else 1.0)
            total += WEIGHT[name] * counts[place] / length
    return total
