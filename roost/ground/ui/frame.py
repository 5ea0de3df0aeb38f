"""What the base page shows around every page: places to go, the account, the chosen theme.

`navigation` and `account` are put into the context by the doors, which alone know all rooms; `theme` is put there by
`look`, a context processor.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

THEME_COOKIE = "roost_theme"
THEMES = ("light", "dark")


@dataclass(frozen=True)
class Link:
    """Be one place to go, as navigation, tabs, breadcrumbs and menus show it; `icon` is a name in the sprite."""

    label: str
    url: str
    icon: str = ""
    current: bool = False


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
