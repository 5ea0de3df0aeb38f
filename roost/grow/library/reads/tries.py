"""Who here tried this: what colleagues let others read, in the order of names, and one's own line; no counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from roost.ground.people.models import Organisation, Person
from roost.ground.people.reads import names_in
from roost.grow.library.access import visible_tries
from roost.grow.library.models import Item, Tried

MOST_SHOWN = 100


@dataclass(frozen=True)
class TriedLine:
    """What a colleague tried, as they let others read it."""

    name: str
    words: str
    said_at: datetime


@dataclass(frozen=True)
class TriedHere:
    """What others tried, and the person's own line."""

    others: Sequence[TriedLine]
    mine: Tried | None


def tried_here(person: Person, organisation: Organisation, thing: Item | str) -> TriedHere:
    """Give what was tried of an item, or of a card by its behaviour's key: the newest hundred, by name. Three
    queries, besides one for where the person belongs.
    """
    about: dict[str, object] = {"card": thing} if isinstance(thing, str) else {"item": thing}
    found = visible_tries(person).filter(organisation=organisation, **about).order_by("-said_at", "-pk")
    others = list(found.exclude(person=person)[:MOST_SHOWN])
    names = names_in(organisation, {one.person_id for one in others})
    lines = [TriedLine(names[one.person_id], one.words, one.said_at) for one in others]
    return TriedHere(sorted(lines, key=lambda line: line.name.casefold()), found.filter(person=person).first())
