"""What a database says of ledger, cells and facts, read with plain SQL and added up anew, without the product's code."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from tests.durability.deliveries import Delivery

Place = tuple[int, int, int]
"""Metric id, person id, day."""


class Database(Protocol):
    """Anything that runs SQL and gives rows."""

    def execute(self, statement: str, /) -> Iterable[Any]: ...


@dataclass(frozen=True)
class Books:
    """One database at rest.

    `cells` is what boards are made of and `sums` what the ledger adds up to, as (thousandths, entries) by place;
    `told` counts facts by verb and quantity.
    """

    damage: tuple[Any, ...]
    keys: frozenset[str]
    reversed_keys: Counter[str]
    cells: dict[Place, tuple[int, int]]
    sums: dict[Place, tuple[int, int]]
    told: Counter[tuple[str, int]]

    def arrived(self, deliveries: Sequence[Delivery]) -> frozenset[int]:
        """Give the numbers of deliveries of which anything is in the ledger."""
        return frozenset(
            delivery.number
            for delivery in deliveries
            if delivery.reverses in self.reversed_keys or any(score.key in self.keys for score in delivery.scores)
        )

    def faults(self, deliveries: Sequence[Delivery]) -> list[str]:
        """Say what cannot be true of a ledger that got nothing but these deliveries, each whole or not at all."""
        here = self.arrived(deliveries)
        got = [delivery for delivery in deliveries if delivery.number in here]
        submitted = Counter(("tracking.submitted", delivery.size) for delivery in got if delivery.scores)
        corrected = Counter(("tracking.corrected", 1) for delivery in got if delivery.reverses)
        claims = {
            f"the file is damaged: {self.damage}": not self.damage,
            "cells and ledger are apart": self.cells == self.sums,
            "scores are not those of whole deliveries": self.keys == {score.key for one in got for score in one.scores},
            "reversals are not one for each delivery": self.reversed_keys
            == Counter(delivery.reverses for delivery in got if delivery.reverses),
            "facts are not one for each delivery": self.told == submitted + corrected,
        }
        return [fault for fault, is_fine in claims.items() if not is_fine]


def read_books(database: Database) -> Books:
    """Read and check a whole database."""
    damage = [row for row in database.execute("PRAGMA integrity_check") if tuple(row) != ("ok",)]
    damage += database.execute("PRAGMA foreign_key_check")
    ledger = list(database.execute("SELECT key, reverses, metric_id, person_id, value, occurred FROM tracking_entry"))
    reversed_keys = Counter(reverses for _, reverses, *_ in ledger if reverses is not None)
    sums: dict[Place, list[int]] = defaultdict(lambda: [0, 0])
    for key, reverses, metric, person, value, occurred in ledger:
        if reverses is None and key not in reversed_keys:
            place = sums[metric, person, date.fromisoformat(occurred[:10]).toordinal()]
            place[0] += value
            place[1] += 1
    cells = database.execute("SELECT metric_id, person_id, day, total, entries FROM tracking_cell")
    told = database.execute(
        "SELECT verb, quantity FROM activity_fact WHERE verb IN ('tracking.submitted', 'tracking.corrected')"
    )
    return Books(
        damage=tuple(damage),
        keys=frozenset(key for key, reverses, *_ in ledger if reverses is None),
        reversed_keys=reversed_keys,
        cells={(metric, person, day): (total, n) for metric, person, day, total, n in cells if total or n},
        sums={place: (total, n) for place, (total, n) in sums.items()},
        told=Counter((verb, quantity) for verb, quantity in told),
    )


def digest_of(database: Database) -> str:
    """Give a digest of every row of every table, so that two databases with the same content have the same."""
    names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    digest = hashlib.sha256()
    for (name,) in list(names):
        digest.update(repr((name, sorted(map(repr, map(tuple, database.execute(f'SELECT * FROM "{name}"')))))).encode())
    return digest.hexdigest()
