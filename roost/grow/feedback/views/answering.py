"""What a link in a mail leads to, without a sign-in: half a minute for somebody."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.kit.scopes import touching
from roost.grow.feedback import actions
from roost.grow.feedback.access import asking_behind
from roost.grow.feedback.forms import AnswerForm
from roost.grow.feedback.reads import asked_page


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask two steps and a suggestion, and take them once; opening alone, as programs do, changes nothing."""
    asking = asking_behind(secret)
    if asking is None:
        return _over(request, secret)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            with touching(asking.organisation_id):
                actions.answer(secret, asking, form.said())
        except InputError as error:
            form.add_error(None, str(error))
        except (Conflict, NotFound):
            return _over(request, secret)
        else:
            return redirect("feedback:answer", secret)
    told = {"page": asked_page(asking), "form": form, "secret": secret}
    return render(request, "feedback/answer.html", told, status=422 if form.errors else 200)


@login_not_required
@require_POST
def decline(request: HttpRequest, secret: str) -> HttpResponse:
    """Be asked no more."""
    asking = asking_behind(secret)
    if asking is None:
        return _over(request, secret)
    with touching(asking.organisation_id):
        actions.decline(asking)
    return render(request, "feedback/declined.html")


def _over(request: HttpRequest, secret: str) -> HttpResponse:
    """Thank who has answered, also when they send twice or load the page again; else say that it is over."""
    asking = asking_behind(secret, is_used=True)
    if asking is None:
        return render(request, "feedback/over.html", status=410)
    return render(request, "feedback/thanks.html", {"page": asked_page(asking)})


@require_POST
def open_link(request: HttpRequest, number: int) -> HttpResponse:
    """Lead who is signed in to what they are asked."""
    try:
        return redirect(actions.link_for(request.user, number))
    except Conflict as error:
        messages.warning(request, str(error))
        return redirect("home:today")
