"""Looking at oneself: what there is to take, page by page, and what comes of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roost.ground.kit.errors import Conflict, NotFound
from roost.grow.assessments import actions
from roost.grow.assessments.access import taking_for
from roost.grow.assessments.forms import SentencesForm
from roost.grow.assessments.reads import first_open, overview_page, result_page, sentences_page


@require_safe
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """Show what one can take about oneself, and what one took."""
    return render(request, "assessments/overview.html", {"page": overview_page(request.user)})


@require_POST
def begin(request: HttpRequest, key: str) -> HttpResponse:
    """Begin, or go on."""
    try:
        taking = actions.begin_taking(request.user, instrument=key)
    except Conflict as error:
        messages.warning(request, str(error))
        return redirect("assessments:overview")
    return redirect("assessments:sentences", taking.pk, first_open(taking))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sentences(request: HttpRequest, number: int, page: int) -> HttpResponse:
    """Ask a page of sentences and keep what is answered; hand in after the last."""
    taking = taking_for(request.user, number)
    if taking.done_at is not None:
        return redirect("assessments:result", number)
    shown = sentences_page(taking, page)
    if shown is None:
        raise NotFound(_("There is no such page."))
    form = SentencesForm(request.POST if request.method == "POST" else None, page=shown)
    if form.is_bound:
        is_whole = form.is_valid()
        taking = actions.save_answers(taking, by=request.user, answers=form.answers())
        if "back" in request.POST:
            return _go_back(number, shown.number)
        if is_whole:
            return _go_on(request, number, shown.number, is_last=shown.is_last)
    told = {
        "page": shown,
        "form": form,
        "steps": list(enumerate(shown.instrument.scale.steps, shown.instrument.scale.least)),
    }
    return render(request, "assessments/sentences.html", told, status=422 if form.errors else 200)


def _go_back(number: int, page: int) -> HttpResponse:
    if page > 1:
        return redirect("assessments:sentences", number, page - 1)
    return redirect("assessments:overview")


def _go_on(request: HttpRequest, number: int, page: int, *, is_last: bool) -> HttpResponse:
    """Go on to the next page; from the last hand in, or go back to what was left out."""
    taking = taking_for(request.user, number)
    if not is_last:
        return redirect("assessments:sentences", number, page + 1)
    missing = first_open(taking)
    if missing != page:
        return redirect("assessments:sentences", number, missing)
    actions.finish_taking(taking, by=request.user)
    return redirect("assessments:result", number)


@require_safe
@never_cache
def result(request: HttpRequest, number: int) -> HttpResponse:
    """Show what one's answers come to; go on where they are not all there yet."""
    taking = taking_for(request.user, number)
    if taking.done_at is None:
        return redirect("assessments:sentences", number, first_open(taking))
    return render(request, "assessments/result.html", {"page": result_page(request.user, number)})


@require_POST
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Delete what one answered."""
    actions.delete_taking(taking_for(request.user, number), by=request.user)
    messages.success(request, _("It is deleted, with everything that came of it."))
    return redirect("assessments:overview")
