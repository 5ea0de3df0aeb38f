"""The frame around every page: where one can go, and who one is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.people.models import Person
from roost.ground.people.reads import Standing, standing_of
from roost.ground.ui.frame import Account, Link

# Each card of a slot is rendered with the page's context processors.
KEPT = "roost_frame"


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give navigation and account to a page; nothing to a stranger. Four queries, however many cards stand on it."""
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return {}
    known: dict[str, Any] | None = getattr(request, KEPT, None)
    if known is None:
        known = _frame_of(request, person)
        setattr(request, KEPT, known)
    return known


def _frame_of(request: HttpRequest, person: Person) -> dict[str, Any]:
    standing = standing_of(person, clock.today(person.time_zone))
    return {
        "navigation": _navigation(request.path, standing),
        "account": Account(
            name=str(person),
            organisation=standing.organisation.name if standing else "",
            sign_out_url=reverse("account_logout"),
            links=(Link(_("About me"), reverse("home:me"), "user"),),
        ),
    }


def _navigation(here: str, standing: Standing | None) -> list[Link]:
    places = [
        ("home:today", _("Today"), "sun"),
        ("growth:overview", _("Grow"), "sprout"),
        ("circles:gather", _("Gather"), "users-round"),
        ("tracking:programs", _("See"), "eye"),
    ]
    if standing and standing.is_administrator:
        places.append(("home:administer", _("Administer"), "settings"))
    found = [(label, reverse(name), icon) for name, label, icon in places]
    return [Link(label, url, icon, here == url or (url != "/" and here.startswith(url))) for label, url, icon in found]
