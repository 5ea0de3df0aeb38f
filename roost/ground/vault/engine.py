"""What the server can check of a record that it cannot open: its form, its place in the chain, and whom it names.

Signatures and keys are checked by the browsers of those who read, each time anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from roost.ground.kit.errors import Conflict, InputError
from roost.ground.kit.errors import Words as _

PARTS = {"by", "commitment", "group", "n", "organisation", "previous", "roster"}
PARTS_OF_A_READER = {"person", "box", "sign", "key"}
# In the letters of base64 that are safe in addresses: 32 bytes, and 32 bytes sealed for a public key.
KEY = re.compile(r"[A-Za-z0-9_-]{43}")
WRAPPED_KEY = re.compile(r"[A-Za-z0-9_-]{107}")


@dataclass(frozen=True, order=True)
class Reader:
    """A person and the public keys they hold."""

    person: int
    box: str
    sign: str


@dataclass(frozen=True)
class Place:
    """Where in which chain a record would stand; `before` is the record that it follows, if there is one."""

    organisation: int
    group: str
    number: int
    before: str | None


def canonical(value: Any) -> str:
    """Write a value as the one JSON text that browsers sign: keys in order, no spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(record: str) -> str:
    """Give the BLAKE2b-256 of a record in lower-case hexadecimal, by which the next one names it."""
    return blake2b(record.encode(), digest_size=32).hexdigest()


def readers_in(record: str) -> frozenset[Reader]:
    """Give the readers that a stored record names."""
    return frozenset(Reader(one["person"], one["box"], one["sign"]) for one in json.loads(record)["roster"])


def can_go_on(record: str, today: Collection[Reader]) -> bool:
    """Say whether somebody of today reads under the stored record, with the same keys, and so can sign the next."""
    return not readers_in(record).isdisjoint(today)


def may_write_under(record: str, by: int, today: Collection[Reader], *, many: bool) -> bool:
    """Say whether `by` may write under the stored record: nobody reads there who may not today.

    In a group of many, some of today's readers may still wait to be let in; in any other, nobody may.
    """
    readers = readers_in(record)
    if many:
        return readers <= set(today) and any(reader.person == by for reader in readers)
    return readers == set(today)


def check_record(record: str, *, place: Place, by: int, today: Collection[Reader], many: bool = False) -> None:
    """Refuse a record that is no next link of its chain.

    `today` are all who may read now, with their keys. A record names them all; in a group of `many` it may leave those
    waiting who did not read before, and nobody else. Raises Conflict where the world moved on (another number,
    another link before, other readers), InputError where it never fitted, and where the same person made the record
    before for the same readers: only somebody whom another's record shut out has a reason for one more.
    """
    told = _read(record)
    if (told["organisation"], told["group"], told["by"]) != (place.organisation, place.group, by):
        raise InputError(_("This record belongs to another group or another person."))
    previous = digest(place.before) if place.before is not None else ""
    if told["n"] != place.number or told["previous"] != previous:
        raise Conflict(_("Somebody was quicker. Load the page again."))
    named = [Reader(one["person"], one["box"], one["sign"]) for one in told["roster"]]
    if not _names_readers(named, place.before, today, many):
        raise Conflict(_("Who reads here has changed. Load the page again."))
    maker = next((reader for reader in named if reader.person == by), None)
    if maker is None or (place.before is not None and maker not in readers_in(place.before)):
        raise InputError(_("Only somebody who reads here already can let others in."))
    if place.before is not None and json.loads(place.before)["by"] == by and readers_in(place.before) == set(named):
        raise InputError(_("You made the key for these readers already."))


def _names_readers(named: list[Reader], before: str | None, today: Collection[Reader], many: bool) -> bool:
    everybody = sorted(today, key=lambda reader: reader.person)
    if not many or before is None:
        return named == everybody
    chosen = set(named)
    return named == [reader for reader in everybody if reader in chosen] and readers_in(before) & set(today) <= chosen


def _read(record: str) -> dict[str, Any]:
    try:
        told = json.loads(record)
        if canonical(told) == record and _is_whole(told):
            return dict(told)
    except (ValueError, TypeError, LookupError, RecursionError):
        pass
    raise InputError(_("This record cannot be read."))


def _is_whole(told: Any) -> bool:
    numbers = [told[name] for name in ("by", "n", "organisation")] + [one["person"] for one in told["roster"]]
    texts = [told[name] for name in ("group", "previous")]
    keys = [told["commitment"]] + [one[name] for one in told["roster"] for name in ("box", "sign")]
    return (
        set(told) == PARTS
        and all(set(one) == PARTS_OF_A_READER for one in told["roster"])
        and all(type(number) is int for number in numbers)
        and all(isinstance(text, str) for text in texts)
        and all(KEY.fullmatch(key) for key in keys)
        and all(WRAPPED_KEY.fullmatch(one["key"]) for one in told["roster"])
    )
