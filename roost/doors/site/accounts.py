"""How signing in works here: accounts come from people data, so nobody signs up by themselves."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from roost.ground.people.models import Person


class Accounts(DefaultAccountAdapter):
    """Close the open sign-up and say so to whoever was switched off; everything else is allauth's own way."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This address and this password do not belong together. Try again."),
        "too_many_login_attempts": _("There were too many tries. Wait five minutes, then try again."),
        "enter_current_password": _("This is not your present password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def respond_user_inactive(self, request: HttpRequest, user: Person) -> HttpResponse:
        return render(request, "account/account_inactive.html", status=403)
