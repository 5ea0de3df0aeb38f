"""Feeds: which addresses may be read, and what a host can answer, against real hosts on this machine."""

from __future__ import annotations

import logging
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from roost.ground.calendars.actions.addresses import feed_address, is_public
from roost.ground.calendars.actions.fetching import FeedFailed, FeedGone, fetch_feed
from roost.ground.calendars.engine import MOST_BYTES
from roost.ground.kit.errors import InputError

Answer = Callable[[BaseHTTPRequestHandler], None]
WELL_KNOWN = ("calendar.google.com", "*.icloud.com")


@contextmanager
def serving(answer: Answer) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


def say(status: int, body: bytes = b"", **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return answer


@pytest.fixture
def hosts(settings: Any) -> Callable[..., None]:
    def list_them(*listed: str) -> None:
        settings.CALENDAR_HOSTS = listed

    list_them(*WELL_KNOWN)
    return list_them


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("https://calendar.google.com/a/b.ics", "https://calendar.google.com/a/b.ics"),
        ("webcal://p01-caldav.icloud.com/published/2/X", "https://p01-caldav.icloud.com/published/2/X"),
        (" HTTPS://Calendar.Google.COM./a?b=c#d ", "https://calendar.google.com/a?b=c"),
        ("https://calendar.google.com:443/", "https://calendar.google.com/"),
    ],
)
def test_addresses_of_listed_hosts_are_taken(typed: str, read: str, hosts: Callable[..., None]) -> None:
    assert str(feed_address(typed)) == read


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "not the address"),
        ("calendar.google.com/a.ics", "not the address"),
        ("file:///etc/passwd", "not the address"),
        ("ftp://calendar.google.com/a", "not the address"),
        ("https:///a", "not the address"),
        ("https://[::1/a", "not the address"),
        ("https://calendar.google.com:99999/a", "not the address"),
        ("https://calendar.google.com/a b", "not the address"),
        ("https://calendar.google.com/\r\nHost: x", "not the address"),
        ("https://calendar.google.com/é", "not the address"),
        ("https://[::1]/a", "not the address"),
        ("https://cälendar.google.com/", "not the address"),
        ("https://calendar.google.com/" + "x" * 1000, "not the address"),
        ("https://mara:secret@calendar.google.com/a", "a name or a password"),
        ("http://calendar.google.com/a", "in secret"),
        ("https://calendar.google.com:8443/a", "in secret"),
        ("https://example.org/a.ics", "host are not read"),
        ("https://icloud.com/a", "host are not read"),
        ("https://evilicloud.com/a", "host are not read"),
        ("https://calendar.google.com.evil.example/a", "host are not read"),
        ("https://127.0.0.1/a", "host are not read"),
        ("https://localhost/a", "host are not read"),
    ],
)
def test_other_addresses_are_refused_in_words(typed: str, words: str, hosts: Callable[..., None]) -> None:
    with pytest.raises(InputError, match=words) as refused:
        feed_address(typed)
    assert "secret@" not in str(refused.value)


def test_nothing_is_read_where_feeds_are_switched_off(hosts: Callable[..., None]) -> None:
    hosts()
    with pytest.raises(InputError, match="switched off"):
        feed_address("https://calendar.google.com/a.ics")


def test_a_server_listed_with_its_port_is_read_as_it_is(hosts: Callable[..., None]) -> None:
    hosts("localhost:8123")
    assert str(feed_address("http://localhost:8123/a")) == "http://localhost:8123/a"
    for other in ("http://localhost:8124/a", "http://localhost/a", "http://127.0.0.1:8123/a"):
        with pytest.raises(InputError):
            feed_address(other)


@pytest.mark.parametrize(
    "address",
    "127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 0.0.0.0 100.64.0.1 224.0.0.1 255.255.255.255 "
    "::1 :: fe80::1 fe80::1%eth0 fc00::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 "
    "2002:7f00:1:: fec0::1 feff::1 ::10.1.2.3 ::8.8.8.8".split(),
)
def test_addresses_of_private_networks_are_told(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_addresses_of_the_open_internet_are_told(address: str) -> None:
    assert is_public(address)


def test_a_listed_name_that_leads_into_a_private_network_is_not_read(hosts: Callable[..., None]) -> None:
    hosts("localhost")
    with pytest.raises(FeedGone, match="private network"):
        fetch_feed("https://localhost/a.ics")


def test_a_feed_is_fetched_with_its_marks(hosts: Callable[..., None]) -> None:
    asked: list[dict[str, str]] = []

    def answer(request: BaseHTTPRequestHandler) -> None:
        asked.append(dict(request.headers))
        if request.headers.get("If-None-Match") == '"one"':
            return say(304)(request)
        return say(200, b"BEGIN:VCALENDAR", ETag='"one"', Last_Modified="Mon, 21 Oct 2024 07:00:00 GMT")(request)

    with serving(answer) as port:
        hosts(f"localhost:{port}")
        address = f"http://localhost:{port}/a.ics"
        first = fetch_feed(address)
        again = fetch_feed(address, etag=first.etag, modified=first.modified)
    assert (first.content, first.etag) == (b"BEGIN:VCALENDAR", '"one"')
    assert again.content is None
    assert asked[1]["If-Modified-Since"] == "Mon, 21 Oct 2024 07:00:00 GMT"
    assert asked[0]["Accept-Encoding"] == "identity"
    assert "Cookie" not in asked[1]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_host_that_says_no_is_not_asked_again(status: int, hosts: Callable[..., None]) -> None:
    with serving(say(status)) as port:
        hosts(f"localhost:{port}")
        with pytest.raises(FeedGone):
            fetch_feed(f"http://localhost:{port}/")


@pytest.mark.parametrize("status", [204, 400, 429, 500, 503])
def test_a_host_in_trouble_is_asked_again_later(status: int, hosts: Callable[..., None]) -> None:
    with serving(say(status)) as port:
        hosts(f"localhost:{port}")
        with pytest.raises(FeedFailed):
            fetch_feed(f"http://localhost:{port}/")


def test_a_host_may_lead_to_another_place_of_its_own_and_nowhere_else(hosts: Callable[..., None]) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        if request.path == "/there":
            return say(200, b"there")(request)
        return say(302, Location=f"{request.path[1:].replace('|', '/')}")(request)

    with serving(answer) as port, serving(say(200, b"inside")) as inside:
        hosts(f"localhost:{port}", f"127.0.0.1:{inside}")
        here = f"http://localhost:{port}"
        assert fetch_feed(f"{here}/|there").content == b"there"
        for elsewhere in (
            f"http:||127.0.0.1:{inside}|",
            "http:||localhost:1|",
            "https:||example.org|",
            "file:|||etc|x",
        ):
            with pytest.raises(FeedGone):
                fetch_feed(f"{here}/{elsewhere}")
        with pytest.raises(FeedFailed, match="on and on"):
            fetch_feed(f"{here}/|loop")


def test_no_more_is_read_than_a_calendar_may_hold(hosts: Callable[..., None]) -> None:
    with serving(say(200, b"x" * (MOST_BYTES + 100))) as port:
        hosts(f"localhost:{port}")
        assert len(fetch_feed(f"http://localhost:{port}/").content or b"") == MOST_BYTES + 1


def test_an_answer_that_breaks_off_is_none(hosts: Callable[..., None]) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "1000")
        request.end_headers()
        request.wfile.write(b"BEGIN:VCALENDAR")

    with serving(answer) as port:
        hosts(f"localhost:{port}")
        with pytest.raises(FeedFailed, match="broke off"):
            fetch_feed(f"http://localhost:{port}/")


def test_a_host_that_drips_is_cut_off(hosts: Callable[..., None]) -> None:
    over = threading.Event()

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\n\r\nBEGIN:VCALENDAR\r\n")
        while not over.wait(0.05):
            try:
                request.wfile.write(b"x")
            except OSError:
                return

    with serving(answer) as port:
        hosts(f"localhost:{port}")
        with pytest.raises(FeedFailed, match="too long"):
            fetch_feed(f"http://localhost:{port}/", seconds=0.5)
        over.set()


def test_a_host_that_lets_nobody_in_is_given_up_in_time(hosts: Callable[..., None]) -> None:
    with socket.socket() as full, ExitStack() as waiting:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        for _ in range(4):  # whom nobody answers, so that the next one waits as well
            one = waiting.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        hosts(f"127.0.0.1:{port}")
        with pytest.raises(FeedFailed, match="too long"):
            fetch_feed(f"http://127.0.0.1:{port}/", seconds=0.5)


def test_a_host_that_says_nothing_or_is_not_there_is_told(hosts: Callable[..., None]) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        hosts(f"localhost:{port}", f"127.0.0.1:{port}")
        with pytest.raises(FeedFailed, match="cannot be reached"):
            fetch_feed(f"http://127.0.0.1:{port}/")


def test_a_host_without_a_certificate_that_holds_is_not_read(hosts: Callable[..., None]) -> None:
    with serving(say(200, b"BEGIN:VCALENDAR")) as port:
        hosts(f"localhost:{port}")
        with pytest.raises(FeedFailed, match="cannot be reached"):  # it speaks no TLS at all
            fetch_feed(f"https://localhost:{port}/")
    assert ssl.create_default_context().verify_mode is ssl.CERT_REQUIRED


def test_no_word_of_a_failure_holds_the_address(hosts: Callable[..., None], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for status in (301, 404, 500):
        with serving(say(status, Location="https://elsewhere.example/canary")) as port:
            hosts(f"localhost:{port}")
            with pytest.raises((FeedGone, FeedFailed)) as failed:
                fetch_feed(f"http://localhost:{port}/canary/basic.ics")
            assert "canary" not in str(failed.value)
    assert "canary" not in caplog.text
