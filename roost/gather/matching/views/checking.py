"""A self-check that nobody sees and nothing keeps: answered, shown, forgotten."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from roost.gather.matching.access import peers_organisation, wish_of
from roost.gather.matching.forms import SelfCheckForm, WishForm
from roost.gather.matching.reads import self_check
from roost.ground.kit import clock


# An answer that is refused would be logged by Django with its address, so none is: what is missing stays open.
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def check(request: HttpRequest) -> HttpResponse:
    """Ask three questions and say what the answers mean, in one and the same answer."""
    form = SelfCheckForm(request.POST if request.method == "POST" else None)
    said = self_check(form.said()) if form.is_bound else None
    organisation = peers_organisation(request.user)
    known = wish_of(request.user, organisation)
    is_looking = known is not None and known.until > clock.now()
    ask = WishForm.about(said.topic, known, organisation=organisation) if said and not is_looking else None
    page = {"form": form, "said": said, "ask": ask, "nothing": form.is_bound and said is None}
    return render(request, "matching/check.html", page)
