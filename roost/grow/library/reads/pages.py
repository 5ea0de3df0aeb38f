"""What the library shows: what answers a question, what there is, a card, an item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils.safestring import SafeString

from roost.ground.behaviours.reads import THEMES, Behaviour, Theme, behaviour_named, behaviours_of
from roost.ground.people.models import Organisation, Person
from roost.ground.people.reads import names_in
from roost.ground.ui.slots import Card as SlotCard
from roost.grow.library.access import may_remove, own_closed_tries, own_items, visible_items
from roost.grow.library.engine import (
    LONGEST_QUESTION,
    MOST_CANDIDATES,
    Card,
    Hit,
    Question,
    ask,
    language,
    mark,
    search,
)
from roost.grow.library.models import Item, Kind, Tried
from roost.grow.library.reads.cards import card_for, deck
from roost.grow.library.reads.indexes import DatabaseIndex
from roost.grow.library.reads.reasons import why_found
from roost.grow.library.reads.rendering import rendered
from roost.grow.library.reads.tries import TriedHere, tried_here

MOST_BY_BEHAVIOUR = 3
CARDS_FIRST = 3
A_PAGE = 12
MOST_BESIDE = 4
CARDS_ONLY, ITEMS_ONLY = "card", "here"
NEWEST_FIRST = 3
MOST_CLOSED = 100


@dataclass(frozen=True)
class CardLine:
    """A card in a list, with its behaviour and why it was found (empty where nobody asked)."""

    card: Card
    behaviour: Behaviour
    why: str = ""


@dataclass(frozen=True)
class ItemLine:
    """An item in a list: what it is about, who added it (empty for somebody who is no more), why it was found."""

    item: Item
    behaviours: Sequence[Behaviour]
    added_by: str
    why: str = ""


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for. Unknown kinds and behaviours are none."""

    words: str = ""
    kind: str = ""
    behaviour: str = ""

    @classmethod
    def of(cls, told: Mapping[str, str]) -> Wanted:
        """Read what an address says."""
        kind, key = told.get("kind", ""), told.get("behaviour", "")
        return cls(
            words=" ".join(told.get("q", "").split())[:LONGEST_QUESTION],
            kind=kind if kind in {*Kind.values, CARDS_ONLY, ITEMS_ONLY} else "",
            behaviour=key if behaviour_named(key) else "",
        )

    @property
    def is_nothing(self) -> bool:
        """Say whether nothing is asked for."""
        return self == Wanted()

    @property
    def marks(self) -> list[str]:
        kind = [f":{self.kind}"] if self.kind in Kind.values else []
        return kind + ([mark(self.behaviour)] if self.behaviour else [])


@dataclass(frozen=True)
class Shelf:
    """A theme and its cards."""

    theme: Theme
    cards: Sequence[CardLine]


@dataclass(frozen=True)
class LibraryPage:
    """What is found: cards, then what people here added. `read_as` are words that were probably misspelt.

    Where nobody asks for anything, `shelves` hold all cards, and the items are the newest few.
    """

    wanted: Wanted
    cards: Sequence[CardLine]
    shelves: Sequence[Shelf]
    items: Page[int]
    lines: Sequence[ItemLine]
    read_as: Sequence[tuple[str, str]]

    @property
    def is_nothing(self) -> bool:
        return not self.cards and not self.shelves and not self.lines


def library_page(person: Person, organisation: Organisation, wanted: Wanted, number: str | None = None) -> LibraryPage:
    """Find what answers a question, or all there is.

    Four queries where nothing is asked: which items, where the person belongs, the items, names. A question takes three
    more, for how many hold its terms, how long fields are, and the candidates' terms; and one for each of its words
    that very many items hold.
    """
    question = ask(wanted.words, language())
    cards = _cards(wanted, question)
    reasons: dict[int, str] = {}
    numbers: Sequence[int] = []
    if wanted.kind != CARDS_ONLY:
        index = DatabaseIndex(organisation.pk, wanted.marks)
        if wanted.words:
            hits = _few_by_behaviour(search(question, index))
            reasons = {hit.number: why_found(hit) for hit in hits}
            numbers = [hit.number for hit in hits]
        else:
            numbers = index.with_all([], NEWEST_FIRST if wanted.is_nothing else MOST_CANDIDATES)
    page = Paginator(numbers, A_PAGE).get_page(number)
    is_open = wanted.is_nothing or wanted == Wanted(kind=CARDS_ONLY)
    return LibraryPage(
        wanted=wanted,
        cards=cards,
        shelves=[_shelf(theme) for theme in THEMES] if is_open else [],
        items=page,
        lines=_lines(person, organisation, list(page), reasons),
        read_as=sorted(question.read_as.items()),
    )


def _few_by_behaviour(hits: Sequence[Hit]) -> list[Hit]:
    """Leave out all but the first three that share no word with the question, only what it speaks of.

    Else whatever somebody tags with a behaviour would answer every worry about it.
    """
    left, found = MOST_BY_BEHAVIOUR, []
    for hit in hits:
        shares_a_word = any(not one.behaviour for one in hit.reasons)
        if shares_a_word or left:
            found.append(hit)
            left -= not shares_a_word
    return found


def _cards(wanted: Wanted, question: Question) -> list[CardLine]:
    if wanted.kind not in {"", CARDS_ONLY}:
        return []
    if not wanted.words:
        return [one for one in [_line_of_card(wanted.behaviour)] if one is not None]
    found = deck().search(question)
    lines = [_line_of_card(one.card.key, why_found(one.hit)) for one in found]
    chosen = [one for one in lines if one and wanted.behaviour in {"", one.card.key}]
    return chosen if wanted.kind == CARDS_ONLY else chosen[:CARDS_FIRST]


def _line_of_card(key: str, why: str = "") -> CardLine | None:
    card, behaviour = card_for(key), behaviour_named(key)
    return CardLine(card, behaviour, why) if card and behaviour else None


def _shelf(theme: Theme) -> Shelf:
    lines = [_line_of_card(behaviour.key) for behaviour in behaviours_of(theme)]
    return Shelf(theme, [one for one in lines if one])


def _lines(
    person: Person, organisation: Organisation, numbers: Sequence[int], reasons: Mapping[int, str]
) -> list[ItemLine]:
    found = visible_items(person).filter(organisation=organisation).defer("text").in_bulk(numbers)
    names = names_in(organisation, {one.added_by_id for one in found.values() if one.added_by_id})
    return [line_of_item(found[one], names, reasons.get(one, "")) for one in numbers if one in found]


def line_of_item(item: Item, names: Mapping[int, str], why: str = "") -> ItemLine:
    """Give an item as lists show it. No query."""
    behaviours = [one for key in item.behaviours if (one := behaviour_named(key)) is not None]
    return ItemLine(item, behaviours, names.get(item.added_by_id or 0, ""), why)


@dataclass(frozen=True)
class CardPage:
    """A card to read, what people here tried, and what they added about the same behaviour."""

    card: Card
    behaviour: Behaviour
    body: SafeString
    tried: TriedHere
    beside: Sequence[ItemLine]


def card_page(person: Person, organisation: Organisation, card: Card) -> CardPage:
    """Give a card with what belongs to it. Five queries."""
    behaviour = behaviour_named(card.key)
    if behaviour is None:
        raise LookupError(f"The card {card.key} belongs to no behaviour.")
    numbers = DatabaseIndex(organisation.pk, [mark(card.key)]).with_all([], MOST_BESIDE)
    return CardPage(
        card=card,
        behaviour=behaviour,
        body=rendered(card.body),
        tried=tried_here(person, organisation, card.key),
        beside=_lines(person, organisation, numbers, {}),
    )


@dataclass(frozen=True)
class ItemPage:
    """An item, what people here tried of it, and what the person may do with it."""

    line: ItemLine
    body: SafeString
    tried: TriedHere
    is_mine: bool
    may_remove: bool
    cards: Sequence[CardLine]


def item_page(person: Person, item: Item) -> ItemPage:
    """Give an item with what belongs to it. Four queries."""
    names = names_in(item.organisation, {item.added_by_id} if item.added_by_id else set())
    cards = [_line_of_card(key) for key in item.behaviours]
    return ItemPage(
        line=line_of_item(item, names),
        body=rendered(item.text if item.kind == Kind.NOTE else ""),
        tried=tried_here(person, item.organisation, item),
        is_mine=item.added_by_id == person.pk,
        may_remove=may_remove(person, item.organisation),
        cards=[one for one in cards if one],
    )


@dataclass(frozen=True)
class OwnPage:
    """What somebody added, and what they tried of things that nobody finds any more."""

    items: Page[Item]
    lines: Sequence[ItemLine]
    tries: Sequence[Tried]


def own_page(person: Person, number: str | None = None) -> OwnPage:
    """Give what the person added, the newest first, withdrawn and removed items among it. Five queries."""
    page = Paginator(own_items(person).defer("text"), A_PAGE).get_page(number)
    tries = list(own_closed_tries(person)[:MOST_CLOSED])
    return OwnPage(page, [line_of_item(one, {}) for one in page], tries)


def library_card(viewer: Person, subject: Person) -> SlotCard | None:
    """Lead from Grow into the library; shown to oneself alone. No query."""
    return SlotCard("library/grow.html") if viewer == subject else None
