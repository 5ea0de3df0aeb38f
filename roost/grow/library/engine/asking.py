"""What a question asks for: its own words, and the behaviours of which they speak, each with its weight and reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from roost.grow.library.engine.language import Entry, Language, Word
from roost.grow.library.engine.spelling import nearest

MOST_WORDS = 40
LONGEST_QUESTION = 300
OWN_WORD = 1.0
MISSPELT = 0.7
SPEAKS_OF = 2.5
"""How much an entry that speaks of a behaviour counts, beside a word that simply stands in a text."""
FAINTEST = 0.3
"""What speaks of a behaviour by less than this share of what speaks most of another is noise, and left out."""
ROOM_BETWEEN = 2
"""How many other words may stand between those of an entry."""


@dataclass(frozen=True)
class Term:
    """One thing to look for: a word's term, or `@` and a behaviour's key; `wrote` is what asked for it."""

    text: str
    weight: float
    wrote: tuple[str, ...] = ()

    @property
    def behaviour(self) -> str:
        """Give the behaviour's key, or an empty text for a word."""
        return self.text[1:] if self.text.startswith("@") else ""


@dataclass(frozen=True)
class Question:
    """What is looked for. `read_as` says how words that are probably misspelt were read."""

    terms: Sequence[Term]
    read_as: Mapping[str, str] = field(default_factory=dict)


def mark(behaviour: str) -> str:
    """Give the term under which a behaviour stands among the tags of a document."""
    return f"@{behaviour}"


def ask(text: str, language: Language) -> Question:
    """Turn a question in own words into weighted terms. Words beyond the fortieth are left out."""
    words = language.words(text[:LONGEST_QUESTION])[:MOST_WORDS]
    read_as = {word.wrote: known for word in words if (known := nearest(word.wrote, language))}
    weights: dict[str, float] = {}
    wrote: dict[str, list[str]] = {}
    for word in words:
        if not word.is_small:
            weights[word.term] = OWN_WORD
            wrote.setdefault(word.term, []).append(word.wrote)
    meant = [replace(word, term=_meant(word, read_as, language)) for word in words]
    for word in meant:
        if word.wrote in read_as:
            weights.setdefault(word.term, MISSPELT)
            wrote.setdefault(word.term, []).append(word.wrote)
    spoken = _spoken_of(meant, language)
    clearest = max((weight for weight, _said in spoken.values()), default=0.0)
    for behaviour, (weight, said) in sorted(spoken.items()):
        if weight >= FAINTEST * clearest:
            weights[mark(behaviour)] = SPEAKS_OF * weight
            wrote[mark(behaviour)] = said
    terms = [Term(term, weight, tuple(dict.fromkeys(wrote[term]))) for term, weight in weights.items()]
    return Question(tuple(terms), read_as)


def _meant(word: Word, read_as: Mapping[str, str], language: Language) -> str:
    return language.term(read_as[word.wrote]) if word.wrote in read_as else word.term


def _spoken_of(words: Sequence[Word], language: Language) -> dict[str, tuple[float, list[str]]]:
    """Add up, for each behaviour, the weightiest entries that share no word, and say which words those were."""
    places: dict[str, list[int]] = {}
    for word in words:
        places.setdefault(word.term, []).append(word.place)
    found: dict[str, list[tuple[float, tuple[int, ...]]]] = {}
    for term in places:
        for entry in language.entries.get(term, ()):
            stands = _place_of(entry, places)
            if stands:
                found.setdefault(entry.behaviour, []).append((entry.weight, stands))
    answer = {}
    for behaviour, matches in found.items():
        taken: set[int] = set()
        weight = 0.0
        for worth, stands in sorted(matches, key=lambda one: (-one[0], one[1])):
            if taken.isdisjoint(stands):
                weight += worth
                taken.update(stands)
        answer[behaviour] = (weight, [words[place].wrote for place in sorted(taken)])
    return answer


def _place_of(entry: Entry, places: Mapping[str, Sequence[int]]) -> tuple[int, ...]:
    """Give the first places at which all words of an entry stand close to each other, in whichever order; else none."""
    if not all(term in places for term in entry.terms):
        return ()
    room = len(entry.terms) + ROOM_BETWEEN
    for start in sorted(place for term in entry.terms for place in places[term]):
        chosen = [next((one for one in places[term] if start <= one < start + room), None) for term in entry.terms]
        if None not in chosen:
            return tuple(sorted(one for one in chosen if one is not None))
    return ()
