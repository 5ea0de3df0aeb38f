"""Versions: what a page was made from, so that nothing newer is overwritten unseen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from roost.grow.growth.models import Answer, Cycle, Needle


def seen_of(answers: Mapping[str, Answer], questions: Iterable[str]) -> int:
    """Give the number of the latest answer to some questions, 0 where none was answered."""
    return max((answers[one].pk for one in questions if one in answers), default=0)


def version_of_order(cycle: Cycle) -> str:
    """Give the version of what the person put first in a cycle."""
    return _short(cycle.number, *cycle.own_first)


def version_of_needles(cycle: Cycle, needles: Iterable[Needle]) -> str:
    """Give the version of the needles of a cycle."""
    return _short(cycle.number, *((one.pk, one.why) for one in needles))


def _short(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
