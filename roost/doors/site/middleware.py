"""What every request needs: the scope of its person, and plain answers to the product's own errors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from roost.doors.api.middleware import ADDRESSES
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, Forbidden, InputError, NotFound, Problem, RoostError, TooMany
from roost.ground.kit.scopes import touching
from roost.ground.people.reads import organisations_of

Answer = Callable[[HttpRequest], HttpResponse]
STATUS: dict[type[RoostError], int] = {NotFound: 404, Forbidden: 403, Conflict: 409, InputError: 400, TooMany: 429}
NUL = "\0"


class SignInFirst(LoginRequiredMiddleware):
    """Send who is not signed in to the door, and from there to the page they were on.

    What a form sent is not kept, and they are told; its own address often takes forms alone, so they come back to the
    page that it stood on.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        if request.method in {"GET", "HEAD"}:
            return super().handle_no_permission(request, view_func)
        words = _("You were signed out meanwhile, so what you sent was not kept. Sign in, and send it again.")
        messages.warning(request, words)
        return redirect_to_login(_page_before(request), self.get_login_url(view_func))


def _page_before(request: HttpRequest) -> str:
    """Give the page of this site on which a form stood; the start where the browser does not say."""
    before = urlsplit(request.headers.get("Referer", ""))
    return urlunsplit(("", "", before.path, before.query, "")) if before.netloc == request.get_host() else "/"


class NoNulls:
    """Refuse the character NUL, which nobody types and no database keeps as text, in address, query and cookies."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NUL in request.path:
            return _plain(request, 404)
        if _has_nul(chain(_texts(request.GET), request.COOKIES.values())):
            return _refuse_nul(request)
        return self.get_response(request)


class NoNullsInForms:
    """Refuse the character NUL in forms, once it is known that their sender may send any: who may not is not read.

    The API takes no forms, it reads its bodies itself.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.path.startswith(ADDRESSES) or not _has_nul(_texts(request.POST)):
            return None
        return _refuse_nul(request)


def _texts(form: QueryDict) -> Iterator[str]:
    for name, values in form.lists():
        yield from (name, *map(str, values))


def _has_nul(texts: Iterable[str]) -> bool:
    return any(NUL in text for text in texts)


def _refuse_nul(request: HttpRequest) -> HttpResponse:
    words = _("There is an invisible character in it that cannot be kept. Type it anew and send it again.")
    return _plain(request, 400, words)


class PersonScope:
    """Let a request touch only the organisations that its person belongs to, and tell times in the person's zone."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if not person.is_authenticated:
            with touching():
                return self.get_response(request)
        belonging = organisations_of(person, clock.today(person.time_zone))
        with touching(*belonging), timezone.override(person.time_zone):
            return self.get_response(request)


class PlainErrors:
    """Answer the product's errors with their own words and the fitting status."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if answer.status_code == 405 and request.method == "GET" and not request.path.startswith(ADDRESSES):
            page = render(request, "405.html", status=405)
            page["Allow"] = answer["Allow"]
            return page
        return answer

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, RoostError):
            return None
        status = next((status for kind, status in STATUS.items() if isinstance(error, kind)), 400)
        # A stranger learns nothing from the words: all that is hidden answers alike.
        return _plain(request, status, "" if isinstance(error, NotFound) else str(error))


def _plain(request: HttpRequest, status: int, words: str = "") -> HttpResponse:
    if request.path.startswith(ADDRESSES):
        problem = Problem(words or _("There is nothing at this address."))
        return JsonResponse({"problems": [problem.as_dict()]}, status=422 if status == 400 else status)
    return render(request, "ui/refused.html", {"status": status, "words": words}, status=status)
