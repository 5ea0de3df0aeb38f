"""Pigeons that carry whatever is delivered, and a Monday to offer it on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from roost.ground.kit import clock
from roost.ground.notify.ports import add_channel
from roost.ground.notify.tests.pigeons import MONDAY, Pigeons


@pytest.fixture
def pigeons() -> Pigeons:
    pigeons = Pigeons()
    add_channel("pigeons", pigeons)
    return pigeons


@pytest.fixture
def on_monday() -> Iterator[None]:
    with clock.at(MONDAY):
        yield
