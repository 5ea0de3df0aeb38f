"""What holds on the API's own addresses and nowhere else: a token signs in, and every refusal is JSON."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse

from roost.doors.api.access import person_behind
from roost.doors.api.words import refused

ADDRESSES = "/api/"
SCHEME = "bearer "
JSON = "application/json"
BEHIND_TOKEN = "roost.behind_token"


class TokenSignIn:
    """Put the person behind a bearer token on the request; cookies do not count here, so no CSRF can happen."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("Authorization", "")
        if request.path.startswith(ADDRESSES) and given.lower().startswith(SCHEME):
            person = person_behind(given[len(SCHEME) :])
            if person is not None:
                request.user = person
                request.META[BEHIND_TOKEN] = True
        return self.get_response(request)


class PlainRefusals:
    """Answer with problems where the address or the method is wrong and Django would answer with a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        is_page = answer.status_code >= 400 and not answer.headers.get("Content-Type", "").startswith(JSON)
        if not is_page or not request.path.startswith(ADDRESSES):
            return answer
        methods = answer.headers.get("Allow", "")
        problem = refused(answer.status_code, methods)
        return JsonResponse(
            {"problems": [problem.as_dict()]},
            status=answer.status_code,
            headers={"Allow": methods} if methods else None,
        )
