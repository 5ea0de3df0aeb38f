"""Bring people in from a file: choose it, see what it would do, apply it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roost.ground.kit.errors import Conflict, InputError
from roost.ground.people.access import To, organisation_for, upload_for
from roost.ground.people.actions import apply_upload, drop_upload, hold_upload
from roost.ground.people.engine import sample_sheet
from roost.ground.people.forms import ApplyForm, UploadForm
from roost.ground.people.reads import export_people, latest_imports, preview_of, today_here, upload_plan, waiting_upload

STEPS = (gettext_lazy("Choose"), gettext_lazy("Check"), gettext_lazy("Applied"))


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file of people."""
    organisation = organisation_for(request.user, to=To.ADMINISTER)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, leavers = form.cleaned_data["file"], form.cleaned_data["leavers"]
        held = hold_upload(organisation, name=file.name, content=file.read(), leavers=leavers, by=request.user)
        return redirect("people:preview", held.pk)
    page = {
        "steps": STEPS,
        "form": form,
        "waiting": waiting_upload(organisation, request.user),
        "imports": latest_imports(organisation),
    }
    return render(request, "people/import.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, number: int) -> HttpResponse:
    """Show what a file would do, and do it once somebody has seen exactly that."""
    held = upload_for(request.user, number)
    if held.applied_at is not None:
        return redirect("people:done", held.pk)
    form = ApplyForm(request.POST or None)
    changed = ""
    if request.method == "POST" and form.is_valid():
        try:
            apply_upload(held, digest=form.cleaned_data["digest"], by=request.user)
        except (Conflict, InputError) as error:
            changed = str(error) if isinstance(error, Conflict) else _("This file cannot be applied any more.")
        else:
            return redirect("people:done", held.pk)
    told = preview_of(upload_plan(held), held.organisation)
    page = {"steps": STEPS, "upload": held, "preview": told, "changed": changed}
    return render(request, "people/preview.html", page, status=409 if changed else 200)


@require_POST
def drop(request: HttpRequest, number: int) -> HttpResponse:
    """Forget a file without applying it."""
    drop_upload(upload_for(request.user, number), by=request.user)
    messages.info(request, _("The file is gone; nothing was written."))
    return redirect("people:import")


@require_safe
def done(request: HttpRequest, number: int) -> HttpResponse:
    """Say what an import did."""
    held = upload_for(request.user, number)
    if held.applied_at is None:
        return redirect("people:preview", held.pk)
    return render(request, "people/done.html", {"steps": STEPS, "upload": held})


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Give everybody who belongs here as a file that can be changed and brought in again."""
    organisation = organisation_for(request.user, to=To.ADMINISTER)
    return _file(export_people(organisation, today_here()), "people.csv")


@require_safe
def sample(request: HttpRequest) -> HttpResponse:
    """Give a small file as a good one looks."""
    organisation_for(request.user, to=To.ADMINISTER)
    return _file(sample_sheet(), "sample-people.csv")


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
