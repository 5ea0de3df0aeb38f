"""Pages of the library: finding, reading, adding, saying what one tried."""

from roost.grow.library.views.adding import add, change, delete, put_back, remove, withdraw
from roost.grow.library.views.finding import card, file, item, library, mine
from roost.grow.library.views.trying import say_card_tried, say_item_tried, take_back

__all__ = [
    "add",
    "card",
    "change",
    "delete",
    "file",
    "item",
    "library",
    "mine",
    "put_back",
    "remove",
    "say_card_tried",
    "say_item_tried",
    "take_back",
    "withdraw",
]
