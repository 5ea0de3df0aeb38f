"""Which of a person's plans and cards a meeting calls for: those that share what is particular about its title."""

from __future__ import annotations

import re

from roost.grow.library.engine import Language

ONE_TO_ONE = re.compile(r"\b(?:1|one)\s*[-:]?\s*(?:to|on|2)?\s*[-:]?\s*(?:1|one)\b", re.I)
ORDINARY = """
    meeting call session slot sync catch round team group weekly monthly daily fortnightly quarterly week month day
    morning afternoon regular next new start begin end minutes hour time online office update everybody everyone
    all somebody
"""
"""Words that nearly every title could hold; sharing them says nothing."""


def fits(moment: str, title: str, speaks: Language) -> bool:
    """Say whether a moment in somebody's words, such as "before the budget review", is about a meeting of that title.

    They have to share a word that not every title holds, and at least half of what is particular about the shorter one.
    That is judgement, made to be silent rather than wrong: endings, accents and words that mean the same do not matter.
    """
    ours, theirs = _particular(moment, speaks), _particular(title, speaks)
    shared = len(ours & theirs)
    return shared > 0 and 2 * shared >= min(len(ours), len(theirs))


def _particular(text: str, speaks: Language) -> frozenset[str]:
    plain, found = ONE_TO_ONE.subn(" ", text)
    terms = frozenset(speaks.terms(plain)) - frozenset(speaks.terms(ORDINARY))
    return terms | {"one-to-one"} if found else terms
