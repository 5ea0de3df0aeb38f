"""Enter scores from a file, see how far it is, and take it back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from roost.ground.kit.errors import Conflict
from roost.see.tracking.access import To, delivery_for, program_for
from roost.see.tracking.actions import hand_in, withdraw_delivery
from roost.see.tracking.forms import ScoreFileForm
from roost.see.tracking.reads import Reader, deliveries_page, delivery_page


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, program: int) -> HttpResponse:
    """Enter scores from a CSV file, all or none: a small one at once, a large one in the worker."""
    found = program_for(request.user, program, to=To.RUN)
    form = ScoreFileForm(request.POST or None, request.FILES or None)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            held = hand_in(found, by=request.user, name=file.name, chunks=file.chunks(), at_once=not form.is_large)
        except Conflict as error:
            form.add_error("file", str(error))
            status = 409
        else:
            return redirect("tracking:delivery", found.pk, held.pk)
    page = {
        "program": found,
        "form": form,
        "rules": Reader(found).rules,
        "files": deliveries_page(found, page=request.GET.get("page", "")),
    }
    return render(request, "tracking/upload.html", page, status=status)


@never_cache
@require_safe
def delivery(request: HttpRequest, program: int, delivery: int) -> HttpResponse:
    """Say how far a file is, or what became of it; htmx asks for that part alone."""
    held = delivery_for(request.user, program, delivery)
    found = held.program
    page = {"program": found, "page": delivery_page(held), "form": ScoreFileForm(), "rules": Reader(found).rules}
    part = "#state" if "HX-Request" in request.headers else ""
    return render(request, f"tracking/delivery.html{part}", page)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, program: int, delivery: int) -> HttpResponse:
    """Take back all that came with a file, after asking."""
    held = delivery_for(request.user, program, delivery)
    told = delivery_page(held)
    if request.method == "POST" and told.may_withdraw:
        withdrawal = withdraw_delivery(held, by=request.user)
        return redirect("tracking:delivery", held.program_id, withdrawal.pk)
    if not told.may_withdraw:
        return redirect("tracking:delivery", held.program_id, (told.withdrawal or held).pk)
    return render(request, "tracking/withdraw.html", {"program": held.program, "page": told})
