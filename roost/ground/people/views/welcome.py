"""The way in for somebody who was given a one-time link."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from roost.ground.people.access import person_of_link
from roost.ground.people.actions import choose_password
from roost.ground.people.forms import PasswordForm

LINK = "people_welcome"


@login_not_required
@never_cache
@require_safe
def welcome(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Take a link. Its secret goes to the session, so that it leaves the address; only a chosen password uses it up."""
    if person_of_link(code, token) is None:
        return render(request, "people/link_over.html", status=410)
    request.session[LINK] = token
    return redirect("people:choose", code)


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """Choose a password and be signed in."""
    person = person_of_link(code, request.session.get(LINK, ""))
    if person is None:
        return render(request, "people/link_over.html", status=410)
    form = PasswordForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        choose_password(person, password=form.cleaned_data["new_password1"])
        del request.session[LINK]
        login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
        messages.success(request, _("Welcome. From now on you sign in with your e-mail and this password."))
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "people/choose.html", {"person": person, "form": form}, status=422 if form.errors else 200)
