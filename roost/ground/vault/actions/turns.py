"""Let changes of a group take turns, and count them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from roost.ground.kit import live
from roost.ground.kit.errors import Conflict, Forbidden
from roost.ground.people.models import Person
from roost.ground.vault.access import keyring_for
from roost.ground.vault.engine import Reader
from roost.ground.vault.models import Group
from roost.ground.vault.reads import people_in, readers_of


def turn_of(group: Group) -> Group:
    """Let changes of one group take turns, until the transaction ends."""
    return Group.objects.select_for_update().get(pk=group.pk)


def count_change(group: Group) -> int:
    """Count a change of a group whose turn was taken; pages ask for what came after the last that they saw."""
    group.changes += 1
    group.save(update_fields=["changes"])
    live.tell()
    return group.changes


def open_turn_of(group: Group) -> Group:
    """Take the turn of a group that takes notes; raises Conflict for one that is closed."""
    group = turn_of(group)
    if group.closed_at is not None:
        raise Conflict(_("These notes are closed. They stay to be read, and nothing is added."))
    return group


def readers_today(group: Group, by: Person) -> list[Reader]:
    """Give who could read today, to one of the group who has keys; raises Forbidden and NotFound for others."""
    people = people_in(group)
    if by.pk not in people:
        raise Forbidden(_("You are no longer in this group."))
    keyring_for(by)
    return readers_of(people)
