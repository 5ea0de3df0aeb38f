"""A page on which a group writes in two places, as a page of a room above the vault would let it."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from roost.ground.vault.access import group_for
from roost.ground.vault.ports import PADS, with_sodium
from roost.ground.vault.reads import mark_of, pad_of

UPDATES, TOPICS = "meeting:1:updates", "meeting:1:topics"


def places_open(group: UUID, person: int, places: Collection[str]) -> dict[str, bool]:
    """Let both places be open until the keeper says otherwise; see `tests.journeys.test_pads`."""
    state = cache.get(f"parlour:{group}")
    return {} if state == "over" else {place: state != "quiet" for place in places if place in {UPDATES, TOPICS}}


PADS.fill("journey", places_open)


@with_sodium
def parlour(request: HttpRequest, group: UUID) -> HttpResponse:
    """Show a pad, and the texts of two places with a form each."""
    found = group_for(request.user, group)
    page = {"pad": pad_of(found, request.user), "places": [UPDATES, TOPICS], "group": group}
    return render(request, "parlour/parlour.html", page)


def mark(request: HttpRequest, group: UUID) -> HttpResponse:
    """Say whether there is something new, as a live stream would."""
    return HttpResponse(mark_of(group_for(request.user, group).pk))


urlpatterns = [
    path("parlour/<uuid:group>/", parlour, name="parlour"),
    path("parlour/<uuid:group>/mark/", mark, name="parlour-mark"),
    path("", include("roost.doors.site.urls")),
]
