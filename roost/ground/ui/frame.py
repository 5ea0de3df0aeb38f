"""What the base page shows around every page: places to go, the account, the chosen theme.

`navigation` and `account` are put into the context by the doors, which alone know all rooms; `theme` is put there by
`look`, a context processor.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from django.http import HttpRequest

ICONS = frozenset(
    icon
    for package in json.loads(Path(__file__).with_name("vendor.json").read_text())["packages"]
    for icon in package.get("icons", ())
)
THEME_COOKIE = "roost_theme"
THEMES = ("light", "dark")


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


def look(request: HttpRequest) -> dict[str, str]:
    """Offer every template the theme that this browser chose; empty when it follows the device."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return {"theme": chosen if chosen in THEMES else ""}
