"""What a link in a mail leads to, without a sign-in: sentences about somebody, a theme a page."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roost.ground.behaviours.reads import THEMES
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.kit.scopes import touching
from roost.grow.threesixty import actions
from roost.grow.threesixty.access import rater_behind
from roost.grow.threesixty.forms import SentencesForm
from roost.grow.threesixty.models import Rater
from roost.grow.threesixty.reads import asked_page, instrument_of, items_of, place_of
from roost.grow.threesixty.views.asking import theme_named, theme_onward


def over(request: HttpRequest, secret: str) -> HttpResponse:
    """Thank who has answered, also when they send twice or load the page again; else say that it is over."""
    rater = rater_behind(secret, is_used=True)
    if rater is None:
        return render(request, "threesixty/over.html", status=410)
    return render(request, "threesixty/thanks.html", {"page": asked_page(rater, 0)})


@login_not_required
@never_cache
@require_safe
def answer(request: HttpRequest, secret: str) -> HttpResponse:
    """Say what is asked, and lead to where one stopped. Opening alone, as programs do, changes nothing."""
    rater = rater_behind(secret)
    if rater is None:
        return over(request, secret)
    said = actions.said_so_far(secret)
    instrument = instrument_of(rater.review)
    unfinished = (one for one in THEMES if any(item.key not in said.points for item in items_of(instrument, one)))
    told = {"page": asked_page(rater, len(said.points)), "secret": secret, "next": next(unfinished, None)}
    return render(request, "threesixty/answer.html", told)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sentences(request: HttpRequest, secret: str, theme: str) -> HttpResponse:
    """Ask the sentences of a theme, and keep what was put in."""
    rater, about = rater_behind(secret), theme_named(theme)
    if rater is None:
        return over(request, secret)
    said = actions.said_so_far(secret)
    data = request.POST if request.method == "POST" else None
    form = SentencesForm(
        data,
        instrument=instrument_of(rater.review),
        theme=about,
        points=said.points,
        about=str(rater.review.person),
        words=said.words.get(about.key, ""),
    )
    if form.is_valid():
        try:
            with touching(rater.organisation_id):
                put = actions.Said(form.points(), {about.key: form.cleaned_data["words"]})
                actions.put_in(secret, rater, put)
        except InputError as error:
            form.add_error(None, str(error))
        except (Conflict, NotFound):
            return over(request, secret)
        else:
            onward = theme_onward(request, about, form)
            if onward:
                return redirect("threesixty:sentences", secret, onward.key)
            return redirect("threesixty:answer" if "back" in request.POST else "threesixty:send", secret)
    page = asked_page(rater, len(said.points))
    told = {"form": form, "theme": about, "place": place_of(about), "page": page, "secret": secret}
    return render(request, "threesixty/sentences.html", told, status=422 if form.errors else 200)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what is missing, or send all of it, once."""
    rater = rater_behind(secret)
    if rater is None:
        return over(request, secret)
    if request.method == "POST":
        return _sent(request, secret, rater)
    said = actions.said_so_far(secret)
    instrument = instrument_of(rater.review)
    missing = [
        (one, count)
        for one in THEMES
        if (count := sum(item.key not in said.points for item in items_of(instrument, one)))
    ]
    told = {"page": asked_page(rater, len(said.points)), "missing": missing, "said": said, "secret": secret}
    return render(request, "threesixty/send.html", told)


def _sent(request: HttpRequest, secret: str, rater: Rater) -> HttpResponse:
    try:
        with touching(rater.organisation_id):
            actions.send_in(secret, rater)
    except Conflict as error:
        if rater_behind(secret) is None:
            return over(request, secret)
        messages.warning(request, str(error))
        return redirect("threesixty:send", secret)
    except NotFound:
        return over(request, secret)
    return redirect("threesixty:answer", secret)


@login_not_required
@require_POST
def decline(request: HttpRequest, secret: str) -> HttpResponse:
    """Rather not be asked."""
    rater = rater_behind(secret)
    if rater is None:
        return over(request, secret)
    with touching(rater.organisation_id):
        actions.decline(rater)
    return render(request, "threesixty/declined.html", {"page": asked_page(rater, 0)})


@require_POST
def open_link(request: HttpRequest, number: int) -> HttpResponse:
    """Lead who is signed in to what they are asked."""
    try:
        return redirect(actions.link_for(request.user, number))
    except Conflict as error:
        messages.warning(request, str(error))
        return redirect("home:today")
