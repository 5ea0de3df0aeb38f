"""Fetch a feed: from listed hosts only, by a connection that nothing can lead elsewhere, so much and no longer.

No words here hold an address: it is a secret, and words come into logs.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Timer
from time import monotonic
from urllib.parse import urljoin

from django.utils.translation import gettext as _

from roost.ground.calendars.actions.addresses import FeedAddress, feed_address, is_public
from roost.ground.calendars.engine import MOST_BYTES
from roost.ground.kit.errors import InputError, RoostError

SECONDS_OF_SILENCE = 10
SECONDS = 30
MOST_REDIRECTS = 3
MOST_ADDRESSES = 3
REDIRECTS = frozenset({301, 302, 303, 307, 308})
NOT_MODIFIED = 304
LONGEST_MARK = 300


class FeedFailed(RoostError):
    """Say why a feed could not be read this time."""


class FeedGone(RoostError):
    """Say why asking a feed again would not help."""


@dataclass(frozen=True)
class Fetched:
    """What a feed answered; `content` is None where nothing changed since it was asked last."""

    content: bytes | None
    etag: str = ""
    modified: str = ""


def fetch_feed(address: str, *, etag: str = "", modified: str = "", seconds: float = SECONDS) -> Fetched:
    """Fetch a feed once, within `seconds` wherever it leads on to.

    Raises FeedGone where its host says that it is no more, FeedFailed for all else."""
    marks = {"If-None-Match": etag, "If-Modified-Since": modified}
    at = _listed(address)
    until = monotonic() + seconds
    for _turn in range(MOST_REDIRECTS + 1):
        with _asked(at, marks, until) as response:
            if response.status not in REDIRECTS:
                return _answer(response)
            at = _led_on(at, response.headers.get("Location", ""))
    raise FeedFailed(_("The address leads on and on. Copy the calendar’s address again."))


def _listed(address: str) -> FeedAddress:
    try:
        return feed_address(address)
    except InputError as error:
        raise FeedGone(_("The address leads where Roost does not read: %(why)s") % {"why": error}) from None


def _led_on(at: FeedAddress, location: str) -> FeedAddress:
    """Give where a host leads: to another listed one, but never from outside to a server of one's own."""
    following = _listed(urljoin(str(at), location))
    if following.is_listed_with_port and (following.host, following.port) != (at.host, at.port):
        raise FeedGone(_("The address leads to a server of this network, where only its own address leads."))
    return following


@contextmanager
def _asked(at: FeedAddress, marks: Mapping[str, str], until: float) -> Iterator[HTTPResponse]:
    """Ask, and give the answer with its body still to be read; all of it is over at the moment `until`."""
    connection = HTTPConnection(at.host, at.port)
    timer: Timer | None = None

    def end() -> None:
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)

    try:
        # The connection forgets its socket once an answer begins, so it is held here as well.
        sock = _connected(at, until)
        timer = Timer(until - monotonic(), end)
        timer.daemon = True
        timer.start()
        sock = connection.sock = _wrapped(sock, at)
        headers = {"Accept": "text/calendar", "Accept-Encoding": "identity", "User-Agent": "Roost"}
        connection.request("GET", at.path, headers=headers | {name: mark for name, mark in marks.items() if mark})
        yield connection.getresponse()
        if monotonic() >= until:  # what came until then would pass for a whole calendar
            raise OSError
    except ssl.SSLCertVerificationError:
        raise FeedFailed(
            _("The host could not prove that it is who it says (its certificate does not hold).")
        ) from None
    except (OSError, HTTPException, ValueError):
        if monotonic() >= until:
            raise FeedFailed(_("The host took too long to answer.")) from None
        raise FeedFailed(_("The host cannot be reached just now.")) from None
    finally:
        if timer is not None:
            timer.cancel()
        connection.close()


def _connected(at: FeedAddress, until: float) -> socket.socket:
    """Connect to an address that was looked at, so that a name cannot mean another a moment later; try three."""
    found = socket.getaddrinfo(at.host, at.port, type=socket.SOCK_STREAM)
    addresses = [str(one[4][0]) for one in found]
    if not at.is_listed_with_port and not all(map(is_public, addresses)):
        raise FeedGone(_("The host’s name leads into a private network, where Roost does not read."))
    for address in addresses[:MOST_ADDRESSES]:
        left = until - monotonic()
        if left <= 0:
            break
        with suppress(OSError):
            sock = socket.create_connection((address, at.port), timeout=min(left, SECONDS_OF_SILENCE))
            sock.settimeout(SECONDS_OF_SILENCE)
            return sock
    raise OSError("no address answers")


def _wrapped(connection: socket.socket, at: FeedAddress) -> socket.socket:
    if at.scheme != "https":
        return connection
    return ssl.create_default_context().wrap_socket(connection, server_hostname=at.host)


def _answer(response: HTTPResponse) -> Fetched:
    if response.status == NOT_MODIFIED:
        return Fetched(None)
    if response.status in {401, 403}:
        raise FeedGone(_("The host does not let Roost read it any more. Share it again and copy its new address."))
    if response.status in {404, 410}:
        raise FeedGone(_("There is no calendar at this address any more. Copy its address again."))
    if response.status != 200:
        raise FeedFailed(_("The host answered with an error (%(status)s).") % {"status": response.status})
    content = response.read(MOST_BYTES + 1)
    if response.length and len(content) <= MOST_BYTES:
        raise FeedFailed(_("The connection broke off in the middle."))
    etag, modified = (response.headers.get(name, "") for name in ("ETag", "Last-Modified"))
    return Fetched(content, _kept(etag), _kept(modified))


def _kept(mark: str) -> str:
    return mark if len(mark) <= LONGEST_MARK and mark.isascii() and mark.isprintable() else ""
