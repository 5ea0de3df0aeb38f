"""What other people do at the same time, in tests."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection

from roost.ground.kit.scopes import everywhere


class Elsewhere:
    """Do something over a connection of its own, as another person's request does."""

    def __init__(self, act: Callable[[], object]) -> None:
        self.act = act
        self.failures: list[Exception] = []
        self.thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        try:
            with everywhere():
                self.act()
        except Exception as error:
            self.failures.append(error)
        finally:
            connection.close()

    def end(self) -> None:
        self.thread.join()
        assert self.failures == []
