"""Let a form be sent twice without harm, and one that was refused be sent once more with every word that was typed."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import QueryDict


def again(data: Any, **changed: object) -> QueryDict:
    """Give what was sent with some hidden values changed: those that say what the page was made from."""
    anew = QueryDict(mutable=True)
    for name in data:
        anew.setlist(name, data.getlist(name))
    for name, value in changed.items():
        anew[name] = str(value)
    return anew


def new_key() -> str:
    """Give a key for a form, by which it counts once however often it is sent."""
    return uuid.uuid4().hex
