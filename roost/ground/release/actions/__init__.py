"""Freeze what is told of a group, and keep what people answer in confidence until then."""

from roost.ground.release.actions.answering import (
    Ballot,
    cast,
    close_box,
    destroy_box,
    destroy_forgotten,
    issue_ticket,
    keep_draft,
    open_box,
    ticket_secret,
)
from roost.ground.release.actions.freezing import freeze
from roost.ground.release.sealing import Unreadable, put_aside, shuffled, take_out

__all__ = [
    "Ballot",
    "Unreadable",
    "cast",
    "close_box",
    "destroy_box",
    "destroy_forgotten",
    "freeze",
    "issue_ticket",
    "keep_draft",
    "open_box",
    "put_aside",
    "shuffled",
    "take_out",
    "ticket_secret",
]
