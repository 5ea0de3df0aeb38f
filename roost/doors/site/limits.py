"""How much one request may bring: refused by what it says of its length, and counted where it says nothing."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from django.http import parse_cookie

MEGABYTE = 1024 * 1024
# Of somebody who does not even claim to be signed in: a form, and no file.
LARGEST_OF_STRANGERS = MEGABYTE
LARGEST_BODY = 17 * MEGABYTE
# A file of more than a million scores, which its page takes, and the form around it.
LARGEST_FILE = 129 * MEGABYTE
PAGES_FOR_FILES = re.compile(r"/see/[0-9]+/upload/")
# A document of 20 MB, and the form around it.
LARGEST_DOCUMENT = 21 * MEGABYTE
PAGES_FOR_DOCUMENTS = re.compile(r"/grow/library/add/document/")
WORDS = "This is larger than {} MB, which is more than can be taken at once. Go back and choose something smaller."
WORDS_TO_STRANGERS = "This is larger than {} MB, which is more than can be taken from somebody who is not signed in."

PAGE = (
    '<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Too large</title>'
    "<h1>Too large</h1><p>{}</p></html>"
)

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


class LimitedBodies:
    """Answer 413 to a body of more than `largest` bytes, before the application inside has done anything with it.

    Pages for files take `largest_file`, the one for documents `largest_document`. Requests with neither a cookie named
    `session` nor a token bring `largest_of_strangers`: whether cookie and token are any good is found out when the body
    is there.
    """

    def __init__(
        self,
        inside: Application,
        session: str,
        largest: int = LARGEST_BODY,
        largest_file: int = LARGEST_FILE,
        largest_of_strangers: int = LARGEST_OF_STRANGERS,
        largest_document: int = LARGEST_DOCUMENT,
    ) -> None:
        self.inside = inside
        self.session = session
        self.largest = largest
        self.largest_file = largest_file
        self.largest_of_strangers = largest_of_strangers
        self.largest_document = largest_document

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.inside(scope, receive, send)
        largest, words = self._limit(scope)
        if _announced(scope) > largest:
            return await _refuse(scope, send, words)
        came, is_too_large = 0, False

        async def counted() -> Message:
            nonlocal came, is_too_large
            message = await receive()
            came += len(message.get("body", b""))
            if came > largest:
                is_too_large = True
                # The application drops a request whose sender went away, and answers nothing.
                return {"type": "http.disconnect"}
            return message

        await self.inside(scope, counted, send)
        if is_too_large:
            await _refuse(scope, send, words)

    def _limit(self, scope: Scope) -> tuple[int, str]:
        """Give how much this request may bring, and what is said if it brings more."""
        if not _claims_to_be_signed_in(scope, self.session):
            return self.largest_of_strangers, WORDS_TO_STRANGERS.format(self.largest_of_strangers // MEGABYTE)
        largest = self.largest
        if PAGES_FOR_FILES.fullmatch(scope["path"]):
            largest = self.largest_file
        elif PAGES_FOR_DOCUMENTS.fullmatch(scope["path"]):
            largest = self.largest_document
        return largest, WORDS.format(largest // MEGABYTE)


def _claims_to_be_signed_in(scope: Scope, session: str) -> bool:
    for name, value in scope["headers"]:
        if name.lower() == b"authorization":
            return True
        if name.lower() == b"cookie" and session in parse_cookie(value.decode("latin-1")):
            return True
    return False


def _announced(scope: Scope) -> int:
    lengths = [value for name, value in scope["headers"] if name.lower() == b"content-length"]
    return max((int(value) for value in lengths if value.isdigit()), default=0)


async def _refuse(scope: Scope, send: Send, said: str) -> None:
    """Answer a browser with a page of few words, without what the application would need to make one of its own."""
    is_browser = any(name.lower() == b"accept" and b"text/html" in value for name, value in scope["headers"])
    words = (PAGE.format(said) if is_browser else said).encode()
    headers = [
        (b"content-type", b"text/%s; charset=utf-8" % (b"html" if is_browser else b"plain")),
        (b"content-length", str(len(words)).encode()),
        (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
        (b"x-content-type-options", b"nosniff"),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": words})
