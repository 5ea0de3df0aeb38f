"""Enter scores from a file, and see how far it is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from roost.ground.kit.errors import Conflict, InputError
from roost.see.tracking.access import To, delivery_for, program_for
from roost.see.tracking.actions import hand_in, submit_file
from roost.see.tracking.forms import ScoreFileForm
from roost.see.tracking.reads import Reader, latest_deliveries


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, program: int) -> HttpResponse:
    """Enter scores from a CSV file, all or none: a small one at once, a large one in the worker."""
    found = program_for(request.user, program, to=To.RUN)
    form = ScoreFileForm(request.POST or None, request.FILES or None)
    page = {"program": found, "form": form, "rules": Reader(found).rules, "latest": latest_deliveries(found)}
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if form.is_large:
                held = hand_in(found, by=request.user, name=file.name, chunks=file.chunks())
                return redirect("tracking:delivery", found.pk, held.pk)
            with form.kept_file() as path:
                page["done"] = submit_file(found, by=request.user, path=path, name=file.name)
                status = 200
        except InputError as error:
            page["problems"] = error.problems
        except Conflict as error:
            form.add_error("file", str(error))
            status = 409
    return render(request, "tracking/upload.html", page, status=status)


@never_cache
@require_safe
def delivery(request: HttpRequest, program: int, delivery: int) -> HttpResponse:
    """Say how far a file is, or what became of it; htmx asks for that part alone."""
    held = delivery_for(request.user, program, delivery)
    found = held.program
    page = {"program": found, "delivery": held, "form": ScoreFileForm(), "rules": Reader(found).rules}
    part = "#state" if "HX-Request" in request.headers else ""
    return render(request, f"tracking/delivery.html{part}", page)
