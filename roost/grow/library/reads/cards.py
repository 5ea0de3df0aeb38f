"""The cards that come with Roost: one per behaviour, read from their files once."""

from __future__ import annotations

from functools import lru_cache

from roost.grow.library.engine import SHIPPED, Card, Deck, read_cards


@lru_cache(maxsize=1)
def deck() -> Deck:
    """Give the cards, ready to be searched."""
    return Deck(read_cards(SHIPPED))


def card_for(behaviour: str) -> Card | None:
    """Give the card of a behaviour by its key; None for an unknown one. No query."""
    return deck().cards.get(behaviour)
