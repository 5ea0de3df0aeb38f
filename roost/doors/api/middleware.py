"""Signs a request in by its token, on the API's own addresses and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from roost.doors.api.access import person_behind

ADDRESSES = "/api/"
SCHEME = "Bearer "


class TokenSignIn:
    """Put the person behind a bearer token on the request; cookies do not count here, so no CSRF can happen."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(ADDRESSES):
            given = request.headers.get("Authorization", "")
            request.token_person = person_behind(given.removeprefix(SCHEME)) if given.startswith(SCHEME) else None
            if request.token_person is not None:
                request.user = request.token_person
        return self.get_response(request)
