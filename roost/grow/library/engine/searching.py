"""Search: ask an index for candidates, then rank them. The index is memory or a database; the meaning is here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Protocol

from roost.grow.library.engine.asking import Question, Term
from roost.grow.library.engine.ranking import FIELDS, Collection, Document, Hit, rank

MOST_CANDIDATES = 400


class Index(Protocol):
    """What a place that holds documents must answer. All of it is plain set arithmetic, the same for every database."""

    def size(self) -> int:
        """Count all documents."""

    def mean_lengths(self) -> Sequence[float]:
        """Give the mean length of each field over all documents, in the order of FIELDS."""

    def holders(self, terms: Sequence[str]) -> Mapping[str, int]:
        """Count, for each term, the documents that hold it."""

    def with_any(self, terms: Sequence[str], most: int) -> Sequence[int]:
        """Give the numbers of those that hold one of the terms and pass the filters, the highest first."""

    def with_all(self, terms: Sequence[str], most: int) -> Sequence[int]:
        """Give the numbers of those that hold all of the terms and pass the filters, the highest first."""

    def documents(self, numbers: Sequence[int], terms: Sequence[str]) -> Sequence[Document]:
        """Give documents by their numbers; of their terms, these alone are wanted."""


def search(question: Question, index: Index, *, most: int = MOST_CANDIDATES) -> list[Hit]:
    """Find what answers a question, the best first.

    Candidates are all documents that hold any term, as long as they are no more than `most`. Where there are more,
    those of the rarest terms come first, then those that hold every word, then the newest of each further term; so what
    is left out holds nothing but words that very many others hold as well.
    """
    holders = index.holders([one.text for one in question.terms])
    known = [one for one in question.terms if holders.get(one.text)]
    if not known:
        return []
    numbers = _candidates(known, holders, index, most)
    documents = index.documents(numbers, [one.text for one in known])
    return rank(question, documents, Collection(index.size(), index.mean_lengths(), holders))


def _candidates(known: Sequence[Term], holders: Mapping[str, int], index: Index, most: int) -> list[int]:
    rarest = [one.text for one in sorted(known, key=lambda one: (holders[one.text], one.text))]
    added_up = list(accumulate(holders[term] for term in rarest))
    rare = sum(total <= most for total in added_up)
    found = dict.fromkeys(index.with_any(rarest[:rare], most)) if rare else {}
    words = [one.text for one in known if not one.behaviour]
    steps = [words] if rare < len(rarest) and len(words) > 1 else []
    for terms in [*steps, *([term] for term in rarest[rare:])]:
        if len(found) >= most:
            break
        found |= dict.fromkeys(index.with_all(terms, most))
    return list(found)[:most]


class Shelf:
    """Documents in memory: the cards, files in a notebook, and the yardstick of every other index."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = {one.number: one for one in documents}

    def size(self) -> int:
        return len(self._documents)

    def mean_lengths(self) -> Sequence[float]:
        size = len(self._documents) or 1
        return [sum(one.lengths[place] for one in self._documents.values()) / size for place in range(len(FIELDS))]

    def holders(self, terms: Sequence[str]) -> Mapping[str, int]:
        return {term: sum(term in one.counts for one in self._documents.values()) for term in terms}

    def with_any(self, terms: Sequence[str], most: int) -> Sequence[int]:
        held = [number for number, one in self._documents.items() if any(term in one.counts for term in terms)]
        return sorted(held, reverse=True)[:most]

    def with_all(self, terms: Sequence[str], most: int) -> Sequence[int]:
        held = [number for number, one in self._documents.items() if all(term in one.counts for term in terms)]
        return sorted(held, reverse=True)[:most]

    def documents(self, numbers: Sequence[int], terms: Sequence[str]) -> Sequence[Document]:
        return [self._documents[number] for number in numbers]
