"""Make keys, replace them, and seal them anew, as their person's browser sends them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.activity.actions import Told, record
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict
from roost.ground.people.access import organisations_of
from roost.ground.people.models import Person
from roost.ground.vault.access import devices_of, keyring_for, keyring_of
from roost.ground.vault.actions.verbs import KEYED
from roost.ground.vault.models import EarlierKeyring, Keyring


@dataclass(frozen=True)
class Keys:
    """Two public keys, and the private ones as their person's browser sealed them twice."""

    box: str
    sign: str
    sealed: str
    recovery: str


@transaction.atomic
def make_keys(by: Person, *, keys: Keys) -> Keyring:
    """Keep a person's first keys. Raises Conflict where there are some: those are replaced by `renew_keys` alone."""
    _take_turns(by)
    if keyring_of(by) is not None:
        raise Conflict(_("You have a key already. Load the page again."))
    ring = Keyring.objects.create(
        person=by, box=keys.box, sign=keys.sign, sealed=keys.sealed, recovery=keys.recovery, made_at=clock.now()
    )
    _tell_keyed(by)
    return ring


@transaction.atomic
def renew_keys(by: Person, *, number: int, keys: Keys) -> Keyring:
    """Replace a person's keys by new ones, because passphrase and code are lost; `number` is that of the old ones.

    Everybody who writes with this person is asked to compare the new ones before they are used. The old ones are kept
    as they were sealed, for their owner alone. Devices that opened them are forgotten.
    Raises Conflict when the keys were replaced meanwhile.
    """
    _take_turns(by)
    ring = keyring_for(by)
    if ring.number != number or ring.box == keys.box:
        raise Conflict(_("Your keys were changed meanwhile. Load the page again."))
    EarlierKeyring.objects.create(
        person=by,
        number=ring.number,
        box=ring.box,
        sign=ring.sign,
        sealed=ring.sealed,
        recovery=ring.recovery,
        made_at=ring.made_at,
    )
    ring.box, ring.sign, ring.sealed, ring.recovery = keys.box, keys.sign, keys.sealed, keys.recovery
    ring.number, ring.version, ring.made_at = number + 1, 1, clock.now()
    ring.save()
    devices_of(by).delete()
    _tell_keyed(by)
    return ring


@transaction.atomic
def reseal_keys(by: Person, *, number: int, version: int, sealed: str) -> Keyring:
    """Keep the same keys under another passphrase. Raises Conflict when something was changed meanwhile."""
    _take_turns(by)
    ring = keyring_for(by)
    if (ring.number, ring.version) != (number, version):
        raise Conflict(_("Your keys were changed meanwhile. Load the page again."))
    ring.sealed, ring.version = sealed, version + 1
    ring.save(update_fields=["sealed", "version"])
    return ring


def _take_turns(by: Person) -> None:
    Person.objects.select_for_update().get(pk=by.pk)


def _tell_keyed(by: Person) -> None:
    for organisation in organisations_of(by, clock.today(by.time_zone)):
        record(Told(KEYED, organisation, actor=by.pk))
