"""Let devices open somebody's keys, and forget them again."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, Forbidden, InputError
from roost.ground.people.models import Person
from roost.ground.vault.access import devices_of, keyring_for
from roost.ground.vault.models import Device

MOST_DEVICES = 20


@transaction.atomic
def add_device(by: Person, *, number: int, credential: str, label: str, sealed: str) -> Device:
    """Keep somebody's keys as their browser sealed them for a device; `number` is that of the keys.

    Raises Conflict where the keys were replaced meanwhile or the device is known, InputError for more than twenty.
    """
    Person.objects.select_for_update().get(pk=by.pk)
    if keyring_for(by).number != number:
        raise Conflict(_("Your keys were changed meanwhile. Load the page again."))
    known = devices_of(by)
    if known.filter(credential=credential).exists():
        raise Conflict(_("This device opens your key already."))
    if known.count() >= MOST_DEVICES:
        raise InputError(_("You have twenty devices. Remove one that you do not use any more."))
    return Device.objects.create(person=by, credential=credential, label=label, sealed=sealed, made_at=clock.now())


@transaction.atomic
def remove_device(device: Device, *, by: Person) -> None:
    """Forget a device of one's own: it opens nothing any more. Raises Forbidden for somebody else's."""
    if device.person_id != by.pk:
        raise Forbidden(_("This is somebody else's device."))
    device.delete()
