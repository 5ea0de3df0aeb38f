"""What people change in the library: items of their organisation, and what they say they tried."""

from roost.grow.library.actions.adding import (
    MOST_BEHAVIOURS,
    Upload,
    Words,
    add_item,
    change_item,
    delete_item,
    remove_item,
    return_item,
    withdraw_item,
)
from roost.grow.library.actions.indexing import forget_words, index_again, index_item, indexed, read_document, row_of
from roost.grow.library.actions.keeping import forget_files, path_of
from roost.grow.library.actions.trying import say_tried, take_back_tried
from roost.grow.library.actions.verbs import ADDED, TRIED
from roost.grow.library.models import Kind

__all__ = [
    "ADDED",
    "MOST_BEHAVIOURS",
    "TRIED",
    "Kind",
    "Upload",
    "Words",
    "add_item",
    "change_item",
    "delete_item",
    "forget_files",
    "forget_words",
    "index_again",
    "index_item",
    "indexed",
    "path_of",
    "read_document",
    "remove_item",
    "return_item",
    "row_of",
    "say_tried",
    "take_back_tried",
    "withdraw_item",
]
