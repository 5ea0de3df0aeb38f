"""Small misspellings: the nearest word that a language's file knows, within one or two slips."""

from __future__ import annotations

from roost.grow.library.engine.language import Language

SHORTEST = 5
TWO_SLIPS_FROM = 8


def slips(one: str, other: str, most: int) -> int:
    """Count the letters left out, added, changed or swapped with their neighbour; `most` + 1 for anything above.

    The optimal string alignment distance, computed within a band (Ukkonen 1985).
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, start=1):
        following = [i, *[most + 1] * len(other)]
        for j in range(max(1, i - most), min(len(other), i + most) + 1):
            right = other[j - 1]
            best = min(row[j] + 1, following[j - 1] + 1, row[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                best = min(best, before[j - 2] + 1)
            following[j] = best
        if min(following) > most:
            return most + 1
        before, row = row, following
    return min(row[-1], most + 1)


def nearest(wrote: str, language: Language) -> str | None:
    """Give the known word that somebody probably meant; None for a known word, a short one, or one like no other.

    A first letter is hardly ever wrong (Yannakoudakis and Fawthrop 1983), so only words that share it are compared.
    Of words that are equally near, the first of the alphabet.
    """
    if len(wrote) < SHORTEST or wrote in language.stems or language.term(wrote) in language.roots:
        return None
    most = 2 if len(wrote) >= TWO_SLIPS_FROM else 1
    near = [
        (found, word) for word in language.spellings.get(wrote[0], ()) if (found := slips(wrote, word, most)) <= most
    ]
    return min(near)[1] if near else None
