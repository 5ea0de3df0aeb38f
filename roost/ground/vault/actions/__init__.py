"""Make keys, start groups, let people in and out, and keep what their browsers sealed. Nothing is opened here."""

from roost.ground.vault.actions.devices import add_device, remove_device
from roost.ground.vault.actions.groups import (
    MOST_MEMBERS,
    close_group,
    close_groups,
    leave_group,
    let_in,
    let_out,
    start_group,
)
from roost.ground.vault.actions.keyrings import Keys, make_keys, renew_keys, reseal_keys
from roost.ground.vault.actions.sharing import add_epoch, hand_over
from roost.ground.vault.actions.writing import Sealed, delete_note, forget_places, write_note

__all__ = [
    "MOST_MEMBERS",
    "Keys",
    "Sealed",
    "add_device",
    "add_epoch",
    "close_group",
    "close_groups",
    "delete_note",
    "forget_places",
    "hand_over",
    "leave_group",
    "let_in",
    "let_out",
    "make_keys",
    "remove_device",
    "renew_keys",
    "reseal_keys",
    "start_group",
    "write_note",
]
