"""A request brings 17 MB at most, 129 MB with a file of scores, whether or not it says how much it brings."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from roost.doors.site.asgi import application
from roost.doors.site.limits import LARGEST_BODY, LARGEST_FILE, Application, LimitedBodies, Receive, Send

CHUNK = 1024 * 1024


class Inside:
    """An application that reads whole bodies, gives up when the sender goes away, and says how much it got."""

    def __init__(self) -> None:
        self.read = 0

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            self.read += len(message["body"])
            more = message["more_body"]
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"taken"})


def answer_of(
    app: Application, chunks: list[bytes], *, length: int | None = None, path: str = "/sign-in/"
) -> tuple[int, bytes]:
    """Post a body in pieces, saying its length or not, and give status and text of the only answer."""
    named = [] if length is None else [(b"content-length", str(length).encode())]
    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "query_string": b"",
        "headers": [(b"host", b"localhost"), *named],
    }
    coming = [
        {"type": "http.request", "body": chunk, "more_body": number < len(chunks)}
        for number, chunk in enumerate(chunks, start=1)
    ]
    sent: list[Mapping[str, Any]] = []

    async def receive() -> Mapping[str, Any]:
        return coming.pop(0)

    async def send(message: Mapping[str, Any]) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]
    (status,) = [message["status"] for message in sent if message["type"] == "http.response.start"]
    return status, b"".join(message.get("body", b"") for message in sent)


def test_a_body_that_says_it_is_too_large_is_refused_unread() -> None:
    inside = Inside()
    status, words = answer_of(LimitedBodies(inside), [b""], length=LARGEST_BODY + 1)
    assert (status, inside.read) == (413, 0)
    assert b"17 MB" in words


def test_a_body_that_does_not_say_its_length_is_counted() -> None:
    inside = Inside()
    assert answer_of(LimitedBodies(inside, largest=10), [b"12345", b"67890", b"1"])[0] == 413
    assert inside.read == 10


@pytest.mark.parametrize("length", [None, 10])
def test_a_body_that_just_fits_is_taken(length: int | None) -> None:
    assert answer_of(LimitedBodies(Inside(), largest=10), [b"12345", b"67890"], length=length) == (200, b"taken")


def test_a_length_that_lies_does_not_help() -> None:
    assert answer_of(LimitedBodies(Inside(), largest=10), [b"12345", b"678901"], length=1)[0] == 413


@pytest.mark.parametrize("length", [None, LARGEST_BODY + CHUNK])
def test_the_product_refuses_what_is_too_large(length: int | None) -> None:
    status, words = answer_of(application, [b"x" * CHUNK] * 18, length=length)
    assert status == 413
    assert b"17 MB" in words


@pytest.mark.parametrize(("path", "status"), [("/see/7/upload/", 200), ("/see/7/enter/", 413), ("/see/x/upload/", 413)])
def test_a_page_for_files_takes_more_than_others(path: str, status: int) -> None:
    app = LimitedBodies(Inside(), largest=10, largest_file=20)
    assert answer_of(app, [b"12345", b"67890", b"1"], path=path)[0] == status


def test_a_file_that_is_too_large_is_refused_too() -> None:
    status, words = answer_of(application, [b""], length=LARGEST_FILE + 1, path="/see/7/upload/")
    assert (status, b"129 MB" in words) == (413, True)
