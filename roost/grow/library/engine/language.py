"""What a language knows: how words become terms, and what of them speaks of which behaviour. One file a language."""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import snowballstemmer

FILES = Path(__file__).parent
RULES = "2"
"""Goes up when words become other terms by other rules; what was indexed before is then indexed again."""

LONGEST_TERM = 40
NOT = "not"
CLEARLY, FAINTLY = 1.0, 0.35
A_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
ONE_TO_ONE = re.compile(r"\b(?:1|one)(?:\s*:\s*|\s*-\s*(?:(?:to|on|2)\s*-\s*)?|\s+(?:to|on|2)\s+)(?:1|one)\b")
"""1:1, 1-1, 1-to-1, one-on-one, one to one: a talk of two, which no other word says."""
ENDINGS = re.compile(r"['’](?:s|m|re|ve|ll|d)$")


@dataclass(frozen=True)
class Word:
    """A word as somebody wrote it, folded, and its term; `place` counts words. Small ones speak only beside others."""

    wrote: str
    term: str
    place: int
    is_small: bool


@dataclass(frozen=True)
class Entry:
    """A word, or a few close to each other, that speaks of a behaviour with a weight."""

    terms: frozenset[str]
    behaviour: str
    weight: float


@dataclass(frozen=True)
class Language:
    """Everything that searching knows of one language. `version` changes with its file and with the rules."""

    code: str
    version: str
    stop: frozenset[str]
    small: frozenset[str]
    deny: frozenset[str]
    same: Mapping[str, str]
    entries: Mapping[str, Sequence[Entry]]
    spellings: Mapping[str, Sequence[str]]
    stems: Mapping[str, str]
    roots: frozenset[str]

    def words(self, text: str) -> list[Word]:
        """Give the words of a text that say something, in order; accents, case and endings do not matter."""
        found: list[Word] = []
        for wrote in split(text):
            term = self.term(wrote)
            if term:
                found.append(Word(wrote, term, len(found), self._is_small(wrote, term)))
        return found

    def terms(self, text: str) -> list[str]:
        """Give the terms of a text by which it is searched, in order."""
        return [word.term for word in self.words(text) if not word.is_small]

    def term(self, wrote: str) -> str:
        """Give the term that a folded word is searched as; empty for a word that says nothing."""
        if wrote in self.deny or wrote.endswith(("n't", "n’t")):
            return NOT
        if wrote in self.stop:
            return ""
        stem = _stem(self.code, wrote)[:LONGEST_TERM]
        return self.same.get(wrote) or self.same.get(stem, stem)

    def _is_small(self, wrote: str, term: str) -> bool:
        return wrote in self.small or term == NOT


def split(text: str) -> list[str]:
    """Take a text apart into words without accents, capitals and endings such as 's."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    found: list[str] = []
    for match in A_WORD.finditer(ONE_TO_ONE.sub(" onetoone ", plain)):
        word = ENDINGS.sub("", match[0])
        found += [word] if word.endswith(("n't", "n’t")) else re.split("['’-]", word)
    return found


_stemmers: dict[str, object] = {}


@lru_cache(maxsize=65_536)
def _stem(code: str, word: str) -> str:
    return str(_stemmers[code].stemWord(word))  # type: ignore[attr-defined]


@lru_cache
def language(code: str = "en") -> Language:
    """Read a language's file; raises LookupError for one that there is no file of."""
    path = FILES / f"{code}.toml"
    if not path.exists():
        raise LookupError(f"There is no file of words for the language {code}.")
    content = path.read_bytes()
    told = tomllib.loads(content.decode())
    _stemmers[code] = snowballstemmer.stemmer(told["stemmer"])
    deny = frozenset(told["not"].split())
    stop, small = (frozenset(told[name].split()) - deny for name in ("stop", "small"))
    plain = Language(code, "", stop, small, deny, {}, {}, {}, {}, frozenset())
    known = replace(plain, same=_same(plain, told["same"].strip().splitlines()))
    stems = _written(known, told)
    return replace(
        known,
        version=hashlib.sha256(RULES.encode() + content).hexdigest()[:12],
        entries=_entries(known, {key: value for key, value in told.items() if isinstance(value, dict)}),
        spellings=_by_first_letter(stems),
        stems=stems,
        roots=frozenset(stems.values()),
    )


def _same(plain: Language, lines: Iterable[str]) -> dict[str, str]:
    """Map words and stems to the stem of their group's first."""
    found = {}
    for line in lines:
        first, *others = line.split()
        head = plain.term(first)
        for one in (first, *others):
            found[one] = found[plain.term(one) or one] = head
    return found


def _entries(known: Language, told: Mapping[str, Mapping[str, str]]) -> dict[str, tuple[Entry, ...]]:
    """Index what speaks of behaviours by one of its terms; what several share speaks of each of them less."""
    spoken: dict[frozenset[str], dict[str, float]] = {}
    for behaviour, lists in told.items():
        for name, weight in (("hints", FAINTLY), ("says", CLEARLY)):
            for phrase in lists[name].split(","):
                words = known.words(phrase)
                telling = {word.term: 0.3 if word.is_small else 0.6 for word in words}
                if not telling or (len(telling) == 1 and words[0].is_small):
                    continue
                worth = weight * (0.4 + sum(telling.values()))
                spoken.setdefault(frozenset(telling), {})[behaviour] = worth
    found: dict[str, list[Entry]] = {}
    for terms, behaviours in spoken.items():
        for behaviour, worth in behaviours.items():
            found.setdefault(min(terms), []).append(Entry(terms, behaviour, worth / len(behaviours) ** 0.5))
    return {term: tuple(entries) for term, entries in found.items()}


def _written(known: Language, told: Mapping[str, object]) -> dict[str, str]:
    """Give every word of the file that says something, as it is written there, with its term."""
    texts = [str(told["same"])]
    texts += [text for value in told.values() if isinstance(value, dict) for text in value.values()]
    return {word: term for text in texts for word in split(text) if (term := known.term(word)) and term != NOT}


def _by_first_letter(stems: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for word in sorted(stems):
        found.setdefault(word[0], []).append(word)
    return {letter: tuple(words) for letter, words in found.items()}
