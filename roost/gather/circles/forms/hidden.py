"""What pages put into forms and addresses that nobody types."""

from __future__ import annotations

from collections.abc import Mapping


def version_from(told: Mapping[str, str]) -> int:
    """Read the version that a form was made from; 0, which never is one, where it says none."""
    return number_from(told, "version") or 0


def number_from(told: Mapping[str, str], name: str) -> int | None:
    """Read a number that a page put into a form or an address; None where there is none."""
    text = told.get(name, "")
    return int(text) if text.isdigit() and text.isascii() and len(text) <= 18 else None
