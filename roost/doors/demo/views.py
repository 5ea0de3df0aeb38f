"""Take a part in the sample company."""

from __future__ import annotations

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from roost.doors.demo.access import person_of_part

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_POST
@login_not_required
def enter(request: HttpRequest, role: str) -> HttpResponse:
    """Sign in as the person of that role; there is no such way in outside a demo."""
    login(request, person_of_part(role), backend=BACKEND)
    return redirect("home:today")
