"""What a link in a mail leads to, without a sign-in: a few sentences about one's team."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from roost.gather.pulse import actions
from roost.gather.pulse.access import asked_behind
from roost.gather.pulse.forms import AnswerForm
from roost.gather.pulse.reads import asked_page
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.kit.scopes import touching


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask the sentences, and take them once; opening alone, as programs do, changes nothing."""
    asked = asked_behind(secret)
    if asked is None:
        return _over(request, secret)
    page = asked_page(asked)
    form = AnswerForm(request.POST if request.method == "POST" else None, instrument=page.instrument)
    if form.is_valid():
        try:
            with touching(asked.organisation_id):
                actions.answer(secret, asked, form.points())
        except InputError as error:
            form.add_error(None, str(error))
        except (Conflict, NotFound):
            return _over(request, secret)
        else:
            return redirect("pulse:answer", secret)
    return render(request, "pulse/answer.html", {"page": page, "form": form}, status=422 if form.errors else 200)


def _over(request: HttpRequest, secret: str) -> HttpResponse:
    """Thank who has answered, also when they send twice or load the page again; else say that it is over."""
    asked = asked_behind(secret, is_used=True)
    if asked is None:
        return render(request, "pulse/over.html", status=410)
    return render(request, "pulse/thanks.html", {"page": asked_page(asked)})


@require_POST
def open_link(request: HttpRequest, number: int) -> HttpResponse:
    """Lead who is signed in to what they are asked."""
    try:
        return redirect(actions.link_for(request.user, number))
    except Conflict as error:
        messages.warning(request, str(error))
        return redirect("home:today")
