"""The shapes of what browsers send: letters, lengths and counts. What is inside, nobody here can say."""

from __future__ import annotations

import json
from typing import Annotated, Literal, TypeVar
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from roost.ground.kit.errors import InputError
from roost.ground.vault.actions import MOST_MEMBERS
from roost.ground.vault.models import (
    KEY_LETTERS,
    LONGEST_CREDENTIAL,
    LONGEST_LABEL,
    LONGEST_PLACE,
    NONCE_LETTERS,
    SIGNATURE_LETTERS,
)

LARGEST_BODY = 64 * 1024
# What XChaCha20-Poly1305 makes of a note that was filled up to 256 bytes, 1, 4 or 16 kilobytes, in letters.
SEALED_LETTERS = frozenset(-(-(size + 16) * 4 // 3) for size in (256, 1024, 4096, 16384))
LETTERS = r"^[A-Za-z0-9_-]+$"
# Nothing that steers a screen, nor what PostgreSQL keeps in no text.
SEEN = r"^\P{Cc}+$"


def letters(count: int) -> StringConstraints:
    return StringConstraints(pattern=LETTERS, min_length=count, max_length=count)


Key = Annotated[str, letters(KEY_LETTERS)]
Bundle = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$", max_length=400)]
Person = Annotated[int, Field(ge=1, lt=2**63)]
# What the person signs in with, which Roost knows in any case; never the passphrase of the keys.
Password = Annotated[str, StringConstraints(max_length=4096)]
Number = Annotated[int, Field(ge=1, le=1_000_000)]


PlaceLabel = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9:-]+$", max_length=LONGEST_PLACE)]
MOST_PLACES = 50


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class KeysForm(Shape):
    """A person's new keys; `number` is that of the ones they replace."""

    number: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    box: Key
    sign: Key
    sealed: Bundle
    recovery: Bundle
    password: Password = ""


class SealForm(Shape):
    """The same keys under another passphrase."""

    number: Number
    version: Number
    sealed: Bundle
    password: Password = ""


class DeviceForm(Shape):
    """The keys of that number, sealed for a device."""

    number: Number
    credential: Annotated[str, StringConstraints(pattern=LETTERS, max_length=LONGEST_CREDENTIAL)]
    label: Annotated[
        str, StringConstraints(pattern=SEEN, strip_whitespace=True, min_length=1, max_length=LONGEST_LABEL)
    ]
    sealed: Bundle
    password: Password = ""


class EpochForm(Shape):
    """The next record of who reads."""

    record: Annotated[str, StringConstraints(pattern=r"^[ -~]+$", max_length=600 + MOST_MEMBERS * 300)]
    signature: Annotated[str, letters(SIGNATURE_LETTERS)]


class NoteForm(Shape):
    """A note or a version of one."""

    note: UUID
    version: Number
    epoch: Number
    nonce: Annotated[str, letters(NONCE_LETTERS)]
    sealed: Annotated[str, StringConstraints(pattern=LETTERS, max_length=max(SEALED_LETTERS))]
    place: PlaceLabel | Literal[""] = ""

    @field_validator("sealed")
    @classmethod
    def _is_filled_up(cls, sealed: str) -> str:
        if len(sealed) not in SEALED_LETTERS:
            raise ValueError("not filled up")
        return sealed


class HandForm(Shape):
    """Keys of earlier epochs, sealed for one person."""

    person: Person
    box: Key
    sealed: Annotated[dict[Number, Annotated[str, letters(107)]], Field(min_length=1, max_length=400)]


class PlacesForm(Shape):
    """What a pad asks for: places, after which change, and a digest of what it knows of who reads."""

    place: Annotated[list[PlaceLabel], Field(min_length=1, max_length=MOST_PLACES)]
    since: Annotated[int, Field(ge=0, lt=2**63)] = 0
    known: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]*$", max_length=64)] = ""


Form = TypeVar("Form", bound=Shape)


def asked(request: HttpRequest) -> PlacesForm:
    """Read which places are asked for; raises InputError for what does not have the shape."""
    told = {name: request.GET[name] for name in request.GET if name != "place"}
    try:
        return PlacesForm.model_validate(told | {"place": request.GET.getlist("place")})
    except ValidationError as error:
        raise InputError(_("This did not come as the page sends it. Load the page again.")) from error


def read(form: type[Form], request: HttpRequest) -> Form:
    """Read a request's body as a form; raises InputError for what does not have its shape or is too large."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        raise InputError(_("This is larger than a note can be."))
    try:
        return form.model_validate(json.loads(request.body))
    except (ValueError, RecursionError, ValidationError) as error:
        raise InputError(_("This did not come as the page sends it. Load the page again.")) from error
