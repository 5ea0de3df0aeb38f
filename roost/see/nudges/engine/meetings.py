"""Which of a person's plans and cards a meeting calls for: those that share what is particular about its title."""

from __future__ import annotations

import re
from functools import lru_cache

from roost.grow.library.engine import Language, language

ONE_TO_ONE = re.compile(
    r"""
    (?<!\w)(?<!\d[-:./])                # neither 2026-1-1 nor 11:1
    (?:1|one)
    (?: [-:\u2010-\u2013]               # 1:1, 1-1
      | [-\u2010-\u2013\s]*(?:to|on)[-\u2010-\u2013\s]*
      | [-\u2010-\u2013\s]2[-\u2010-\u2013\s]
    )
    (?:1|one)
    (?!\w)(?![-:./]\d)                  # neither 1:15 nor 1-1-2026
    """,
    re.I | re.X,
)
ORDINARY = """
    meeting call session slot sync catch round team group weekly monthly daily fortnightly quarterly week month day
    morning afternoon regular next new start begin end minutes hour time online office update everybody everyone
    all somebody
"""
"""Words that nearly every title could hold; sharing them says nothing."""
LONGEST_READ = 300


def terms_of(text: str, speaks: Language) -> frozenset[str]:
    """Give what is particular about a moment in somebody's words or about a meeting's title; 300 letters are read.

    Endings, accents and words that mean the same do not matter.
    """
    plain, found = ONE_TO_ONE.subn(" ", text[:LONGEST_READ])
    terms = frozenset(speaks.terms(plain)) - _ordinary(speaks.code)
    return terms | {"one-to-one"} if found else terms


def fits(moment: frozenset[str], title: frozenset[str]) -> bool:
    """Say whether a moment, such as "before the budget review", is about a meeting of that title, both as `terms_of`.

    They have to share a word that not every title holds, and at least half of what is particular about the shorter one.
    That is judgement, made to be silent rather than wrong.
    """
    shared = len(moment & title)
    return shared > 0 and 2 * shared >= min(len(moment), len(title))


@lru_cache
def _ordinary(code: str) -> frozenset[str]:
    return frozenset(language(code).terms(ORDINARY))
