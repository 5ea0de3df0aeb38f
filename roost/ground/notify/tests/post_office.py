"""A mail server for tests: it takes one mail after another over SMTP and keeps them as they came."""

from __future__ import annotations

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Thread


class PostOffice(socketserver.ThreadingTCPServer):
    """Answers as RFC 5321 has it, as far as a plain client asks."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Counter)
        self.raw: list[bytes] = []

    @property
    def port(self) -> int:
        return self.server_address[1]

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(one, policy=policy.default) for one in self.raw]  # type: ignore[misc]


class _Counter(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert isinstance(self.server, PostOffice)
        self._say("220 post office")
        for line in iter(self.rfile.readline, b""):
            word = line.split()[0].upper()
            if word == b"DATA":
                self._say("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.raw.append(b"".join(one.removeprefix(b".") for one in lines))
            self._say("221 bye" if word == b"QUIT" else "250 fine")
            if word == b"QUIT":
                return

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def post_office() -> Iterator[PostOffice]:
    with PostOffice() as office:
        Thread(target=office.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield office
        finally:
            office.shutdown()
