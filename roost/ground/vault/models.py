"""What the server keeps of text that only its readers can open: public keys, sealed bundles, records, ciphertext.

Nothing here can be read without a passphrase, a recovery code or an opened key, and those never reach the server.
"""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q

from roost.ground.kit.scopes import organisation_manager
from roost.ground.people.models import Organisation, Person

LONGEST_KIND = 40
LONGEST_PLACE = 80
LONGEST_LABEL = 60
LONGEST_CREDENTIAL = 1364
"""1023 bytes, the most that WebAuthn allows, in the letters of base64."""
KEY_LETTERS = 43
"""32 bytes in the letters of base64 that are safe in addresses, without padding."""
NONCE_LETTERS = 32
SIGNATURE_LETTERS = 86


class Keyring(models.Model):
    """The keys of a person: two public ones, and the private ones sealed under a passphrase and a recovery code.

    `number` grows with each new pair of keys, `version` with each new seal around the same ones.
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    box = models.CharField(max_length=KEY_LETTERS)
    sign = models.CharField(max_length=KEY_LETTERS)
    sealed = models.TextField()
    recovery = models.TextField()
    made_at = models.DateTimeField()


class EarlierKeyring(models.Model):
    """Keys that their person replaced, sealed as they were: what was written under them may still be opened."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    box = models.CharField(max_length=KEY_LETTERS)
    sign = models.CharField(max_length=KEY_LETTERS)
    sealed = models.TextField()
    recovery = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "number"], name="one_earlier_keyring_per_number")]


class Device(models.Model):
    """A device that opens its person's present keys: they are sealed once more, under what its passkey gives.

    `credential` is the passkey's name for itself; it signs nobody in.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    credential = models.CharField(max_length=LONGEST_CREDENTIAL)
    label = models.CharField(max_length=LONGEST_LABEL)
    sealed = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "credential"], name="one_device_per_credential")]


class Group(models.Model):
    """People who read and write together; `kind` says which room above knows what they are to each other.

    Once it is closed, nothing is added; what is there stays to be read, taken along and deleted. `changes` counts what
    happened in it, so that a page asks for what is new alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=LONGEST_KIND)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    changes = models.PositiveBigIntegerField(default=0)
    objects = organisation_manager()


class Membership(models.Model):
    """One stay of a person in a group."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    group = models.ForeignKey(Group, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    let_in_at = models.DateTimeField()
    let_out_at = models.DateTimeField(null=True)
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "person"], condition=Q(let_out_at=None), name="one_stay_at_a_time")
        ]


class Epoch(models.Model):
    """A time between two changes of who reads: the record as its maker signed it, letter by letter."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    group = models.ForeignKey(Group, models.CASCADE, related_name="epochs")
    number = models.PositiveIntegerField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    record = models.TextField()
    signature = models.CharField(max_length=SIGNATURE_LETTERS)
    made_at = models.DateTimeField()
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "number"], name="one_epoch_per_number")]


class HandedKey(models.Model):
    """An earlier epoch's key that a member sealed for somebody who was not there then, or has new keys since."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    epoch = models.ForeignKey(Epoch, models.CASCADE, related_name="handed")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    box = models.CharField(max_length=KEY_LETTERS)
    sealed = models.CharField(max_length=200)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    handed_at = models.DateTimeField()
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["epoch", "person", "box"], name="handed_once")]


class Note(models.Model):
    """Something that a member wrote; `key` is chosen by the browser, because it is sealed in with the words.

    A note that was deleted stays as a mark without any version. `place` says where on the pages of the room above it
    stands, empty for the page of the group's notes; `changed` is what the group's count came to with its last change.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    group = models.ForeignKey(Group, models.CASCADE, related_name="notes")
    key = models.UUIDField()
    author = models.ForeignKey(Person, models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    place = models.CharField(max_length=LONGEST_PLACE, default="")
    changed = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "key"], name="one_note_per_key")]
        indexes = [models.Index(fields=["group", "place", "changed"], name="notes_of_a_place")]


class NoteVersion(models.Model):
    """One version of a note, as it came from its author's browser."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    note = models.ForeignKey(Note, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    epoch = models.ForeignKey(Epoch, models.RESTRICT, related_name="+")
    nonce = models.CharField(max_length=NONCE_LETTERS)
    sealed = models.TextField()
    written_at = models.DateTimeField()
    objects = organisation_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "number"], name="one_version_per_number")]
