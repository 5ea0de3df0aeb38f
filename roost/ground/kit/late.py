"""Modules that are loaded only by who needs them, because they are large and most commands do without.

For doors, where one command has several ways to do its work. No import shows what is loaded here; a test looks it up.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


def late(module: str) -> Any:
    """Give a module by its whole name, loading it where nobody has done so yet."""
    return import_module(module)
