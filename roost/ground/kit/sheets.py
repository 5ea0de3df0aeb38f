"""Cells of CSV files that spreadsheets will open."""

from __future__ import annotations

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\N{FULLWIDTH EQUALS SIGN}")


def safe_cell(text: str) -> str:
    """Give a text that no spreadsheet takes for a formula: a quote goes before what would start one."""
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text
