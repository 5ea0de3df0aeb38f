"""What somebody finds and does who asks for a 360."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roost.ground.behaviours.reads import THEMES, Theme
from roost.ground.kit.errors import Conflict, InputError
from roost.grow.threesixty import actions
from roost.grow.threesixty.access import growing_in, own_review_for, own_reviews, was_told
from roost.grow.threesixty.forms import BeginForm, RatersForm, SentencesForm
from roost.grow.threesixty.reads import instrument_of, place_of, review_page


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """Show somebody's own 360s."""
    return render(request, "threesixty/reviews.html", {"reviews": own_reviews(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Say what a 360 is for, and who helps with it."""
    data = request.POST if request.method == "POST" else None
    form = BeginForm(data, by=request.user, organisation=growing_in(request.user))
    if form.is_valid():
        told = form.cleaned_data
        try:
            found = actions.begin_review(
                request.user,
                purpose=told["purpose"],
                words=told["words"],
                intents=told["intents"],
                approver=told["looks"],
                debriefer=told["reads"],
            )
        except (Conflict, InputError) as error:
            form.add_error(None, str(error))
        else:
            return redirect("threesixty:raters", found.pk)
    return render(request, "threesixty/begin.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@never_cache
def review(request: HttpRequest, number: int) -> HttpResponse:
    """Show where a 360 stands, and what comes next."""
    return render(request, "threesixty/review.html", {"page": review_page(own_review_for(request.user, number))})


@require_http_methods(["GET", "HEAD", "POST"])
def raters(request: HttpRequest, number: int) -> HttpResponse:
    """Choose whom to ask."""
    held = own_review_for(request.user, number)
    if held.asked_at is not None or held.proposed_at is not None:
        return redirect("threesixty:review", number)
    data = request.POST if request.method == "POST" else None
    form = RatersForm(data, review=held, organisation=growing_in(request.user))
    if form.is_valid():
        try:
            actions.nominate(held, by=request.user, raters=form.raters())
        except (Conflict, InputError) as error:
            form.add_error(None, str(error))
        else:
            return redirect("threesixty:review", number)
    told = {"form": form, "review": held, "was_told": was_told(request.user)}
    return render(request, "threesixty/raters.html", told, status=422 if form.errors else 200)


@require_POST
def propose(request: HttpRequest, number: int) -> HttpResponse:
    """Ask those who were chosen, or whom somebody looks over first."""
    try:
        held = actions.propose(own_review_for(request.user, number), by=request.user)
    except (Conflict, InputError) as error:
        messages.warning(request, str(error))
    else:
        words = _("They are asked, and have two weeks.") if held.asked_at else _("%s looks over it.") % held.approver
        messages.success(request, words)
    return redirect("threesixty:review", number)


@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Take it back from who looks over it."""
    try:
        actions.take_back(own_review_for(request.user, number), by=request.user)
    except Conflict as error:
        messages.warning(request, str(error))
    return redirect("threesixty:review", number)


@require_POST
def drop(request: HttpRequest, number: int) -> HttpResponse:
    """Delete a 360 whole."""
    actions.drop(own_review_for(request.user, number), by=request.user)
    messages.success(request, _("It is deleted, with everything that was said."))
    return redirect("threesixty:reviews")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def oneself(request: HttpRequest, number: int, theme: str) -> HttpResponse:
    """Answer the same sentences about oneself, a theme a page."""
    held, about = own_review_for(request.user, number), theme_named(theme)
    data = request.POST if request.method == "POST" else None
    form = SentencesForm(data, instrument=instrument_of(held), theme=about, points=held.own)
    if form.is_valid():
        try:
            actions.answer_oneself(held, by=request.user, points=form.points())
        except (Conflict, InputError) as error:
            messages.warning(request, str(error))
            return redirect("threesixty:review", number)
        onward = theme_onward(request, about, form)
        return redirect("threesixty:self", number, onward.key) if onward else redirect("threesixty:review", number)
    told = {"form": form, "theme": about, "place": place_of(about), "review": held}
    return render(request, "threesixty/self.html", told, status=422 if form.errors else 200)


def theme_onward(request: HttpRequest, theme: Theme, form: SentencesForm) -> Theme | None:
    """Give the page that somebody goes to from a theme's, None off its ends; who goes on is told what they left out."""
    place = place_of(theme)
    if "back" in request.POST:
        return place.before
    missing = len(form.items) - len(form.points())
    if missing and place.after:
        words = ngettext(
            "%(many)d sentence about “%(theme)s” has no answer yet. It waits for you at the end.",
            "%(many)d sentences about “%(theme)s” have no answer yet. They wait for you at the end.",
            missing,
        )
        messages.info(request, words % {"many": missing, "theme": theme.name})
    return place.after


def theme_named(key: str) -> Theme:
    """Give a theme; raises Http404 for none of that name."""
    found = next((one for one in THEMES if one.key == key), None)
    if found is None:
        raise Http404
    return found
