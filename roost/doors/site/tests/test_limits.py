"""A request brings 17 MB at most, 129 MB with a file of scores, 1 MB from strangers, whether or not it says so."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from django.conf import settings

from roost.doors.site.asgi import application
from roost.doors.site.limits import (
    LARGEST_BODY,
    LARGEST_FILE,
    LARGEST_OF_STRANGERS,
    Application,
    LimitedBodies,
    Receive,
    Send,
)

CHUNK = 1024 * 1024
Header = tuple[bytes, bytes]
SIGNED: Header = (b"cookie", f"a=b; {settings.SESSION_COOKIE_NAME}=abc".encode())


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
    app: Application,
    chunks: list[bytes],
    *,
    length: int | None = None,
    path: str = "/sign-in/",
    signed: Header | None = SIGNED,
) -> tuple[int, bytes]:
    """Post a body in pieces, saying its length or not, and give status and text of the only answer."""
    named = [] if length is None else [(b"content-length", str(length).encode())]
    if signed:
        named.append(signed)
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


def limited(inside: Application, **limits: int) -> LimitedBodies:
    return LimitedBodies(inside, session=settings.SESSION_COOKIE_NAME, **limits)


def test_a_body_that_says_it_is_too_large_is_refused_unread() -> None:
    inside = Inside()
    status, words = answer_of(limited(inside), [b""], length=LARGEST_BODY + 1)
    assert (status, inside.read) == (413, 0)
    assert b"17 MB" in words


def test_a_body_that_does_not_say_its_length_is_counted() -> None:
    inside = Inside()
    assert answer_of(limited(inside, largest=10), [b"12345", b"67890", b"1"])[0] == 413
    assert inside.read == 10


@pytest.mark.parametrize("length", [None, 10])
def test_a_body_that_just_fits_is_taken(length: int | None) -> None:
    assert answer_of(limited(Inside(), largest=10), [b"12345", b"67890"], length=length) == (200, b"taken")


def test_a_length_that_lies_does_not_help() -> None:
    assert answer_of(limited(Inside(), largest=10), [b"12345", b"678901"], length=1)[0] == 413


@pytest.mark.parametrize("length", [None, LARGEST_BODY + CHUNK])
def test_the_product_refuses_what_is_too_large(length: int | None) -> None:
    status, words = answer_of(application, [b"x" * CHUNK] * 18, length=length)
    assert status == 413
    assert b"17 MB" in words


@pytest.mark.parametrize(("path", "status"), [("/see/7/upload/", 200), ("/see/7/enter/", 413), ("/see/x/upload/", 413)])
def test_a_page_for_files_takes_more_than_others(path: str, status: int) -> None:
    app = limited(Inside(), largest=10, largest_file=20)
    assert answer_of(app, [b"12345", b"67890", b"1"], path=path)[0] == status


@pytest.mark.parametrize(("kind", "status"), [("document", 200), ("link", 413), ("document/", 413)])
def test_the_page_for_documents_takes_a_document(kind: str, status: int) -> None:
    app = limited(Inside(), largest=10, largest_document=20)
    assert answer_of(app, [b"12345", b"67890", b"1"], path=f"/grow/library/add/{kind}/")[0] == status


def test_a_file_that_is_too_large_is_refused_too() -> None:
    status, words = answer_of(application, [b""], length=LARGEST_FILE + 1, path="/see/7/upload/")
    assert (status, b"129 MB" in words) == (413, True)


@pytest.mark.parametrize("signed", [None, (b"cookie", b"a=b; roosters=abc"), (b"x-authorization", b"Bearer a")])
@pytest.mark.parametrize("length", [None, LARGEST_OF_STRANGERS + 1])
def test_a_stranger_brings_no_more_than_a_form(signed: Header | None, length: int | None) -> None:
    status, words = answer_of(application, [b"x" * CHUNK] * 2, length=length, path="/see/7/upload/", signed=signed)
    assert (status, b"not signed in" in words) == (413, True)
    assert answer_of(limited(Inside()), [b"x" * LARGEST_OF_STRANGERS], signed=signed)[0] == 200


@pytest.mark.parametrize("signed", [SIGNED, (b"Cookie", SIGNED[1]), (b"Authorization", b"Bearer abc")])
def test_a_cookie_or_a_token_lets_larger_bodies_in(signed: Header) -> None:
    app = limited(Inside(), largest_of_strangers=5, largest=10)
    assert answer_of(app, [b"12345", b"67890"], signed=signed)[0] == 200
    assert answer_of(app, [b"12345", b"67890"], signed=None)[0] == 413
