"""What pages put into forms and addresses that nobody types."""

from __future__ import annotations

from collections.abc import Mapping


def organisation_from(told: Mapping[str, str]) -> int | None:
    """Read which organisation a page was about when it was made; None where it says none."""
    text = told.get("organisation", "")
    return int(text) if text.isdigit() and text.isascii() and len(text) <= 18 else None
