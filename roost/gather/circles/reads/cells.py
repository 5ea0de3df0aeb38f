"""Read what a cell of somebody's spreadsheet says."""

from __future__ import annotations

from roost.ground.kit.sheets import STARTS_A_FORMULA


def trimmed(cell: str) -> str:
    """Give what a cell says: without spaces around it and the quote that keeps it from being a formula."""
    text = cell.replace("\xa0", " ").strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(STARTS_A_FORMULA) else text
