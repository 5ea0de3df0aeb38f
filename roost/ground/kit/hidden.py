"""Numbers that pages put into forms and addresses, and nobody types."""

from __future__ import annotations

from collections.abc import Mapping


def number_from(told: Mapping[str, str], name: str) -> int | None:
    """Read a number that a page put into a form or an address; None where there is none."""
    text = told.get(name, "")
    return int(text) if text.isdigit() and text.isascii() and len(text) <= 18 else None
