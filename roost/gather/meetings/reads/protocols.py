"""The protocols that are here, and a meeting's own."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from roost.gather.meetings.engine.protocols import Protocol, read_protocol
from roost.ground.kit.errors import NotFound

FOLDER = Path(__file__).resolve().parent.parent / "protocols"


@cache
def protocol_texts() -> dict[str, str]:
    """Give the text of each protocol that comes with Roost, by its key, which is the file's name."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.toml"))}


def text_of(key: str) -> str:
    """Give a protocol's text; raises NotFound for a key that is none."""
    if key not in protocol_texts():
        raise NotFound(_("There is no such protocol."))
    return protocol_texts()[key]


@lru_cache(maxsize=64)
def parsed(text: str) -> Protocol:
    """Read a protocol's text, once for all meetings that keep the same."""
    return read_protocol(text, file="protocol.toml")


def protocol_choices() -> list[tuple[str, str]]:
    """Give key and title of each protocol."""
    return [(key, parsed(text).title) for key, text in protocol_texts().items()]
