"""Seal answers so that the database alone cannot be read, and open them once their time is over."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from random import SystemRandom
from typing import Any

from django.conf import settings
from nacl.encoding import RawEncoder
from nacl.hash import blake2b
from nacl.public import PrivateKey, SealedBox

SIZE = 1024
"""Sealed answers are filled up to multiples of so many bytes, so that their length says little of their words."""


def seal(salt: bytes, content: Any) -> str:
    """Seal plain values for a box with libsodium's sealed box (X25519, XSalsa20-Poly1305); each time otherwise."""
    text = json.dumps(content, ensure_ascii=False).encode()
    return b64encode(SealedBox(_key(salt).public_key).encrypt(text.ljust(-(-len(text) // SIZE) * SIZE))).decode()


def opened(salt: bytes, ballots: Sequence[str]) -> list[Any]:
    """Open what was sealed for a box. Raises nacl.exceptions.CryptoError for what was changed, or under another key."""
    box = SealedBox(_key(salt))
    return [json.loads(box.decrypt(b64decode(one))) for one in ballots]


def shuffled(ballots: Sequence[str]) -> list[str]:
    """Give them in an order that nobody can foresee."""
    return SystemRandom().sample(list(ballots), len(ballots))


def _key(salt: bytes) -> PrivateKey:
    secret = settings.ANSWERS_KEY.encode()
    return PrivateKey(blake2b(secret, salt=bytes(salt), person=b"roost.answers", encoder=RawEncoder))
