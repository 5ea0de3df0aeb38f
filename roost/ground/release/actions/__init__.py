"""Freeze what is told of a group, and keep what people answer in confidence until then."""

from roost.ground.release.actions.answering import (
    Ballot,
    cast,
    close_box,
    destroy_box,
    destroy_forgotten,
    issue_ticket,
    open_box,
    renew_ticket,
)
from roost.ground.release.actions.freezing import freeze

__all__ = [
    "Ballot",
    "cast",
    "close_box",
    "destroy_box",
    "destroy_forgotten",
    "freeze",
    "issue_ticket",
    "open_box",
    "renew_ticket",
]
