"""The HTTP API, version 1: each room's endpoints under one token and one way of saying no."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from roost.doors.api.endpoints import router
from roost.doors.api.middleware import BEHIND_TOKEN, SCHEME
from roost.doors.api.words import misread, unwelcome
from roost.ground.kit.errors import Conflict, Forbidden, InputError, NotFound, Problem, RoostError
from roost.ground.people.models import Person
from roost.see.tracking.endpoints import router as tracking

STATUS: dict[type[RoostError], int] = {NotFound: 404, Forbidden: 403, Conflict: 409, InputError: 422}


class Token(HttpBearer):
    """Ask for `Authorization: Bearer roost_…`; the token itself was checked before the request came here."""

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        person = request.user
        return person if isinstance(person, Person) and BEHIND_TOKEN in request.META else None


api = NinjaAPI(title="Roost", version="1", auth=Token(), docs_url=None, urls_namespace="api")
api.add_router("", router)
api.add_router("/programs", tracking)


@api.exception_handler(RoostError)
def refuse(request: HttpRequest, error: RoostError) -> HttpResponse:
    status = next((status for kind, status in STATUS.items() if isinstance(error, kind)), 400)
    problems = error.problems if isinstance(error, InputError) else [Problem(str(error))]
    return _refusal(request, *problems, status=status)


@api.exception_handler(ValidationError)
def refuse_misread(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return _refusal(request, *(misread(one) for one in error.errors), status=422)


@api.exception_handler(AuthenticationError)
def refuse_stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    has_key = request.headers.get("Authorization", "").lower().startswith(SCHEME)
    answer = _refusal(request, unwelcome(has_key=has_key), status=401)
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(HttpError)
def refuse_unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code != 400:
        return _refusal(request, Problem(str(error)), status=error.status_code)
    return _refusal(request, Problem(_("The body of the request cannot be read. Send JSON in UTF-8.")), status=422)


def _refusal(request: HttpRequest, *problems: Problem, status: int) -> HttpResponse:
    return api.create_response(request, {"problems": [problem.as_dict() for problem in problems]}, status=status)


def _opened(pattern: Any) -> Any:
    """Leave the refusal of strangers to the token check, which answers 401 instead of a sign-in page.

    The description of the API is a page like any other: for people and programs that are signed in.
    """
    described = pattern.name == "openapi-json"
    pattern.callback = require_safe(pattern.callback) if described else login_not_required(pattern.callback)
    return pattern


urlpatterns = [path("v1/", ([_opened(pattern) for pattern in api.urls[0]], *api.urls[1:]))]
