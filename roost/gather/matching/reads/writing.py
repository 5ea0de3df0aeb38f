"""How people who were brought together write to each other."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote


def mail_to(addresses: Iterable[str | None]) -> str:
    """Give a link that begins a mail to these addresses; empty where nobody has one."""
    known = [quote(one, safe="@") for one in addresses if one]
    return f"mailto:{','.join(known)}" if known else ""
