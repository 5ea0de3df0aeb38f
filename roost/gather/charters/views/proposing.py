"""Propose how a circle meets."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from roost.gather.charters.access import circle_for
from roost.gather.charters.actions import propose_charter
from roost.gather.charters.engine.choices import Choices, read_choices
from roost.gather.charters.forms import CharterForm
from roost.gather.charters.models import Version
from roost.gather.charters.reads import charter_place, newest_version, words_then
from roost.gather.charters.views.writing import pad_for
from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.vault.ports import with_sodium


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@with_sodium
def propose(request: HttpRequest, number: int) -> HttpResponse:
    """Choose how to meet, beginning with what is proposed or in force, and propose it to the circle."""
    circle = shared_circle(circle_for(request.user, number))
    newest = newest_version(number)
    begin = read_choices(newest.choices) if newest else Choices()
    told = request.POST if request.method == "POST" else None
    words = newest.words if newest else None
    form = CharterForm(told, begin=begin, after=newest.number if newest else 0, words=words)
    if told is not None and form.is_valid():
        try:
            _propose(request, circle, form)
        except Conflict as conflict:
            newest = newest_version(number)
            form = _after_others(newest, form, number)
            form.add_error(None, str(conflict))
        except (InputError, NotFound) as error:
            form.add_error(None, str(error))
        else:
            return redirect("charters:charter", number)
    found = {
        "circle": circle,
        "form": form,
        "newest": newest,
        "pad": pad_for(request.user, circle),
        "place": charter_place(number),
    }
    return render(request, "charters/propose.html", found, status=200 if told is None else 422)


def _propose(request: HttpRequest, circle: SharedCircle, form: CharterForm) -> None:
    told = {name: form.cleaned_data[name] for name in ("after", "words", "digest")}
    propose_charter(circle, by=request.user, choices=form.choices, **told)
    messages.success(request, _("Proposed, and signed by you. It holds once each of you has signed."))


def _after_others(newest: Version | None, form: CharterForm, circle: int) -> CharterForm:
    """Give a form once more after what others proposed meanwhile; own words that one did not change are theirs then."""
    told = form.cleaned_data
    is_unchanged = told["words"] == words_then(circle, told["after"])
    theirs = newest.words if newest else None
    return form.again(after=newest.number if newest else 0, words=theirs if is_unchanged else told["words"])
