"""The same sealing once more, by another library: what the browser's scripts make must open here, and the other way."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from nacl import bindings, pwhash, utils
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.signing import SigningKey, VerifyKey

SIZES = (256, 1024, 4096, 16384)
Told = dict[str, Any]


def to_text(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


def to_bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def seal(inside: bytes, about: Told, key: bytes) -> tuple[str, str]:
    nonce = utils.random(24)
    told = canonical(about).encode()
    return to_text(nonce), to_text(bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(inside, told, nonce, key))


def unseal(nonce: str, sealed: str, about: Told, key: bytes) -> bytes:
    told = canonical(about).encode()
    return bytes(bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(to_bytes(sealed), told, to_bytes(nonce), key))


@dataclass(frozen=True)
class Holder:
    """A person with opened keys."""

    person: int
    box: PrivateKey
    sign: SigningKey

    @classmethod
    def new(cls, person: int) -> Holder:
        return cls(person, PrivateKey.generate(), SigningKey.generate())

    @classmethod
    def opened(cls, mine: Told, lock: str, secret: str) -> Holder:
        """Open what the server keeps of a person, by "passphrase" or "recovery"."""
        keys, person = mine["keys"], mine["person"]
        salt, nonce, sealed = keys["sealed" if lock == "passphrase" else lock].split(".")
        inside = json.loads(unseal(nonce, sealed, about_keys(lock, person, keys), stretch(secret, to_bytes(salt))))
        holder = cls(person, PrivateKey(to_bytes(inside["box"])), SigningKey(to_bytes(inside["sign"])[:32]))
        assert holder.public == {name: keys[name] for name in ("box", "sign")}
        return holder

    @classmethod
    def opened_by_device(cls, mine: Told, device: Told, output: bytes) -> Holder:
        """Open what the server keeps of a person, by what the passkey of a device gave."""
        keys, person = mine["keys"], mine["person"]
        salt, nonce, sealed = device["sealed"].split(".")
        about = about_keys("device", person, keys) | {"credential": device["credential"]}
        inside = json.loads(unseal(nonce, sealed, about, derive(output, to_bytes(salt))))
        holder = cls(person, PrivateKey(to_bytes(inside["box"])), SigningKey(to_bytes(inside["sign"])[:32]))
        assert holder.public == {name: keys[name] for name in ("box", "sign")}
        return holder

    @property
    def public(self) -> Told:
        return {"box": to_text(bytes(self.box.public_key)), "sign": to_text(bytes(self.sign.verify_key))}

    def sealed(self, lock: str, secret: str) -> str:
        salt = utils.random(16)
        own = {"box": to_text(bytes(self.box)), "sign": to_text(bytes(self.sign) + bytes(self.sign.verify_key))}
        about = about_keys(lock, self.person, self.public)
        return ".".join([to_text(salt), *seal(canonical(own).encode(), about, stretch(secret, salt))])


def about_keys(lock: str, person: int, keys: Told) -> Told:
    return {"box": keys["box"], "lock": lock, "person": person, "sign": keys["sign"], "what": "roost keys 1"}


def stretch(secret: str, salt: bytes) -> bytes:
    return bytes(pwhash.argon2id.kdf(32, secret.encode(), salt, opslimit=3, memlimit=64 * 1024 * 1024))


def derive(output: bytes, salt: bytes) -> bytes:
    """Give 32 bytes by HKDF-SHA-256, as RFC 5869 has it."""
    whole = hmac.digest(salt, output, "sha256")
    return hmac.digest(whole, b"roost device key 1\x01", "sha256")


def make_epoch(contents: Told, by: Holder, *, wrongly_for: int = 0) -> tuple[Told, bytes]:
    """Make the next record for everybody who has keys, and give the key that it wraps; one may get a wrong one."""
    key, before = utils.random(32), contents["epochs"]
    readers = sorted((one for one in contents["members"] if one["box"]), key=lambda one: int(one["person"]))

    def wrapped(person: int) -> bytes:
        return utils.random(32) if person == wrongly_for else key

    record = canonical(
        {
            "by": by.person,
            "commitment": commitment(key),
            "group": contents["group"],
            "n": len(before) + 1,
            "organisation": contents["organisation"],
            "previous": hashlib.blake2b(before[-1]["record"].encode(), digest_size=32).hexdigest() if before else "",
            "roster": [
                {
                    "person": one["person"],
                    "box": one["box"],
                    "sign": one["sign"],
                    "key": to_text(SealedBox(PublicKey(to_bytes(one["box"]))).encrypt(wrapped(one["person"]))),
                }
                for one in readers
            ],
        }
    )
    signature = to_text(by.sign.sign(f"roost epoch 1\n{record}".encode()).signature)
    return {"record": record, "signature": signature}, key


def commitment(key: bytes) -> str:
    return to_text(hashlib.blake2b(key, digest_size=32, key=b"roost epoch key 1").digest())


def epoch_key(contents: Told, number: int, holder: Holder) -> bytes:
    """Check a record's signature and open the key that it wraps for the holder."""
    epoch = contents["epochs"][number - 1]
    record = json.loads(epoch["record"])
    roster = {one["person"]: one for one in record["roster"]}
    verify(roster[record["by"]]["sign"], f"roost epoch 1\n{epoch['record']}".encode(), to_bytes(epoch["signature"]))
    key = bytes(SealedBox(holder.box).decrypt(to_bytes(roster[holder.person]["key"])))
    assert commitment(key) == record["commitment"]
    return key


def verify(sign: str, signed: bytes, signature: bytes) -> None:
    VerifyKey(to_bytes(sign)).verify(signed, signature)


def about_note(contents: Told, note: Told) -> Told:
    where = {name: contents[name] for name in ("organisation", "group")}
    about = where | {name: note[name] for name in ("note", "version", "epoch", "author")}
    return about | {"place": note["place"]} if note.get("place") else about


def make_note(contents: Told, by: Holder, key: bytes, place: str = "", again: Told | None = None, **said: str) -> Told:
    """Seal a note for the latest epoch, as the server takes it: a title and a text, or in a place kind and text.

    `again` is the version before, where it is no new one.
    """
    before = again or {"note": str(uuid4()), "version": 0}
    note = {"note": before["note"], "version": before["version"] + 1, "epoch": len(contents["epochs"])}
    note |= {"author": by.person, "place": place}
    about = about_note(contents, note)
    body = json.dumps(said, ensure_ascii=False, sort_keys=True).encode()
    whole = by.sign.sign(signed_note(about, body)).signature + body
    padded = bindings.sodium_pad(whole, next(size for size in SIZES if len(whole) < size))
    nonce, sealed = seal(padded, about, key)
    return {name: note[name] for name in ("note", "version", "epoch", "place")} | {"nonce": nonce, "sealed": sealed}


def open_note(contents: Told, note: Told, key: bytes) -> Told:
    """Open a note, check who signed it, and give what it says."""
    author = next(one for one in contents["members"] if one["person"] == note["author"])
    return open_sealed(about_note(contents, note), note, key, author["sign"])


def open_sealed(about: Told, note: Told, key: bytes, sign: str) -> Told:
    padded = unseal(note["nonce"], note["sealed"], about, key)
    assert len(padded) in SIZES
    whole = bindings.sodium_unpad(padded, len(padded))
    verify(sign, signed_note(about, whole[64:]), whole[:64])
    told: Told = json.loads(whole[64:])
    return told


def signed_note(about: Told, body: bytes) -> bytes:
    return f"roost note {2 if 'place' in about else 1}\n{canonical(about)}\n".encode() + body
