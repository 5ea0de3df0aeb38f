"""A network cable to a house, to be cut and mended: Chromium's own offline mode spares streams that are open."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

AT_ONCE = 65536


class Cable:
    """Pass everything on to a port of this machine.

    A cut ends what is open and refuses what comes; a cable that is held says nothing at all.
    """

    def __init__(self, port: int) -> None:
        self.far_end = port
        self.open: list[socket.socket] = []
        self.passes = threading.Event()
        self.near_end = self._listen(0)
        self.port = int(self.near_end.getsockname()[1])
        self.passes.set()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def cut(self) -> None:
        for one in [self.near_end, *self.open]:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self.open.clear()
        self.release()

    def hold(self) -> None:
        self.passes.clear()

    def release(self) -> None:
        self.passes.set()

    def mend(self) -> None:
        self.near_end = self._listen(self.port)

    def _listen(self, port: int) -> socket.socket:
        near_end = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self._accept, args=(near_end,), daemon=True).start()
        return near_end

    def _accept(self, near_end: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = near_end.accept()
                far = socket.create_connection(("127.0.0.1", self.far_end))
                self.open += [near, far]
                for here, there in ((near, far), (far, near)):
                    threading.Thread(target=self._pass_on, args=(here, there), daemon=True).start()

    def _pass_on(self, here: socket.socket, there: socket.socket) -> None:
        with suppress(OSError):
            while piece := here.recv(AT_ONCE):
                self.passes.wait()
                there.sendall(piece)
        with suppress(OSError):
            there.shutdown(socket.SHUT_WR)
