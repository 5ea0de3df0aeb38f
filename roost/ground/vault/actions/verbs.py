"""What the vault tells the rest of the house."""

from __future__ import annotations

from roost.ground.activity.actions import Told, record
from roost.ground.activity.ports import Purpose, Verb
from roost.ground.vault.models import Group

KEYED = Verb("vault.keyed", Purpose.DEVELOPMENT, "Somebody made keys, or new ones.", names_people=False)
BEGAN = Verb("vault.began", Purpose.DEVELOPMENT, "A group that writes for itself began.", names_people=False)
LET_IN = Verb("vault.let_in", Purpose.DEVELOPMENT, "Somebody was let into such a group.", names_people=False)
LET_OUT = Verb("vault.let_out", Purpose.DEVELOPMENT, "Somebody left such a group.", names_people=False)
CLOSED = Verb("vault.closed", Purpose.DEVELOPMENT, "Such a group was closed.", names_people=False)
WROTE = Verb("vault.wrote", Purpose.DEVELOPMENT, "A note was written, or written anew.", names_people=False)
DELETED = Verb("vault.deleted", Purpose.DEVELOPMENT, "A note was deleted by its author.", names_people=False)


def tell(verb: Verb, group: Group, by: int | None) -> None:
    """Record one fact about a group; it names nobody."""
    record(Told(verb, group.organisation_id, actor=by, subject=f"vault:{group.pk}"))
