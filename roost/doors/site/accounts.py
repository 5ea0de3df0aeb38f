"""How signing in works here: accounts come from people data, so nobody signs up by themselves."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Accounts(DefaultAccountAdapter):
    """Close the open sign-up; everything else is allauth's own way."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
