"""What the base page shows around every page: places to go, the account, the chosen theme.

`navigation` and `account` are put into the context by the doors, which alone know all rooms; `chosen_theme` by `look`,
a context processor, together with `everywhere`: scripts of higher rooms that run on every page.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import HttpRequest

ICONS = frozenset(
    icon
    for package in json.loads(Path(__file__).with_name("vendor.json").read_text())["packages"]
    for icon in package.get("icons", ())
)
THEME_COOKIE = "roost_theme"
THEMES = ("light", "dark")
_everywhere: list[str] = []


@dataclass(frozen=True)
class Link:
    """Be one place to go, as navigation, tabs, breadcrumbs and menus show it.

    `icon` is a name in the sprite; ValueError where vendor.json does not list it.
    """

    label: str
    url: str
    icon: str = ""
    current: bool = False

    def __post_init__(self) -> None:
        if self.icon and self.icon not in ICONS:
            raise ValueError(f"There is no icon {self.icon}; choose one of vendor.json or add it there.")


@dataclass(frozen=True)
class Account:
    """Say who is signed in, for which organisation, and what their menu offers."""

    name: str
    organisation: str
    sign_out_url: str
    links: tuple[Link, ...] = ()


def load_everywhere(script: str) -> None:
    """Let a small module of a higher room, by its static path, run on every page for people; twice is once."""
    if script not in _everywhere:
        _everywhere.append(script)


def look(request: HttpRequest) -> dict[str, Any]:
    """Offer every template the theme that this browser chose, empty when it follows the device, and the scripts."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return {"chosen_theme": chosen if chosen in THEMES else "", "everywhere": _everywhere}
