"""What people are asked, for everybody who is signed in to read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from roost.ground.instruments.reads import document_of, instrument_page, instruments


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show what people are asked here."""
    return render(request, "instruments/overview.html", {"instruments": instruments()})


@require_safe
def instrument(request: HttpRequest, key: str) -> HttpResponse:
    """Show every item of an instrument, its key, scale and licence."""
    return render(request, "instruments/instrument.html", {"page": instrument_page(key)})


@require_safe
def document(request: HttpRequest, key: str) -> HttpResponse:
    """Give the document itself."""
    answer = HttpResponse(document_of(key), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{key}.json"'
    return answer
