"""How much one request may bring: refused by what it says of its length, and counted where it says nothing."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

MEGABYTE = 1024 * 1024
LARGEST_BODY = 17 * MEGABYTE
# A file of more than a million scores, which its page takes, and the form around it.
LARGEST_FILE = 129 * MEGABYTE
PAGES_FOR_FILES = re.compile(r"/see/[0-9]+/upload/")
WORDS = "This is larger than {} MB, which is more than can be taken at once. Send it in several parts."

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


class LimitedBodies:
    """Answer 413 to a body of more than `largest` bytes, before the application inside has done anything with it.

    Pages for files take `largest_file`.
    """

    def __init__(self, inside: Application, largest: int = LARGEST_BODY, largest_file: int = LARGEST_FILE) -> None:
        self.inside = inside
        self.largest = largest
        self.largest_file = largest_file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.inside(scope, receive, send)
        largest = self.largest_file if PAGES_FOR_FILES.fullmatch(scope["path"]) else self.largest
        if _announced(scope) > largest:
            return await _refuse(send, largest)
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
            await _refuse(send, largest)


def _announced(scope: Scope) -> int:
    lengths = [value for name, value in scope["headers"] if name.lower() == b"content-length"]
    return max((int(value) for value in lengths if value.isdigit()), default=0)


async def _refuse(send: Send, largest: int) -> None:
    words = WORDS.format(largest // MEGABYTE).encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(words)).encode()),
        (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
        (b"x-content-type-options", b"nosniff"),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": words})
