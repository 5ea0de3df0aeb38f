"""How the API says what is wrong with a request, in words of our own."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roost.ground.kit.errors import Problem

WHOLE = gettext_lazy("This must be a whole number.")
TEXT = gettext_lazy("This must be text, in quotation marks.")
FIELDS = gettext_lazy("This must be an object with named fields, in curly brackets.")
OTHER = gettext_lazy("This does not have the form that is expected here.")

# By pydantic's names for what was wrong; what stands in braces comes with the error.
MISREAD = {
    "missing": gettext_lazy("This is missing."),
    "extra_forbidden": gettext_lazy("There is no field of this name here. Check how it is written, or leave it out."),
    "int_type": WHOLE,
    "int_parsing": WHOLE,
    "int_parsing_size": WHOLE,
    "int_from_float": WHOLE,
    "greater_than_equal": gettext_lazy("This must be {ge} or more."),
    "less_than_equal": gettext_lazy("This must be {le} or less."),
    "string_type": TEXT,
    "string_unicode": TEXT,
    "string_too_short": gettext_lazy("This must not be empty."),
    "string_too_long": gettext_lazy("This must have {max_length} characters at most."),
    "string_pattern_mismatch": gettext_lazy("This must be one line of plain text, without invisible characters."),
    "list_type": gettext_lazy("This must be a list, in square brackets."),
    "too_short": gettext_lazy("There must be {min_length} or more of these."),
    "too_long": gettext_lazy("There can be {max_length} of these at once. Send the rest after."),
    "dict_type": FIELDS,
    "model_type": FIELDS,
    "model_attributes_type": FIELDS,
}


def misread(error: Mapping[str, Any]) -> Problem:
    """Name the score of the request, counted from 1, what of it was misread, and why.

    `error` is one of pydantic's, with `type`, `loc` and, where it has bounds, `ctx`.
    """
    kind, *place = error["loc"]
    # A body is read into one argument, whose name is nobody's business.
    place = [kind, *(place[1:] if kind == "body" else place)]
    row = next((part + 1 for part in place if isinstance(part, int)), None)
    names = [part for part in place if isinstance(part, str)]
    words, bounds = str(MISREAD.get(error["type"], OTHER)), error.get("ctx", {})
    if any(name not in bounds for _, name, _, _ in Formatter().parse(words) if name):
        words = str(OTHER)
    return Problem(words.format(**bounds), row, names[-1] if names else None)


def unwelcome(*, has_key: bool) -> Problem:
    """Say what a request needs that came without a key, or with one that opens nothing."""
    place = f"{settings.PUBLIC_URL}{reverse('home:me')}"
    if has_key:
        words = _("This key does not work; it may have been revoked. Make another at %(place)s.")
    else:
        words = _("Send a key with the request, as Authorization: Bearer roost_... Keys are made at %(place)s.")
    return Problem(words % {"place": place})


def refused(status: int, methods: str) -> Problem:
    """Say why an address answers nothing else; `methods` are those that it takes."""
    if status == 404:
        return Problem(_("There is nothing at this address."))
    if status == 405:
        return Problem(_("This address cannot be asked in this way. It takes %(methods)s.") % {"methods": methods})
    if status >= 500:
        return Problem(_("Something went wrong here. Try again later."))
    return Problem(_("This request cannot be used."))
