"""What links in a mail lead to, without a sign-in: one reminder's three answers, and an end to such mail.

Programs that scan mail open its links, so opening one changes nothing.
"""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from roost.ground.kit.scopes import touching
from roost.see.nudges.access import occasion_behind, wishes_behind
from roost.see.nudges.actions import answer_occasion, stop_mail
from roost.see.nudges.reads import answers_offered, reminder_of
from roost.see.nudges.views.answering import told_by


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, token: str) -> HttpResponse:
    """Show one reminder and take its answer."""
    found = occasion_behind(token)
    if found is None:
        return _over(request, _("This reminder is over"))
    if request.method == "POST":
        with touching(found.organisation_id):
            answer_occasion(found, by=found.person, answer=told_by(request), source="mail")
        return redirect("nudges:reply", token)
    page = {"reminder": reminder_of(found), "answers": answers_offered()}
    return render(request, "nudges/reply.html", page)


# Mail programs that unsubscribe by one tap (RFC 8058) send a bare POST without a cookie; the signed link is the right.
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """End reminders by mail, by a button on the page or by the mail program itself."""
    wishes = wishes_behind(token)
    if wishes is None:
        return _over(request, _("This link ends nothing"))
    if request.method == "POST":
        stop_mail(wishes)
    return render(request, "nudges/stop.html", {"is_over": request.method == "POST" or not wishes.by_mail})


def _over(request: HttpRequest, title: str) -> HttpResponse:
    return render(request, "nudges/link_over.html", {"title": title}, status=410)
