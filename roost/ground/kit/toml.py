"""Texts as TOML writes them; `tomllib` reads and writes nothing."""

from __future__ import annotations

import json


def quoted(text: str) -> str:
    """Quote a text for TOML, whose basic strings read what JSON's do; only DEL may not stand in them."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
