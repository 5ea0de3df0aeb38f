"""Give one's circle a name."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from roost.gather.circles.access import membership_for
from roost.gather.circles.actions import name_circle
from roost.gather.circles.forms import NameForm
from roost.gather.circles.reads import my_circle
from roost.ground.kit.errors import Conflict, InputError


@require_http_methods(["GET", "HEAD", "POST"])
def name(request: HttpRequest, number: int) -> HttpResponse:
    """Say what a circle is called by who sits in it."""
    member = membership_for(request.user, number)
    form = NameForm(request.POST if request.method == "POST" else None, own_name=member.circle.own_name)
    if form.is_valid():
        told = form.cleaned_data
        try:
            named = name_circle(member, by=request.user, name=told["name"], before=told["before"])
        except Conflict as error:
            messages.warning(request, str(error))
            return redirect("circles:name", number)
        except InputError as error:
            form.add_error("name", str(error))
        else:
            words = _("Your circle is called “%s” now.") if named.own_name else _("Your circle has no name of its own.")
            messages.success(request, words % named.own_name if named.own_name else words)
            return redirect("circles:gather")
    return render(
        request, "circles/name.html", {"one": my_circle(member), "form": form}, status=422 if form.is_bound else 200
    )
