"""The HTTP API, version 1: each room's endpoints under one token and one way of saying no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer

from roost.doors.api.endpoints import router
from roost.doors.api.middleware import BEHIND_TOKEN
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
    return api.create_response(request, {"problems": [problem.as_dict() for problem in problems]}, status=status)


@api.exception_handler(ValidationError)
def misread(request: HttpRequest, error: ValidationError) -> HttpResponse:
    problems = [_misread(one["msg"], one["loc"]) for one in error.errors]
    return api.create_response(request, {"problems": [problem.as_dict() for problem in problems]}, status=422)


def _misread(words: str, place: Sequence[str | int]) -> Problem:
    """Name the score of the request, counted from 1, and what of it was misread."""
    row = next((part + 1 for part in place if isinstance(part, int)), None)
    names = [part for part in place if isinstance(part, str)]
    return Problem(words, row, names[-1] if names else None)


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    status = 422 if error.status_code == 400 else error.status_code
    return api.create_response(request, {"problems": [Problem(str(error)).as_dict()]}, status=status)


def _opened(pattern: Any) -> Any:
    """Leave the refusal of strangers to the token check, which answers 401 instead of a sign-in page.

    The description of the API is a page like any other: for people and programs that are signed in.
    """
    described = pattern.name == "openapi-json"
    pattern.callback = require_safe(pattern.callback) if described else login_not_required(pattern.callback)
    return pattern


urlpatterns = [path("v1/", ([_opened(pattern) for pattern in api.urls[0]], *api.urls[1:]))]
