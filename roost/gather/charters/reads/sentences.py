"""A charter's choices in sentences, as people read them and as a form asks for them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roost.gather.charters.engine.choices import Choices, changed

# In braces stand the names of choices; every language puts them where they belong.
SENTENCES: Sequence[Promise] = (
    _("We meet every {weeks} for {minutes}."),
    _("Who cannot come says so {notice} before."),
    _(
        "Who misses more than {missed} of {of} meetings talks with us about staying; coming more than {late} late, or "
        "leaving as early, counts half."
    ),
    _("Phones are {phones}."),
    _("What is said stays here: nothing leaves, {outside}."),
    _("Who thinks that confidence was broken tells {breach}, and we pause until we have talked."),
    _("Moderating {moderating}."),
)
ASKED: Mapping[str, Promise] = {
    "weeks": _("How often you meet"),
    "minutes": _("How long you meet"),
    "notice": _("How early one says that one cannot come"),
    "missed": _("How many meetings one may miss"),
    "of": _("Of how many meetings"),
    "late": _("How late counts half"),
    "phones": _("What phones are for"),
    "outside": _("What may leave the circle"),
    "breach": _("Who is told that confidence was broken"),
    "moderating": _("Who moderates"),
}
LABELS: Mapping[str, Mapping[int | str, str | Promise]] = {
    "weeks": {1: _("week"), 2: _("two weeks"), 3: _("three weeks"), 4: _("four weeks"), 6: _("six weeks")},
    "minutes": {
        45: _("45 minutes"),
        60: _("60 minutes"),
        90: _("90 minutes"),
        120: _("two hours"),
        180: _("three hours"),
    },
    "notice": {"hours": _("some hours"), "day": _("a day"), "days": _("two days"), "week": _("a week")},
    "missed": {number: str(number) for number in (1, 2, 3, 4)},
    "of": {number: str(number) for number in (6, 8, 10, 12)},
    "late": {5: _("5 minutes"), 10: _("10 minutes"), 15: _("15 minutes"), 20: _("20 minutes")},
    "phones": {"meeting": _("for the meeting alone"), "away": _("away; one screen is for all")},
    "outside": {
        "nothing": _("not even to those we live with"),
        "own": _("except what is one’s own"),
    },
    "breach": {"moderator": _("whoever moderates"), "all": _("all of us")},
    "moderating": {"round": _("goes round"), "term": _("stays with one of us for the term")},
}


@dataclass(frozen=True)
class Piece:
    """A piece of a sentence: words, or where a choice stands, by its `name`."""

    text: str
    name: str = ""


@dataclass(frozen=True)
class Sentence:
    """A sentence of a charter; `before` is how it stood in the one in force, empty where it stays."""

    pieces: Sequence[Piece]
    before: str = ""

    def __str__(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def sentences(choices: Choices, before: Choices | None = None) -> list[Sentence]:
    """Say choices in sentences, each with how it stood before where that was otherwise."""
    found = []
    for template in SENTENCES:
        pieces = _pieces(str(template), choices)
        differs = before is not None and changed(before, choices) & {piece.name for piece in pieces}
        stood = "".join(piece.text for piece in _pieces(str(template), before)) if before and differs else ""
        found.append(Sentence(pieces, stood))
    return found


def _pieces(template: str, choices: Choices) -> list[Piece]:
    parts = re.split(r"\{(\w+)\}", template)
    # Every second part is the name of a choice.
    named = [
        Piece(str(LABELS[part][getattr(choices, part)]), part) if place % 2 else Piece(part)
        for place, part in enumerate(parts)
    ]
    return [piece for piece in named if piece.text]
