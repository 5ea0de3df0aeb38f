"""Cards: a file each, with a head of TOML between two lines of +++ and words in Markdown below."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from roost.ground.kit.errors import InputError, Problem
from roost.ground.kit.errors import Words as _
from roost.grow.library.engine.asking import Question, ask
from roost.grow.library.engine.language import Language, language
from roost.grow.library.engine.ranking import Document, Hit, document_of
from roost.grow.library.engine.searching import Shelf, search

SHIPPED = Path(__file__).parents[1] / "cards"
"""The folder of the cards that come with Roost."""

FENCE = "+++"
LARGEST_FILE = 1_000_000
HEAD = {"title": str, "summary": str, "minutes": int, "moments": list, "sources": list}


@dataclass(frozen=True)
class Card:
    """Something short to read. `key` is the name of its file, and `body` is Markdown."""

    key: str
    title: str
    summary: str
    minutes: int
    moments: Sequence[str]
    sources: Sequence[str]
    body: str


@dataclass(frozen=True)
class Found:
    """A card that answers a question, and why."""

    card: Card
    hit: Hit


def parse_card(key: str, text: str) -> Card:
    """Read one card. Raises InputError naming what of the head is missing or of another kind."""
    before, fence, rest = text.partition(f"{FENCE}\n")
    head, end, body = rest.partition(f"\n{FENCE}\n")
    if before.strip() or not fence or not end:
        raise InputError(Problem(_("The file must begin with a head between two lines of +++."), file=key))
    try:
        told = tomllib.loads(head)
    except tomllib.TOMLDecodeError as error:
        raise InputError(Problem(_("The head is no TOML: %(why)s", why=str(error)), file=key)) from None
    problems = [
        Problem(_("The head must say this, as %(kind)s.", kind=kind.__name__), column=name, file=key)
        for name, kind in HEAD.items()
        if not isinstance(told.get(name), kind) or not told[name]
    ]
    if problems:
        raise InputError(problems)
    return Card(key=key, body=body.strip(), **{name: told[name] for name in HEAD})


def read_cards(folder: Path) -> list[Card]:
    """Read the cards of a folder, by name. Raises InputError for a folder without any, or a file that is none."""
    found = []
    for path in sorted(folder.glob("*.md")):
        try:
            if path.stat().st_size > LARGEST_FILE:
                raise InputError(Problem(_("A card is no longer than a megabyte."), file=path.name))
            found.append(parse_card(path.stem, path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            raise InputError(Problem(_("This is no text in UTF-8."), file=path.name)) from None
    if not found:
        raise InputError(_("There is no card in %(folder)s: a card is a file that ends in .md.", folder=str(folder)))
    return found


class Deck:
    """Cards that can be searched: `Deck(read_cards(folder)).search("I am scared of the board")`."""

    def __init__(self, cards: Sequence[Card], speaks: Language | None = None) -> None:
        self.cards = {card.key: card for card in cards}
        self._language = speaks or language()
        # Among equals the highest number comes first, so the last of the alphabet gets the lowest.
        self._order = list(reversed(list(self.cards.values())))
        self._shelf = Shelf([self._document(number, card) for number, card in enumerate(self._order)])

    def _document(self, number: int, card: Card) -> Document:
        texts = {
            "title": card.title,
            "summary": card.summary,
            "moments": "\n".join(card.moments),
            "tags": card.key.replace("-", " "),
            "body": card.body,
        }
        return document_of(number, texts, [card.key], self._language)

    def search(self, question: str | Question) -> list[Found]:
        """Give the cards that answer a question, the best first, each with why."""
        asked = ask(question, self._language) if isinstance(question, str) else question
        return [Found(self._order[hit.number], hit) for hit in search(asked, self._shelf)]
