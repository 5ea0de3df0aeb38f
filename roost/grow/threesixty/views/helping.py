"""What somebody finds who looks over whom a 360 asks, or reads it with whose it is."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from roost.ground.kit.errors import Conflict, InputError
from roost.grow.threesixty import actions
from roost.grow.threesixty.access import review_to_approve, review_to_debrief
from roost.grow.threesixty.reads import groups_of, report


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Look over whom a 360 asks: let them be asked, or give it back with a line."""
    held = review_to_approve(request.user, number)
    if request.method == "POST":
        try:
            if "back" in request.POST:
                actions.send_back(held, by=request.user, words=request.POST.get("words", ""))
                messages.success(request, _("%s reads your line and chooses anew.") % held.person)
            else:
                actions.approve(held, by=request.user, seen=_seen(request))
                messages.success(request, _("They are asked."))
            return redirect("home:today")
        except (Conflict, InputError) as error:
            messages.warning(request, str(error))
            return redirect("threesixty:approve", number)
    return render(request, "threesixty/approve.html", {"review": held, "groups": groups_of(held)})


def _seen(request: HttpRequest) -> datetime:
    try:
        return datetime.fromisoformat(request.POST.get("seen", ""))
    except ValueError:
        raise Conflict(_("Look over them once more.")) from None


@require_safe
@never_cache
def debrief(request: HttpRequest, number: int) -> HttpResponse:
    """Show a report to who reads it with whose it is."""
    held = review_to_debrief(request.user, number)
    told = {"report": report(held), "review": held}
    return render(request, "threesixty/debrief.html", told)
