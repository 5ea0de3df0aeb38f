"""Signs a request in by its token, on the API's own addresses and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from roost.doors.api.access import person_behind

ADDRESSES = "/api/"
SCHEME = "Bearer "
BEHIND_TOKEN = "roost.behind_token"


class TokenSignIn:
    """Put the person behind a bearer token on the request; cookies do not count here, so no CSRF can happen."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("Authorization", "")
        if request.path.startswith(ADDRESSES) and given.startswith(SCHEME):
            person = person_behind(given.removeprefix(SCHEME))
            if person is not None:
                request.user = person
                request.META[BEHIND_TOKEN] = True
        return self.get_response(request)
