"""Seal answers so that the database alone cannot be read, and open them once their time is over."""

from __future__ import annotations

import json
import secrets
from base64 import b64decode, b64encode, urlsafe_b64encode
from collections.abc import Sequence
from random import SystemRandom
from typing import Any

from django.conf import settings
from nacl.encoding import RawEncoder
from nacl.exceptions import CryptoError as Unreadable
from nacl.hash import blake2b
from nacl.public import PrivateKey, SealedBox

__all__ = ["Unreadable", "link_secret", "opened", "put_aside", "seal", "shuffled", "take_out"]
SIZE = 1024
"""Sealed answers are filled up to multiples of so many bytes, so that their length says little of their words."""


def seal(salt: bytes, content: Any) -> str:
    """Seal plain values for a box with libsodium's sealed box (X25519, XSalsa20-Poly1305); each time otherwise."""
    text = json.dumps(content, ensure_ascii=False).encode()
    return b64encode(SealedBox(_key(salt).public_key).encrypt(text.ljust(-(-len(text) // SIZE) * SIZE))).decode()


def link_secret(salt: bytes, ticket: int) -> str:
    """Give the secret of a ticket's link, which follows from the key: it is kept nowhere, and can be said again."""
    made = blake2b(str(ticket).encode(), digest_size=24, key=_made(salt, b"roost.links"), encoder=RawEncoder)
    return urlsafe_b64encode(made).decode()


def put_aside(content: Any) -> str:
    """Seal plain values that a room keeps for itself, to be read by `take_out`; each time otherwise."""
    salt = secrets.token_bytes(16)
    return f"{b64encode(salt).decode()}.{seal(salt, content)}"


def take_out(sealed: str) -> Any:
    """Open what was put aside. Raises Unreadable for what was changed, or under another key."""
    salt, text = sealed.split(".")
    return opened(b64decode(salt), [text])[0]


def opened(salt: bytes, ballots: Sequence[str]) -> list[Any]:
    """Open what was sealed for a box. Raises Unreadable for what was changed, or under another key."""
    box = SealedBox(_key(salt))
    return [json.loads(box.decrypt(b64decode(one))) for one in ballots]


def shuffled(ballots: Sequence[str]) -> list[str]:
    """Give them in an order that nobody can foresee."""
    return SystemRandom().sample(list(ballots), len(ballots))


def _key(salt: bytes) -> PrivateKey:
    return PrivateKey(_made(salt, b"roost.answers"))


def _made(salt: bytes, what: bytes) -> bytes:
    """Make a key of the installation's key of answers, which may be of any length."""
    key: bytes = blake2b(settings.ANSWERS_KEY.encode(), salt=bytes(salt), person=what, encoder=RawEncoder)
    return key
