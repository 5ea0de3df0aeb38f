"""How much one request may bring: refused by what it says of its length, and counted where it says nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

LARGEST_BODY = 17 * 1024 * 1024
WORDS = b"This is larger than 17 MB, which is more than can be taken at once. Send it in several parts."

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


class LimitedBodies:
    """Answer 413 to a body of more than `largest` bytes, before the application inside has done anything with it."""

    def __init__(self, inside: Application, largest: int = LARGEST_BODY) -> None:
        self.inside = inside
        self.largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.inside(scope, receive, send)
        if _announced(scope) > self.largest:
            return await _refuse(send)
        came, is_too_large = 0, False

        async def counted() -> Message:
            nonlocal came, is_too_large
            message = await receive()
            came += len(message.get("body", b""))
            if came > self.largest:
                is_too_large = True
                # The application drops a request whose sender went away, and answers nothing.
                return {"type": "http.disconnect"}
            return message

        await self.inside(scope, counted, send)
        if is_too_large:
            await _refuse(send)


def _announced(scope: Scope) -> int:
    lengths = [value for name, value in scope["headers"] if name.lower() == b"content-length"]
    return max((int(value) for value in lengths if value.isdigit()), default=0)


async def _refuse(send: Send) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(WORDS)).encode()),
        (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
        (b"x-content-type-options", b"nosniff"),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": WORDS})
