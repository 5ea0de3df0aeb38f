"""Keep the records of who reads, and the keys that members hand over."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, Forbidden, InputError
from roost.ground.people.models import Person
from roost.ground.vault.actions.turns import count_change, open_turn_of, readers_today
from roost.ground.vault.engine import Place, check_record, readers_in
from roost.ground.vault.models import Epoch, Group, HandedKey
from roost.ground.vault.ports import PADS
from roost.ground.vault.reads import latest_epoch, people_in

FEWEST_TO_BEGIN = 2
"""How many need a key before a group of many writes."""


@transaction.atomic
def add_epoch(group: Group, *, by: Person, told: str, signature: str) -> Epoch:
    """Keep the next record of who reads, if it is that; the same again gives the first.

    Raises Conflict where somebody was quicker or the readers are others by now, where nobody wrote so far and somebody
    has no key yet (in a group of many: where fewer than two have one), or where the group is closed; InputError for a
    record that never fitted.
    """
    group = open_turn_of(group)
    today, latest = readers_today(group, by), latest_epoch(group)
    if latest is not None and (latest.record, latest.signature) == (told, signature):
        return latest
    many = PADS.are_for(group.kind)
    if latest is None and many and len(today) < FEWEST_TO_BEGIN:
        raise Conflict(_("Two need a key before anybody can write."))
    if latest is None and not many and len(today) < len(people_in(group)):
        raise Conflict(_("Somebody here has no key yet."))
    number = latest.number + 1 if latest else 1
    place = Place(group.organisation_id, str(group.pk), number, latest.record if latest else None)
    check_record(told, place=place, by=by.pk, today=today, many=many)
    count_change(group)
    return Epoch.objects.create(
        organisation_id=group.organisation_id,
        group=group,
        number=number,
        made_by=by,
        record=told,
        signature=signature,
        made_at=clock.now(),
    )


@transaction.atomic
def hand_over(group: Group, *, by: Person, person: int, box: str, sealed: Mapping[int, str]) -> int:
    """Keep epochs' keys that a member sealed for a reader, by number of the epoch; give how many were new.

    What was handed before is replaced, because it may not have opened; so whoever waits to be let in hands over to
    nobody but themselves. Raises Conflict where the receiver is not a reader of today with this public key, and in a
    closed group; Forbidden for who does not read yet; InputError for unknown epochs.
    """
    group = open_turn_of(group)
    today, latest = readers_today(group, by), latest_epoch(group)
    reading = readers_in(latest.record) if latest is not None else frozenset(today)
    if by.pk != person and by.pk not in {one.person for one in reading.intersection(today)}:
        raise Forbidden(_("You wait to be let in here yourself."))
    if (person, box) not in {(reader.person, reader.box) for reader in today}:
        raise Conflict(_("Who reads here has changed. Load the page again."))
    epochs = {epoch.number: epoch for epoch in Epoch.objects.filter(group=group, number__in=list(sealed))}
    if set(epochs) != set(sealed):
        raise InputError(_("There is no such time to share."))
    before, _rows = HandedKey.objects.filter(epoch__in=epochs.values(), person=person, box=box).delete()
    HandedKey.objects.bulk_create(
        HandedKey(
            organisation_id=group.organisation_id,
            epoch=epochs[number],
            person_id=person,
            box=box,
            sealed=sealed[number],
            by=by,
            handed_at=clock.now(),
        )
        for number in sorted(sealed)
    )
    count_change(group)
    return len(sealed) - before
